"""The range of a total by how far the shop's own past forecasts were off: a t law on log errors, with a prior for shops of few of them."""

import numpy as np
from scipy.stats import t as student

PRIOR_DF = 4.0


def own_error_scale(errors: np.ndarray, prior_scale: float, prior_df: float = PRIOR_DF) -> tuple[float, float]:
    """Scale and degrees of freedom of log errors: own ones of windows that do not overlap, and a prior worth `prior_df` of them.

    >>> scale, df = own_error_scale(np.array([0.3, -0.3]), prior_scale=0.3)
    >>> round(scale, 6), df
    (0.3, 6.0)
    """
    errors = np.asarray(errors, float)
    df = prior_df + len(errors)
    return float(np.sqrt((prior_df * prior_scale**2 + (errors**2).sum()) / df)), df


def log_t_band(value: float, scale: float, df: float, level: float) -> tuple[float, float]:
    """low and high of a total: value · exp(∓ t · scale)."""
    reach = float(student.ppf((1 + level) / 2, df)) * scale
    return value * float(np.exp(-reach)), value * float(np.exp(reach))
