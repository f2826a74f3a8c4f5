"""What programmes give and what is assumed of them, as tables of numbers."""

from collections.abc import Mapping

import pandas as pd

from retention.settings import Assumed, Assumptions, Programme


def tiers_table(programmes: Mapping[str, Programme]) -> pd.DataFrame:
    """One row per programme and tier, lowest first: programme (its key), level (from 0), tier, basis, threshold (in its unit), discount (share off
    every order), points_times (factor on points by purchase; missing without points), benefits (kinds)."""
    rows = [
        {
            "programme": key,
            "level": level,
            "tier": tier.name,
            "basis": programme.qualification.basis,
            "threshold": tier.threshold,
            "discount": tier.discount,
            "points_times": tier.points_times if programme.points else None,
            "benefits": ", ".join(benefit.kind for benefit in programme.benefits if benefit.tier == level),
        }
        for key, programme in programmes.items()
        for level, tier in enumerate(programme.tiers)
    ]
    return pd.DataFrame(rows)


def assumptions_table(assumptions: Assumptions, margin: float, margin_given: bool) -> pd.DataFrame:
    """One row per assumption by its key: name, value, sd, p95, low, high, source (data, literature, guess; shop: the margin it gives)."""
    told = {name: getattr(assumptions, name) for name in type(assumptions).model_fields}
    rows = [
        {"name": name, "value": one.value, "sd": one.sd, "p95": one.p95, "low": one.low, "high": one.high, "source": one.source}
        for name, one in told.items()
        if isinstance(one, Assumed) and not (name == "contribution" and margin_given)
    ]
    if margin_given:
        rows.append({"name": "contribution", "value": margin, "sd": 0.0, "source": "shop"})
    return pd.DataFrame([*rows, {"name": "goal_power", "value": float(assumptions.goal_power), "sd": 0.0, "source": "guess"}])
