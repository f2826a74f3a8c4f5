"""What the base is worth: totals for all customers and for groups, whichever way they were forecast."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from retention.lifetime.fallbacks import OWN_PAST, Fitted, discount_of, steady
from retention.lifetime.order_model import BgNbd
from retention.lifetime.uncertainty import predictive_interval, totals
from retention.settings import LifetimeSettings

COLUMNS = ["quantity", "group", "customers", "value", "parameter_se", "process_se", "low", "high"]


def worth(fitted: Fitted, history: pd.DataFrame, settings: LifetimeSettings, groups: pd.Series | None = None) -> pd.DataFrame:
    """One row per `quantity` (orders, revenue) and group; group missing is the whole base.

    low and high, at `level`, are for what these customers will do within the horizon; future customers are not in it.
    """
    names = pd.Series("", index=history.index) if groups is None else groups.fillna("-").astype(str)
    history, names = history.reset_index(drop=True), names.reset_index(drop=True)
    plain = steady(fitted, history, settings.horizon_days, discount_of(settings))
    alone = (plain["method"] == OWN_PAST).to_numpy()
    parts = [_own_past(plain[alone], history[alone], names[alone])]
    if fitted.model is None or fitted.covariance is None:
        parts.append(_at_rate(fitted, plain[~alone], history[~alone], names[~alone], settings.horizon_days))
    else:
        parts.append(_modelled(fitted, fitted.model, fitted.covariance, history[~alone], settings, names[~alone]))
    summed = (
        pd.concat(parts, ignore_index=True)
        .groupby(["quantity", "group"], dropna=False)[["customers", "value", "parameter", "process", "spare"]]
        .sum()
    )
    table = summed.reset_index()
    if groups is None:
        table = table[table["group"].isna()].reset_index(drop=True)
    variance = (table["parameter"] + table["process"]).tolist()
    ends = [predictive_interval(mean, spread, settings.level) for mean, spread in zip(table["value"].tolist(), variance, strict=True)]
    table = table.assign(
        low=[low for low, _ in ends],
        high=np.array([high for _, high in ends]) + table["spare"],
        parameter_se=np.sqrt(table["parameter"]),
        process_se=np.sqrt(table["process"]),
    )
    return table[COLUMNS]


def scale_of(margin_rate: float | None) -> float:
    """What makes the shop's money of revenue: the margin rate, or 1 where the shop gives none and money is revenue."""
    return 1.0 if margin_rate is None else margin_rate


def value_of_groups(worth: pd.DataFrame, margin_rate: float | None) -> pd.DataFrame:
    """One row per group of the table `worth`: group, customers, and value, low, high in margin (revenue without a margin rate)."""
    table = worth[(worth["quantity"] == "revenue") & worth["group"].notna()]
    money = {name: table[name] * scale_of(margin_rate) for name in ("value", "low", "high")}
    return table[["group", "customers"]].assign(**money).reset_index(drop=True)


def _modelled(
    fitted: Fitted, model: BgNbd, covariance: np.ndarray, usual: pd.DataFrame, settings: LifetimeSettings, names: pd.Series
) -> pd.DataFrame:
    days, discount = settings.horizon_days, discount_of(settings)
    found = totals(model, fitted.spend, usual, covariance, days, discount, names, settings.level, settings.seed, flat_value=fitted.order_mean)
    return found.assign(parameter=found["parameter_se"] ** 2, process=found["process_se"] ** 2, spare=0.0)


def _own_past(plain: pd.DataFrame, history: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Accounts on their own pace: Poisson around it, and the pace itself known from `frequency` orders only."""
    own_orders = np.maximum(history["frequency"].to_numpy(float), 1)
    rows = [
        _row(quantity, group, value, parameter=float((value**2 / own_orders[chosen]).sum()), process=float((value * each).sum()))
        for quantity, group, chosen, value, each in _pieces(plain, names)
    ]
    return pd.DataFrame(rows)


def _at_rate(fitted: Fitted, plain: pd.DataFrame, history: pd.DataFrame, names: pd.Series, days: float) -> pd.DataFrame:
    """Everyone at the base's rate: one error shared by all, and orders as crowded on few customers as they were so far."""
    rate, crowded = fitted.rate, crowding(history, fitted.rate.value)
    relative = rate.se / rate.value if rate.value else 0.0
    rows = []
    for quantity, group, _, value, each in _pieces(plain, names):
        # Where nobody has come back yet, the rate's upper bound is all that is known.
        spare = 0.0 if rate.value else float(len(value) * rate.high * days * (1.0 if quantity == "orders" else fitted.order_mean))
        rows.append(_row(quantity, group, value, float((relative * value.sum()) ** 2), float(crowded * (value * each).sum()), spare))
    return pd.DataFrame(rows)


def _pieces(plain: pd.DataFrame, names: pd.Series) -> Iterator[tuple[str, str | None, np.ndarray, np.ndarray, np.ndarray]]:
    """(quantity, group, its customers, expected amount of each, amount of one order of each) for the whole and each group."""
    orders = plain["expected_orders"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(orders > 0, plain["order_value"] * plain["discounted_orders"] / orders, plain["order_value"])
    for group in [None, *sorted(names.unique())]:
        chosen = np.ones(len(plain), bool) if group is None else (names == group).to_numpy()
        yield "orders", group, chosen, orders[chosen], np.ones(chosen.sum())
        yield "revenue", group, chosen, (orders * each)[chosen], each[chosen]


def _row(quantity: str, group: str | None, value: np.ndarray, parameter: float, process: float, spare: float = 0.0) -> dict:
    row = {"quantity": quantity, "group": group, "customers": len(value), "value": float(value.sum())}
    return {**row, "parameter": parameter, "process": process, "spare": spare}


def crowding(history: pd.DataFrame, rate: float) -> float:
    """Variance over mean of repeat orders given age: 1 when they fall at random, more when on few customers."""
    expected = rate * history["T"].to_numpy(float)
    if expected.sum() == 0:
        return 1.0
    return max(1.0, float(((history["frequency"] - expected) ** 2).sum() / expected.sum()))
