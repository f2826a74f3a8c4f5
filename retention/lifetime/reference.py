"""The library `lifetimes`: the interface its users know, and the reference our figures are checked against.

This is the only module that imports it. Importing or fitting it silences FutureWarning and sets a pandas
option for the whole process; here both are put back. Not taken from it: its optimiser, and its expected
purchases, which are NaN for one-time buyers when a + b < 1.
"""

import contextlib
import io
import warnings
from typing import Any

import numpy as np
import pandas as pd

from retention.lifetime.forecast import alive, orders_if_alive
from retention.lifetime.histories import histories
from retention.lifetime.order_model import BgNbd, fit_bgnbd, fit_histories, fit_mbgnbd
from retention.lifetime.spend_model import fit_gamma_gamma, order_value
from retention.tables import DataProblem

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    _chained_assignment = pd.get_option("mode.chained_assignment")
    import lifetimes
    from lifetimes.generate_data import beta_geometric_nbd_model
    from lifetimes.utils import ConvergenceError

    pd.set_option("mode.chained_assignment", _chained_assignment)

PARAMETERS = ["r", "alpha", "a", "b"]


def quietly(function: Any, *arguments: Any, **named: Any) -> Any:
    """Call a function of lifetimes; it may neither change the process's warning filters nor print."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        return function(*arguments, **named)


def fitted(fitter: Any, *columns: Any) -> Any:
    """A fitter of lifetimes, fitted as tightly as its minimiser manages (it gives up where rounding stops it)."""
    for tolerance in (1e-9, 1e-8, 1e-7):
        try:
            return quietly(fitter.fit, *columns, tol=tolerance)
        except ConvergenceError:
            continue
    raise ConvergenceError("lifetimes found no maximum")


class BetaGeoFitter(lifetimes.BetaGeoFitter):
    """lifetimes' fitter with our optimiser and numerics: same constructor, `fit`, attributes and methods; it pickles.

    With a penaliser or options of scipy's minimiser, lifetimes' own optimiser is used. Beyond lifetimes:
    `model_` (a BgNbd) and `probability_of_order`. `variance_matrix_` is right off the diagonal too.
    """

    def fit(self, frequency, recency, T, weights=None, initial_params=None, verbose=False, tol=1e-7, index=None, **options):
        """Fit; `initial_params` are logarithms with α in scaled time, as in lifetimes."""
        if self.penalizer_coef or options:
            quietly(super().fit, frequency, recency, T, weights, initial_params, verbose, tol, index, **options)
            # Functions made inside `fit` cannot be pickled; the methods below take their place.
            del self.generate_new_data, self.predict
            self.model_ = _model(*self.params_[PARAMETERS])
            return self
        history = pd.DataFrame(
            {"frequency": np.asarray(frequency).astype(int), "recency": np.asarray(recency, float), "T": np.asarray(T, float)}, index=index
        )
        seen = histories(history)
        counted = np.ones(len(history), int) if weights is None else np.asarray(weights)
        scale = 1 / history["T"].max()
        start = None if initial_params is None else np.asarray(initial_params, float) - [0, np.log(scale), 0, 0]
        self.model_ = fit_histories(seen if weights is None else seen.reweighted(counted), modified=False, start=start)
        if not self.model_.converged or not np.isfinite(self.model_.condition):
            raise ConvergenceError("No maximum was found: these histories do not identify r, alpha, a and b.")
        self.data = history.assign(weights=counted)
        self._scale = scale
        self._take(self.model_, history, counted)
        return self

    def _take(self, model: BgNbd, history: pd.DataFrame, counted: np.ndarray) -> None:
        n = counted.sum()
        self.params_ = pd.Series([model.r, model.alpha, model.a, model.b], index=PARAMETERS)
        # lifetimes' conventions: a mean over customers, in time scaled to a longest age of 1.
        self._negative_log_likelihood_ = -(model.log_likelihood - (counted @ history["frequency"]) * np.log(self._scale)) / n
        self._hessian_ = model.information / n
        scale = np.outer(self.params_, self.params_)
        self.variance_matrix_ = pd.DataFrame(scale * model.covariance, index=PARAMETERS, columns=PARAMETERS)
        self.standard_errors_ = self._compute_standard_errors()
        self.confidence_intervals_ = self._compute_confidence_intervals()

    def generate_new_data(self, size=1):
        """Histories of new customers with these parameters (lifetimes' generator)."""
        return quietly(beta_geometric_nbd_model, self.data["T"], *self.params_[PARAMETERS], size=size)

    def predict(self, t, frequency, recency, T):
        """Expected purchases in the next `t`."""
        return self.conditional_expected_number_of_purchases_up_to_time(t, frequency, recency, T)

    def conditional_expected_number_of_purchases_up_to_time(self, t, frequency, recency, T):
        """Expected purchases in the next `t`, finite for every customer."""
        expected = orders_if_alive(self.model_, frequency, T, t) * alive(self.model_, *_arrays(frequency, recency, T))
        return pd.Series(expected, index=frequency.index) if isinstance(frequency, pd.Series) else expected if np.ndim(frequency) else expected[0]

    def probability_of_order(self, t, frequency, recency, T):
        """P(at least one purchase in the next `t`)."""
        x, last, age = _arrays(frequency, recency, T)
        return alive(self.model_, x, last, age) * -np.expm1((self.model_.r + x) * np.log((self.model_.alpha + age) / (self.model_.alpha + age + t)))


def _arrays(*values: Any) -> list[np.ndarray]:
    return [np.atleast_1d(value).astype(float) for value in values]


def _model(r: float, alpha: float, a: float, b: float) -> BgNbd:
    """A model of given parameters, nothing known about its fit."""
    return BgNbd(float(r), float(alpha), float(a), float(b), False, np.nan, np.nan, np.full((4, 4), np.nan), 0, 0, True)


def against_lifetimes(history: pd.DataFrame, customers: int = 2000, days: float = 365, seed: int = 0) -> pd.DataFrame:
    """Our fit beside that of lifetimes on a sample of `customers`: one row per figure, `ours`, `lifetimes`, `difference` (relative).

    Figures: parameters of each model, expected orders of the sample in the next `days`, mean value of an order.
    """
    sample = history if len(history) <= customers else history.sample(customers, random_state=seed)
    sample = sample.reset_index(drop=True)
    rows = _orders_beside(sample, days) + _spend_beside(sample)
    table = pd.DataFrame(rows, columns=["model", "figure", "ours", "lifetimes"])
    if table.empty:
        raise DataProblem("comparison with lifetimes: the sample holds no repeat order")
    return table.assign(difference=(table["ours"] - table["lifetimes"]) / table["lifetimes"].abs(), customers=len(sample))


def _orders_beside(sample: pd.DataFrame, days: float) -> list[tuple]:
    rows: list[tuple] = []
    columns = (sample["frequency"], sample["recency"], sample["T"])
    if not (sample["frequency"] > 0).any():
        return rows
    for name, fit, fitter in (("bgnbd", fit_bgnbd, lifetimes.BetaGeoFitter()), ("mbgnbd", fit_mbgnbd, lifetimes.ModifiedBetaGeoFitter())):
        ours, theirs = fit(sample), fitted(fitter, *columns)
        rows += [(name, figure, getattr(ours, figure), theirs.params_[figure]) for figure in PARAMETERS]
        expected = orders_if_alive(ours, columns[0], columns[2], days) * alive(ours, *_arrays(*columns))
        rows.append((name, "expected_orders", expected.sum(), np.nansum(quietly(theirs.predict, days, *columns))))
    return rows


def _spend_beside(sample: pd.DataFrame) -> list[tuple]:
    buyers = sample[(sample["frequency"] > 0) & (sample["monetary_value"] > 0)] if "monetary_value" in sample else sample.iloc[:0]
    if len(buyers) < 2:
        return []
    ours = fit_gamma_gamma(buyers)
    theirs = fitted(lifetimes.GammaGammaFitter(), buyers["frequency"], buyers["monetary_value"])
    values = order_value(ours, buyers["frequency"], buyers["monetary_value"])
    reference = quietly(theirs.conditional_expected_average_profit, buyers["frequency"], buyers["monetary_value"])
    rows = [("gamma_gamma", figure, getattr(ours, figure), theirs.params_[figure]) for figure in ("p", "q", "v")]
    return [*rows, ("gamma_gamma", "order_value", values.mean(), reference.mean())]
