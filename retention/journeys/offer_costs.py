"""What the offers of messages cost: at most, if everybody uses hers, and as expected by how many of the shop's coupons were used before.

An offer is worth its face value; a percentage is taken of the customer's average order; a gift is given, not used. A reminder gives nothing out.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.journeys.clock import on_the_clock
from retention.journeys.plan import Plan
from retention.journeys.writing import face_values

YEAR = 365
# Of fewer coupons than this no share is told.
LEAST_COUPONS = 30


def used_shares(coupons: ir.Table | None, today: date) -> dict[str, float]:
    """Kind of offer → share of the coupons of its kind that were used, of those whose last day lay in the 365 days before today.

    A kind with fewer than 30 such coupons is left out, and all are where no coupon was ever used, since then nobody tells. Gifts count as used.
    """
    gifts = {"gift": 1.0}
    if coupons is None:
        return gifts
    first, last = (ibis.date((today - timedelta(days=days)).isoformat()) for days in (YEAR, 1))
    over = coupons.filter(_.kind.notnull(), _.expires_on.between(first, last))
    told = over.group_by("kind").agg(n=_.count(), used=_.used_on.count()).to_pandas()
    told = told[told["n"] >= LEAST_COUPONS]
    if not told["used"].sum():
        return gifts
    return gifts | dict(zip(told["kind"], (told["used"] / told["n"]).astype(float), strict=True))


def given_out(plan: Plan, usual_order: float, used: Mapping[str, float]) -> pd.DataFrame:
    """day (of the shop), journey, offers, at_most, expected (shop currency; missing: not known) of what goes and what waits, as things stand."""
    offers = plan.request.settings.offers
    rows = _each_once(plan)
    day = on_the_clock(rows["send_from"].to_numpy().astype("datetime64[s]"), plan.request.seen.zone).astype("datetime64[D]").astype("datetime64[s]")
    worth = face_values(plan.request, plan.people, rows, usual_order)
    share = rows["offer"].map({name: used.get(offer.kind, np.nan) for name, offer in offers.items()}).astype(float).to_numpy()
    told = pd.DataFrame({"day": day, "journey": rows["journey"].astype("str").to_numpy(), "at_most": worth, "expected": worth * share})
    return _summed(told, ["day", "journey"])


def _each_once(plan: Plan) -> pd.DataFrame:
    """Messages with offers that go or wait; not those of a step that is not sent where another one of the same entry is (`unless_sent`), which is."""
    rows = plan.table[(plan.table["outcome"] != "blocked") & (plan.table["offer"] != "")]
    told = plan.request.settings.all_journeys.items()
    instead = {(name, step.id): step.unless_sent for name, journey in told for step in journey.steps if step.unless_sent}
    first = pd.Series(list(zip(rows["journey"], rows["step"], strict=True)), dtype=object).map(instead).fillna("").to_numpy()
    keys = [rows["journey"], rows["customer_id"], rows["entry_key"]]
    sent = plan.table.loc[plan.table["outcome"] != "blocked", ["journey", "customer_id", "entry_key", "step"]]
    return rows[~pd.MultiIndex.from_arrays([*keys, first]).isin(pd.MultiIndex.from_frame(sent))]


def by_journey(given: pd.DataFrame) -> pd.DataFrame:
    """journey, offers, at_most, expected over all days, the dearest first."""
    parts = given.groupby("journey")
    told = parts.agg(offers=("offers", "sum"), at_most=("at_most", "sum")).assign(expected=parts["expected"].agg(_whole)).reset_index()
    return told.sort_values(["at_most", "journey"], ascending=[False, True], ignore_index=True)


def in_all(given: pd.DataFrame) -> tuple[float, float]:
    """What is given out at most and as expected; the latter missing where any of it is."""
    return float(given["at_most"].sum()), float(_whole(given["expected"]))


def _summed(told: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    parts = told.groupby(keys)
    return parts.agg(offers=("at_most", "size"), at_most=("at_most", "sum")).assign(expected=parts["expected"].agg(_whole)).reset_index()


def _whole(values: pd.Series) -> float:
    """A sum that is missing where a part of it is."""
    return float(values.sum(skipna=False)) if len(values) else 0.0
