"""The social layer: membership, points, and who speaks for the shop by sharing and reviewing.

What a shop does not record (`recorded`) stays missing, never 0: a kind of event of which there is none up to
as_of, or a membership where nobody had one by then. A *super-user* has at least so many shares **or** reviews in
the last 365 days and so many orders (`settings.SuperUserRule`).
"""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import of_known_customers
from retention.pyramid.recorded import of_everybody, recorded_counts
from retention.settings import SuperUserRule
from retention.tables.kpis import kpi_row, kpi_table

Tables = Mapping[str, ir.Table | None]
SPOKEN_DAYS = 365
# column → kind of event it counts
COUNTED = {"reviews": "review", "shares": "share", "check_ins": "check_in"}
MEMBER = ("member", "membership_source", "tier", "points", "koc")
SOCIAL = (*MEMBER, "reviews", "rating", "shares", "check_ins")
ARMS = {"treated": "treated", "control": "control", "all": "untested"}


def social_layer(tables: Tables, customer_ids: pd.Series, as_of: date) -> pd.DataFrame:
    """One row per customer of `customer_ids`: the columns of SOCIAL and member_joined_on; counts over 365 days to as_of."""
    members = _members(tables.get("memberships"), customer_ids, as_of)
    spoken = _spoken(tables.get("events"), as_of)
    counts = of_everybody(customer_ids, [spoken], COUNTED).assign(rating=spoken["rating"].reindex(customer_ids))
    return pd.concat([members, counts], axis=1).rename_axis("customer_id").reset_index()


def with_social(pyramid: pd.DataFrame, social: pd.DataFrame, rule: SuperUserRule) -> pd.DataFrame:
    """The pyramid with its social layer and the flag super_user; the day of joining is the membership's, where there is one."""
    joined = pyramid.merge(social, on="customer_id", how="left", validate="one_to_one")
    began = joined["member_joined_on"].fillna(joined["joined_on"]) if "joined_on" in joined else joined["member_joined_on"]
    return joined.drop(columns="member_joined_on").assign(joined_on=began, super_user=super_user(joined, rule))


def super_user(people: pd.DataFrame, rule: SuperUserRule) -> pd.Series:
    """A flag by the rule; missing where neither shares nor reviews are recorded."""
    speaks = (people["shares"] >= rule.shares).fillna(False) | (people["reviews"] >= rule.reviews).fillna(False)
    known = people["shares"].notna() | people["reviews"].notna()
    return (speaks & (people["orders"] >= rule.orders)).astype("boolean").where(known)


def super_users(pyramid: pd.DataFrame) -> pd.DataFrame:
    """The super-users as a list to work from, the loudest first."""
    chosen = pyramid[pyramid["super_user"].fillna(False).astype(bool)]
    said = (chosen["shares"].fillna(0) + chosen["reviews"].fillna(0)).astype(int)
    ordered = chosen.assign(said=said).sort_values(["said", "net_paid", "customer_id"], ascending=[False, False, True])
    return ordered[["customer_id", "tier", "koc", "shares", "reviews", "rating", "orders", "net_paid", "last_ordered_on"]].reset_index(drop=True)


def kpis(pyramid: pd.DataFrame, window: str) -> pd.DataFrame:
    """How many super-users there are."""
    return kpi_table([kpi_row("super_users", "count", window, value=int(pyramid["super_user"].fillna(False).sum()), n=len(pyramid))])


def super_user_results(tables: Tables, as_of: date, rule: SuperUserRule, days: int, least_group: int) -> pd.DataFrame:
    """Campaigns that reached super-users, and who of them ordered within `days` of the message: one row per campaign.

    A customer belongs here who was a super-user *before* the first message of the campaign, whichever arm she was in, and whose `days` are
    over. Columns: campaign; customers and customers who ordered of each arm (treated, control, untested: nothing was randomised); difference,
    low, high (Newcombe) where both arms have `least_group` customers.
    """
    touches, events, orders = (tables.get(name) for name in ("touches", "events", "orders"))
    if touches is None or events is None or orders is None:
        return _no_results()
    first = first_messages(touches, as_of, days)
    spoke = _had_spoken(first, events, rule)
    counted = of_known_customers(orders).select("customer_id", "ordered_at", "ordered_on")
    pairs = spoke.inner_join(counted, "customer_id")
    after = (pairs.ordered_at >= pairs.touched_at) & (pairs.ordered_on.delta(pairs.touched_on, unit="day") < days)
    people = pairs.group_by("campaign", "arm", "customer_id").agg(
        before=(pairs.ordered_at < pairs.touched_at).ifelse(1, 0).sum(), ordered=after.ifelse(1, 0).max()
    )
    arms = people.filter(_.before >= rule.orders).group_by("campaign", "arm").agg(customers=_.count(), ordered=_.ordered.sum()).to_pandas()
    return _by_campaign(arms, least_group)


def first_messages(touches: ir.Table, as_of: date, days: int) -> ir.Table:
    """Each customer's first message of each campaign, due at least `days` before as_of: campaign, customer_id, touched_at, touched_on, arm.

    A message that failed or was never sent counts only where arms were drawn.
    """
    over = ibis.date((as_of - timedelta(days=days)).isoformat())
    # Where arms were drawn, who was meant to get the message counts; elsewhere only who may have got it.
    reached = _.arm.notnull() | _.status.fill_null("unknown").isin(["delivered", "unknown"])
    sent = touches.filter(_.kind == "message", _.campaign.notnull(), _.customer_id.notnull(), _.touched_on <= over, reached)
    rows = {"touched_at": _.touched_at, "touch_id": _.touch_id, "touched_on": _.touched_on, "arm": _.arm.fill_null("all")}
    first = sent.group_by("campaign", "customer_id").agg(first=ibis.struct(rows).min())
    return first.select("campaign", "customer_id", **{name: _.first[name] for name in ("touched_at", "touched_on", "arm")})


def _had_spoken(first: ir.Table, events: ir.Table, rule: SuperUserRule) -> ir.Table:
    """Those of `first` with enough shares or reviews in the 365 days before the message."""
    said = events.filter(_.kind.isin(["share", "review"]), _.customer_id.notnull()).select("customer_id", "happened_on", "kind")
    pairs = first.inner_join(said, "customer_id")
    pairs = pairs.filter(pairs.touched_on.delta(pairs.happened_on, unit="day").between(1, SPOKEN_DAYS))
    counts = pairs.group_by("campaign", "customer_id", "touched_at", "touched_on", "arm").agg(
        shares=(_.kind == "share").ifelse(1, 0).sum(), reviews=(_.kind == "review").ifelse(1, 0).sum()
    )
    return counts.filter((_.shares >= rule.shares) | (_.reviews >= rule.reviews)).drop("shares", "reviews")


def _by_campaign(arms: pd.DataFrame, least_group: int) -> pd.DataFrame:
    """One row per campaign from rows per campaign and arm."""
    if arms.empty:
        return _no_results()
    wide = arms.pivot(index="campaign", columns="arm", values=["customers", "ordered"])
    rows = pd.DataFrame({"campaign": wide.index})
    for arm, name in ARMS.items():
        for column, value in ((name, "customers"), (f"{name}_ordered", "ordered")):
            found = wide[value].get(arm)
            rows[column] = 0 if found is None else found.fillna(0).astype(int).to_numpy()
    enough = (rows[["treated", "control"]].min(axis=1) >= least_group).to_numpy()
    shares = rows[rows["treated"] > 0].index.intersection(rows[rows["control"] > 0].index)
    rows = rows.assign(difference=np.nan, low=np.nan, high=np.nan)
    for i in shares[enough[shares]]:
        k1, n1, k0, n0 = (int(rows.loc[i, name]) for name in ("treated_ordered", "treated", "control_ordered", "control"))
        rows.loc[i, ["difference", "low", "high"]] = [k1 / n1 - k0 / n0, *stats.newcombe(k1, n1, k0, n0)]
    size = rows["treated"] + rows["control"] + rows["untested"]
    return rows.assign(size=size).sort_values(["size", "campaign"], ascending=[False, True]).drop(columns="size").reset_index(drop=True)


def _no_results() -> pd.DataFrame:
    names = ["campaign", *[name for arm in ARMS.values() for name in (arm, f"{arm}_ordered")], "difference", "low", "high"]
    return pd.DataFrame({name: pd.Series(dtype=object if name == "campaign" else float) for name in names})


def _members(memberships: ir.Table | None, customer_ids: pd.Series, as_of: date) -> pd.DataFrame:
    """One row per customer (index): the columns of MEMBER, member_joined_on. Nobody's membership is a fact where anybody has one by as_of."""
    if memberships is None:
        rows = pd.DataFrame({name: pd.Series(dtype=object) for name in ("customer_id", "joined_on", "source", "tier", "points", "mark")})
    else:
        rows = memberships.filter(_.joined_on <= ibis.date(as_of.isoformat())).to_pandas()
    own = rows.set_index(rows["customer_id"].astype(object)).assign(member=True).reindex(customer_ids)
    member = own["member"].astype("boolean")
    return pd.DataFrame(
        {
            "member": member if rows.empty else member.fillna(False),
            "membership_source": own["source"].astype("str"),
            "tier": own["tier"].astype("str"),
            "points": pd.to_numeric(own["points"]).astype("Int64"),
            "koc": own["mark"].astype("str"),
            "member_joined_on": pd.to_datetime(own["joined_on"]).astype("datetime64[ms]"),
        }
    )


def _spoken(events: ir.Table | None, as_of: date) -> pd.DataFrame:
    """One row per customer (index) with a review, share or check-in: their counts in the last 365 days, and the mean rating."""
    if events is None:
        return pd.DataFrame({"rating": pd.Series(dtype=float)})
    own = events.filter(_.kind.isin(list(COUNTED.values())))
    first_day = ibis.date((as_of - timedelta(days=SPOKEN_DAYS - 1)).isoformat())
    rating = _.rating.mean(where=(_.happened_on >= first_day) & (_.kind == "review")).cast("float64")
    return recorded_counts(own, "happened_on", as_of, {name: _.kind == kind for name, kind in COUNTED.items()}, {"": SPOKEN_DAYS}, rating=rating)
