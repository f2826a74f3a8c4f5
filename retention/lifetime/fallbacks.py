"""When the models do not fit: each case is recognised, named, and met with the plainest figure that holds.

`fit` returns what can be trusted of the models and the `Finding`s; `forecasts` makes one row per customer
either way and says in `method` where its figures come from: the model, an account's own past, or the rate
at which all customers have come back so far. `pages.lifetime.sentences` turns findings into sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import chi2, spearmanr

from retention.lifetime.forecasting import Discount, forecast
from retention.lifetime.order_model import BgNbd, fit_bgnbd, fit_mbgnbd
from retention.lifetime.seasonal_clock import Clock
from retention.lifetime.spend_model import GammaGamma, fit_gamma_gamma
from retention.lifetime.uncertainty import covariance_of, parameter_cv
from retention.settings import LifetimeSettings
from retention.stats import Estimate, ratio
from retention.tables import FORECASTS, DataProblem
from retention.tables.kpis import LEAST_GROUP

MOST_CONDITION = 1e4
MOST_LOG = 12.0
MOST_CV = 0.5
# Below this share of customers lost per repeat order nobody is seen to stop.
NO_DROPOUT = 1e-4
# Cases in which there is no model, and why.
NO_MODEL = ("no-repeaters", "few-repeaters", "not-identified", "total-uncertain")

MODEL, OWN_PAST, RATE = "model", "own_past", "rate"


@dataclass(frozen=True)
class Finding:
    """A case that was recognised: `lifetime-case-<case>` says it in words with these values."""

    case: str
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fitted:
    """What is known after fitting; `model` and `spend` are None where they cannot be trusted."""

    model: BgNbd | None
    spend: GammaGamma | None
    parameters_shown: bool
    covariance: np.ndarray | None
    rate: Estimate  # repeat orders per customer and day
    order_mean: float  # mean paid per purchase day, all orders
    bulk: frozenset
    findings: tuple[Finding, ...]

    @property
    def why_no_model(self) -> Finding | None:
        """The case because of which there is no model; None where there is one."""
        if self.model is not None:
            return None
        return next((finding for finding in self.findings if finding.case in NO_MODEL), Finding("not-identified"))

    def has(self, case: str) -> bool:
        """Whether this case was found."""
        return any(finding.case == case for finding in self.findings)


def fit(history: pd.DataFrame, settings: LifetimeSettings) -> Fitted:
    """Fit the models to a repeat history, accounts of another kind set aside, and judge whether they can be used."""
    if history.empty:
        raise DataProblem("repeat history: no customer with an order that counts")
    bulk = bulk_accounts(history, settings.bulk_times)
    usual = history[~bulk].reset_index(drop=True)
    findings = [*_bulk_finding(history, bulk), *_history_findings(history, settings)]
    model, found = _order_model(usual, settings)
    spend, spend_found = _spend_model(usual, settings) if model else (None, [])
    covariance = None
    if model is not None:
        covariance = covariance_of(model, spend, usual, settings.replicates, settings.seed)
        cv = parameter_cv(model, spend, usual, covariance, settings.horizon_days, discount_of(settings))
        if not cv <= MOST_CV:
            model, spend, covariance, found, spend_found = None, None, None, [Finding("total-uncertain", {"cv": cv})], []
    shown = model is not None and parameters_identified(model)
    if model is not None and not shown and not any(finding.case == "no-dropout" for finding in found):
        found.append(Finding("parameters-hidden", {"condition": model.condition}))
    return Fitted(
        model=model,
        spend=spend,
        parameters_shown=shown,
        covariance=covariance,
        rate=empirical_rate(usual, settings.level),
        order_mean=max(float(usual["net_paid"].sum() / (usual["frequency"] + 1).sum()), 0.0),
        bulk=frozenset(history.loc[bulk, "customer_id"]),
        findings=tuple(findings + found + spend_found),
    )


def _order_model(usual: pd.DataFrame, settings: LifetimeSettings) -> tuple[BgNbd | None, list[Finding]]:
    repeaters = int((usual["frequency"] > 0).sum())
    if repeaters == 0:
        return None, [Finding("no-repeaters", {"customers": len(usual)})]
    if repeaters < settings.least_repeaters:
        return None, [Finding("few-repeaters", {"repeaters": repeaters, "least": settings.least_repeaters})]
    model = (fit_mbgnbd if settings.model == "mbgnbd" else fit_bgnbd)(usual)
    usable = model.converged and np.isfinite(model.condition)
    if model.a / (model.a + model.b) < NO_DROPOUT:
        # Only a and b run off; orders of customers who never stop can still be well known, which the total's error tells.
        return model if usable else None, [Finding("no-dropout")]
    if not usable:
        return None, [Finding("not-identified")]
    return model, [Finding("fleeting", {"sum": model.a + model.b})] if model.a + model.b < 1 else []


def _spend_model(usual: pd.DataFrame, settings: LifetimeSettings) -> tuple[GammaGamma | None, list[Finding]]:
    repeaters = usual[usual["frequency"] > 0]
    paid = repeaters[repeaters["monetary_value"] > 0]
    findings = []
    if len(paid) < len(repeaters):
        findings.append(Finding("money-not-positive", {"customers": len(repeaters) - len(paid)}))
    if len(paid) < settings.least_repeaters:
        return None, [*findings, Finding("spend-plain", {"customers": len(paid)})]
    correlation = spend_correlation(paid)
    if abs(correlation) > settings.most_correlation:
        findings.append(Finding("spend-correlated", {"correlation": correlation}))
    spend = fit_gamma_gamma(paid)
    if not spend.converged or not spend.condition < MOST_CONDITION or np.abs(np.delete(spend.log_parameters, 2)).max() >= MOST_LOG:
        return None, [*findings, Finding("spend-plain", {"customers": len(paid)})]
    return spend, findings + ([Finding("spend-unbounded")] if spend.q <= 1 else [])


def _history_findings(history: pd.DataFrame, settings: LifetimeSettings) -> list[Finding]:
    longest = int(history["T"].max())
    if longest >= settings.horizon_days:
        return []
    return [Finding("history-short", {"days": longest, "horizon": settings.horizon_days})]


def _bulk_finding(history: pd.DataFrame, bulk: np.ndarray) -> list[Finding]:
    if not bulk.any():
        return []
    repeat_orders = history["frequency"].sum()
    return [Finding("bulk", {"accounts": int(bulk.sum()), "share": float(history.loc[bulk, "frequency"].sum() / repeat_orders)})]


def bulk_accounts(history: pd.DataFrame, times: float) -> np.ndarray:
    """Which customers order, or spend per order, `times` as much as 95 % of repeat buyers: wholesale, not people."""
    repeaters = history["frequency"] > 0
    flagged = np.zeros(len(history), bool)
    for column in ("frequency", "monetary_value"):
        values = history[column].to_numpy(float)
        known = repeaters.to_numpy() & np.isfinite(values)
        if known.sum() >= 20:
            # "lower" keeps the account itself from lifting the limit in a small shop.
            limit = times * max(float(np.quantile(values[known], 0.95, method="lower")), 0.0)
            flagged |= known & (values > limit) & (limit > 0)
    return flagged


def at_bound(model: BgNbd) -> bool:
    """Whether a parameter ran off: the likelihood keeps rising towards 0 or infinity."""
    return bool(np.abs(model.log_parameters).max() >= MOST_LOG)


def parameters_identified(model: BgNbd) -> bool:
    """Whether parameters may be shown: information positive definite and well conditioned, none at a bound."""
    return model.condition < MOST_CONDITION and not at_bound(model)


def spend_correlation(history: pd.DataFrame) -> float:
    """Spearman's rank correlation of order value and frequency among repeaters; the spend model assumes none."""
    repeaters = history[(history["frequency"] > 0) & (history["monetary_value"] > 0)]
    if repeaters["frequency"].nunique() < 2 or repeaters["monetary_value"].nunique() < 2:
        return 0.0
    return float(spearmanr(repeaters["frequency"], repeaters["monetary_value"]).statistic)


def empirical_rate(history: pd.DataFrame, level: float) -> Estimate:
    """Repeat orders per customer and day so far, with its interval by customers (Poisson where there are none yet).

    Under `LEAST_GROUP` the interval is missing.
    """
    orders, exposure = history["frequency"].to_numpy(float), history["T"].to_numpy(float)
    if exposure.sum() == 0:
        return Estimate(0.0, 0.0, np.nan, np.nan)
    if len(history) < LEAST_GROUP:
        return Estimate(float(orders.sum() / exposure.sum()), np.nan, np.nan, np.nan)
    if orders.sum() == 0:
        return Estimate(0.0, 0.0, float(chi2.ppf((1 + level) / 2, 2) / 2 / exposure.sum()), np.nan)
    return ratio(orders, exposure, level)


def discount_of(settings: LifetimeSettings) -> Discount:
    """The discounting these settings ask for."""
    return Discount(yearly=settings.discount_rate)


EXPECTED = ("expected_orders", "discounted_orders", "p_order", "order_value")


def expectations(fitted: Fitted, history: pd.DataFrame, settings: LifetimeSettings, clock: Clock | None = None) -> pd.DataFrame:
    """One row per customer in the order of `history`: `EXPECTED` over the horizon, and the `method` they come from.

    With a clock the models are those fitted to the history it tells.
    """
    days, discount = settings.horizon_days, discount_of(settings)
    table = steady(fitted, history, days, discount)
    if fitted.model is None:
        return table
    told, ahead, steps = (history, float(days), discount) if clock is None else clock.tells(history, days, discount)
    modelled = forecast(fitted.model, fitted.spend, told, ahead, steps, None)
    if fitted.spend is None:
        modelled["order_value"] = fitted.order_mean
    own_past = table["method"] == OWN_PAST
    for name in EXPECTED:
        table[name] = table[name].where(own_past, modelled[name])
    return table.assign(method=table["method"].where(own_past, MODEL))


def forecasts(
    fitted: Fitted, history: pd.DataFrame, settings: LifetimeSettings, margin_rate: float | None, expected: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The table FORECASTS, one row per customer in the order of `history`; only money can be missing.

    expected: `expectations`, the model's unless others are given. Without a margin rate there is no clv, and the value is called revenue.
    """
    table = expectations(fitted, history, settings) if expected is None else expected
    margin = np.nan if margin_rate is None else margin_rate
    revenue, past = table["order_value"] * table["discounted_orders"], history["net_paid"].reset_index(drop=True)
    table = table.assign(
        revenue=revenue, clv=revenue * margin, revenue_to_date=past, margin_to_date=past * margin, horizon_days=settings.horizon_days
    )
    for name in ("frequency", "recency", "T", "monetary_value"):
        table[name] = history[name].to_numpy()
    return FORECASTS.check(table[list(FORECASTS.columns)])


def steady(fitted: Fitted, history: pd.DataFrame, days: float, discount: Discount) -> pd.DataFrame:
    """Forecasts at a steady pace: an account's own for bulk accounts, the base's for all others."""
    bulk = history["customer_id"].isin(fitted.bulk).to_numpy()
    own = history["frequency"].to_numpy(float) / np.maximum(history["T"].to_numpy(float), 1)
    pace = np.where(bulk, own, fitted.rate.value)
    ends, factors = discount.steps(days)
    own_value = bulk & (history["monetary_value"] > 0).to_numpy()
    return pd.DataFrame(
        {
            "customer_id": history["customer_id"].array,
            "expected_orders": pace * days,
            "discounted_orders": pace * (np.diff(ends, prepend=0.0) @ factors),
            "p_order": -np.expm1(-pace * days),
            "order_value": np.where(own_value, history["monetary_value"], fitted.order_mean),
            "method": np.where(bulk, OWN_PAST, RATE),
        }
    )
