"""The library `lifetimes`: the reference our figures are checked against, where it is installed.

This is the only module that imports it. Importing or fitting it silences FutureWarning and sets a pandas
option for the whole process; here both are put back. Not taken from it: its optimiser, and its expected
purchases, which are NaN for one-time buyers when a + b < 1.
"""

import contextlib
import io
import warnings
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from retention.lifetime.forecasting import alive, orders_if_alive
from retention.lifetime.order_model import fit_bgnbd, fit_mbgnbd
from retention.lifetime.spend_model import fit_gamma_gamma, order_value
from retention.tables import DataProblem

PARAMETERS = ["r", "alpha", "a", "b"]


class NoMaximum(Exception):
    """lifetimes found no maximum."""


def is_there() -> bool:
    """Whether lifetimes is installed; nothing but this check needs it."""
    return find_spec("lifetimes") is not None


def library() -> ModuleType:
    """lifetimes, imported when it is first asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        chained_assignment = pd.get_option("mode.chained_assignment")
        lifetimes = import_module("lifetimes")
        pd.set_option("mode.chained_assignment", chained_assignment)
    return lifetimes


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
        except library().utils.ConvergenceError:
            continue
    raise NoMaximum("lifetimes found no maximum")


def _arrays(*values: Any) -> list[np.ndarray]:
    return [np.atleast_1d(value).astype(float) for value in values]


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
    lifetimes = library()
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
    theirs = fitted(library().GammaGammaFitter(), buyers["frequency"], buyers["monetary_value"])
    values = order_value(ours, buyers["frequency"], buyers["monetary_value"])
    reference = quietly(theirs.conditional_expected_average_profit, buyers["frequency"], buyers["monetary_value"])
    rows = [("gamma_gamma", figure, getattr(ours, figure), theirs.params_[figure]) for figure in ("p", "q", "v")]
    return [*rows, ("gamma_gamma", "order_value", values.mean(), reference.mean())]
