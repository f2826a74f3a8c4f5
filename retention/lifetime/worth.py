"""What the base is worth: totals for all customers and for groups, whichever way they were forecast, and how far to trust them.

A total's range joins two reasons to be off: how far such forecasts were off before (`own_errors`), and what the model's parameters and
chance alone do to these customers. The model's own range knows only the second.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from retention.lifetime.candidates import Guess
from retention.lifetime.fallbacks import OWN_PAST, Fitted, discount_of, steady
from retention.lifetime.order_model import BgNbd
from retention.lifetime.own_errors import OwnErrors, joined, log_t_band
from retention.lifetime.uncertainty import predictive_interval, totals
from retention.settings import LifetimeSettings
from retention.tables.forecasts import scale_of

COLUMNS = ["quantity", "group", "customers", "value", "low", "high", "model_value", "model_low", "model_high", "parameter_se", "process_se"]


def worth(
    fitted: Fitted,
    history: pd.DataFrame,
    settings: LifetimeSettings,
    groups: pd.Series | None = None,
    guess: Guess | None = None,
    off: OwnErrors | None = None,
) -> pd.DataFrame:
    """One row per `quantity` (orders, revenue) and group; group missing is the whole base.

    value is that of `guess`, a forecast of each customer of `history` (the model's where none is given); low and high, at `level`, are for what
    these customers will do within the horizon; future customers are not in it. `off`: how far past totals were off (not at all where not given).
    """
    names = pd.Series("", index=history.index) if groups is None else groups.fillna("-").astype(str)
    history, names = history.reset_index(drop=True), names.reset_index(drop=True)
    table = _by_model(fitted, history, names, settings)
    table["value"] = table["model_value"] if guess is None else _sums(guess, names, table)
    rows = table.to_dict("records")
    table = table.assign(**_ends("model_", [_band(row, row["model_value"], settings.level, None) for row in rows]))
    table = table.assign(**_ends("", [_band(row, row["value"], settings.level, off) for row in rows]))
    if groups is None:
        table = table[table["group"].isna()].reset_index(drop=True)
    return table.assign(parameter_se=np.sqrt(table["parameter"]), process_se=np.sqrt(table["process"]))[COLUMNS]


def _by_model(fitted: Fitted, history: pd.DataFrame, names: pd.Series, settings: LifetimeSettings) -> pd.DataFrame:
    """quantity, group, customers, model_value, and the variances parameter and process; `spare` is room above a value of 0."""
    plain = steady(fitted, history, settings.horizon_days, discount_of(settings))
    alone = (plain["method"] == OWN_PAST).to_numpy()
    parts = [_own_past(plain[alone], history[alone], names[alone])]
    if fitted.model is None or fitted.covariance is None:
        parts.append(_at_rate(fitted, plain[~alone], history[~alone], names[~alone], settings.horizon_days))
    else:
        parts.append(_modelled(fitted, fitted.model, fitted.covariance, history[~alone], settings, names[~alone]))
    summed = pd.concat(parts, ignore_index=True).groupby(["quantity", "group"], dropna=False)
    return summed[["customers", "value", "parameter", "process", "spare"]].sum().reset_index().rename(columns={"value": "model_value"})


def _sums(guess: Guess, names: pd.Series, table: pd.DataFrame) -> list[float]:
    """The guess summed up for each row of the table."""
    each = pd.DataFrame({"group": names, "orders": guess.expected, "revenue": guess.revenue})
    of_group, of_all = each.groupby("group")[["orders", "revenue"]].sum(), each[["orders", "revenue"]].sum()
    return [
        float(of_all[quantity] if pd.isna(group) else of_group.loc[group, quantity])
        for quantity, group in zip(table["quantity"], table["group"], strict=True)
    ]


def _ends(name: str, bands: list[tuple[float, float]]) -> dict[str, list[float]]:
    return {f"{name}low": [low for low, _ in bands], f"{name}high": [high for _, high in bands]}


def _band(row: Mapping, value: float, level: float, off: OwnErrors | None) -> tuple[float, float]:
    """Ends around a value of what the model leaves open, and of how far past totals were off."""
    scale = value / row["model_value"] if row["model_value"] > 0 else 1.0
    bands = [predictive_interval(value, (row["parameter"] + row["process"]) * scale**2, level)]
    if off is not None:
        bands += [log_t_band(value, *error, level) for error in off.of(row["quantity"])]
    low, high = joined(value, bands)
    return low, high + row["spare"]


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
