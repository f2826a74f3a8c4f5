"""Value, interval and change of one figure, as its `Kpi` says, from customers' facts in a window."""

import numpy as np

from retention import stats
from retention.metrics.kinds import Facts, Kpi

TOP = 0.2


def rests_on(kpi: Kpi, facts: Facts) -> dict[str, float]:
    """How much a figure rests on, and for shares how many customers it counts."""
    if kpi.kind == "total":
        return {"n": float(kpi.n(facts)) if kpi.n else np.nan}
    base = kpi.base(facts)
    n = float(kpi.n(facts)) if kpi.n else float((base > 0).sum())
    return {"n": n, "count": float((kpi.part(facts) & base).sum())} if kpi.kind == "share" else {"n": n}


def sides(kpi: Kpi, facts: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator of a share or ratio, one value per customer."""
    base = kpi.base(facts)
    part = kpi.part(facts) & base if kpi.kind == "share" else kpi.part(facts)
    return part.to_numpy(dtype=float), base.to_numpy(dtype=float)


def value_of(kpi: Kpi, facts: Facts) -> float:
    """The figure itself."""
    if kpi.kind == "total":
        return float(kpi.part(facts).sum())
    if kpi.kind in ("top", "median"):
        return _of_values(kpi, facts).value
    part, base = sides(kpi, facts)
    return float(part.sum() / base.sum())


def _of_values(kpi: Kpi, facts: Facts) -> stats.Estimate:
    values = kpi.part(facts)[kpi.base(facts)].to_numpy(dtype=float)
    return stats.median(values) if kpi.kind == "median" else stats.top_share(values, TOP)


def estimates(asked: dict[str, Kpi], facts: Facts, least_group: int) -> dict[str, dict[str, float]]:
    """Value, low and high of each KPI; all ratios on the same resampled customers. Totals are counted, not estimated."""
    found: dict[str, dict[str, float]] = {}
    for name, kpi in asked.items():
        if kpi.kind == "total":
            found[name] = {"value": value_of(kpi, facts)}
        elif kpi.kind == "share":
            k, n = (column.sum() for column in sides(kpi, facts))
            low, high = stats.wilson(k, n)
            found[name] = {"value": k / n, "low": low, "high": high}
        elif kpi.kind != "ratio":
            found[name] = _ends(_of_values(kpi, facts))
    ratios = {name: kpi for name, kpi in asked.items() if kpi.kind == "ratio"}
    if len(facts) <= stats.RESAMPLED_UP_TO:
        pairs = [sides(kpi, facts) for kpi in ratios.values()]
        drawn = stats.ratios(np.column_stack([y for y, _ in pairs]), np.column_stack([x for _, x in pairs])) if pairs else []
    else:
        # One at a time: the stacked columns of millions of customers would not fit.
        drawn = [stats.ratio(*sides(kpi, facts)) for kpi in ratios.values()]
    # Money of guests alone, on a few days, rests on many orders but on too few independent rows for an interval.
    wide = {name: (kpi.base(facts) > 0).sum() >= least_group for name, kpi in ratios.items()}
    return found | {name: _ends(e) if wide[name] else {"value": e.value} for (name, e) in zip(ratios, drawn, strict=True)}


def _ends(estimate: stats.Estimate) -> dict[str, float]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def change_ends(kpi: Kpi, now: Facts, before: Facts) -> tuple[float, float]:
    """Interval of value − previous. Both windows hold the same customers, so their figures move together."""
    if kpi.kind == "median":
        return np.nan, np.nan
    one, other = _influence(kpi, now), _influence(kpi, before)
    if kpi.kind == "share":
        (k1, n1), (k2, n2) = ([column.sum() for column in sides(kpi, facts)] for facts in (now, before))
        spread = np.sqrt((one**2).sum() * (other**2).sum())
        low, high = stats.newcombe(k1, n1, k2, n2, correlation=float((one * other).sum() / spread) if spread else 0.0)
        return float(low), float(high)
    change = stats.linearised(value_of(kpi, now) - value_of(kpi, before), one - other)
    return change.low, change.high


def _influence(kpi: Kpi, facts: Facts) -> np.ndarray:
    """How far each customer moves the figure, to first order; a total moves by what the customer brings."""
    if kpi.kind == "total":
        return kpi.part(facts).to_numpy(dtype=float)
    if kpi.kind == "top":
        influence, inside = np.zeros(len(facts)), kpi.base(facts).to_numpy()
        influence[inside] = stats.top_share_influence(kpi.part(facts)[inside], TOP)
        return influence
    return stats.ratio_influence(*sides(kpi, facts))
