"""Who was drawn into which experiment, what they ordered since, and by what else they were reached.

Three kinds: a *journey* (its lots stand in the ledger of messages), a *campaign* (rows of touches with an arm), and the whole *programme* (who is
kept back from all marketing beside everybody else). Everybody drawn is one row of an experiment, from the first time, in the arm of that time,
whether a message reached them or not; the window of outcomes begins when the message was due, in both arms.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import of_known_customers
from retention.tables.messages import SENT

DRAWN = ("experiment", "kind", "customer_id", "treated", "variant", "share", "started_at", "both_arms")
PROGRAMME = "all"
DAYS = 30
Lot = Callable[[Iterable[str], str, float], np.ndarray]


def of_journeys(assignments: pd.DataFrame, hold_out: float, lot: Lot) -> pd.DataFrame:
    """The lots of journeys, one row a customer and journey.

    Who is kept back from all marketing is in no journey's experiment: they would stand in its control group alone, and are reached by nothing else
    either. `share`: that of the control group when she was drawn.
    """
    rows = assignments[(assignments["journey"] != PROGRAMME) & assignments["first_due"].notna()].reset_index(drop=True)
    if rows.empty:
        return _nobody()
    out = np.zeros(len(rows), dtype=bool)
    for salt, place in rows.groupby(rows["salt"].str.rpartition("|")[0]).groups.items():
        out[place] = lot(rows.loc[place, "customer_id"], f"{salt}|{PROGRAMME}", hold_out)
    kept_back = assignments[(assignments["journey"] == PROGRAMME) & (assignments["arm"] == "control")]["customer_id"]
    rows = rows[~out & ~rows["customer_id"].isin(set(kept_back)).to_numpy()].sort_values(["first_due", "customer_id"], kind="stable")
    first = rows.drop_duplicates(["journey", "customer_id"])
    return _as_drawn(first, "journey", first["journey"], first["first_due"], first["variant"], first["share"], False)


def of_campaigns(touches: ir.Table | None, treated_shares: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Campaigns of touches with an arm, one row a customer and campaign: her first; `both_arms` where a later row says the other arm.

    `treated_shares`: share that was to be treated, of campaigns of which it is known.
    """
    if touches is None:
        return _nobody()
    rows = touches.filter(_.campaign.notnull(), _.arm.isin(["treated", "control"]), _.customer_id.notnull())
    told = rows.select("campaign", "customer_id", "arm", "touched_at", "touch_id").to_pandas()
    if told.empty:
        return _nobody()
    keys = ["campaign", "customer_id"]
    told = told.sort_values([*keys, "touched_at", "touch_id"], kind="stable")
    both = told.groupby(keys)["arm"].transform("nunique") > 1
    first = told.assign(both=both).drop_duplicates(keys)
    shares = first["campaign"].map({name: 1 - share for name, share in (treated_shares or {}).items()}).astype(float)
    return _as_drawn(first, "campaign", first["campaign"], first["touched_at"], None, shares, first["both"].to_numpy())


def of_programme(orders: ir.Table, started: np.datetime64 | None, salt: str, share: float, lot: Lot) -> pd.DataFrame:
    """Everybody who was a customer when the first plan was made: kept back from all marketing, or not. Nobody where nothing was ever planned."""
    if started is None or not share:
        return _nobody()
    begun = ibis.timestamp(pd.Timestamp(started).to_pydatetime())
    known = of_known_customers(orders).filter(_.ordered_at < begun).select("customer_id").distinct().order_by("customer_id").to_pandas()
    if known.empty:
        return _nobody()
    held = lot(known["customer_id"], f"{salt}|{PROGRAMME}", share)
    rows = known.assign(arm=np.where(held, "control", "treated"))
    at = pd.Series(pd.Timestamp(started), index=rows.index)
    return _as_drawn(rows, "programme", pd.Series(PROGRAMME, index=rows.index), at, None, pd.Series(share, index=rows.index), False)


def together(*parts: pd.DataFrame) -> pd.DataFrame:
    """Experiments of several kinds in one table."""
    there = [part for part in parts if len(part)]
    return pd.concat(there, ignore_index=True) if there else _nobody()


def with_windows(drawn: pd.DataFrame, days: Mapping[str, int], until: Mapping[str, date], now: datetime) -> pd.DataFrame:
    """The same with `days` (the window) and `over` (all of it has passed at `now`, UTC), without who was due after the day up to which is counted.

    `until`: last day (UTC) on which people are still drawn into an experiment, where that was fixed. The programme's window is all that has passed
    unless it was fixed; then `running` says that every look is an interim one.
    """
    table = drawn.assign(days=drawn["experiment"].map(days).fillna(DAYS).astype("int64"))
    last = pd.to_datetime(table["experiment"].map(until))
    table = table[~(table["started_at"] >= last + pd.Timedelta(1, "D"))].reset_index(drop=True)
    passed = (pd.Timestamp(now) - table["started_at"]).dt.days
    whole = (table["kind"] == "programme").to_numpy() & ~table["experiment"].isin(list(days)).to_numpy()
    table["days"] = np.where(whole, np.maximum(passed, 0), table["days"]).astype("int64")
    return table.assign(running=whole, over=table["started_at"] + pd.to_timedelta(table["days"], unit="D") <= pd.Timestamp(now))


def with_outcomes(drawn: pd.DataFrame, orders: ir.Table) -> pd.DataFrame:
    """The same with `orders` and `money` (net paid, of orders that count) within each one's window, to the second."""
    rows = _within(drawn, of_known_customers(orders).select("customer_id", "net_paid", at=_.ordered_at))
    counted = rows.group_by("row").agg(orders=_.count(), money=_.net_paid.sum().cast("float64")).to_pandas().set_index("row")
    found = counted.reindex(range(len(drawn))).fillna(0)
    return drawn.assign(orders=found["orders"].to_numpy().astype("int64"), money=found["money"].to_numpy(dtype=float))


def contacts(touches: ir.Table | None, messages: pd.DataFrame | None) -> pd.DataFrame:
    """Every message that went out, the shop's own and other tools': customer_id, at (UTC), by (journey or campaign, may be empty), channel."""
    blank = {"customer_id": pd.Series(dtype="str"), "at": pd.Series(dtype="datetime64[us]")}
    parts = [pd.DataFrame({**blank, "by": pd.Series(dtype="str"), "channel": pd.Series(dtype="str")})]
    own: set[str] = set()
    if messages is not None and len(messages):
        sent = messages[messages["state"].isin(SENT)]
        own = set(messages["message_key"])
        parts.append(sent.rename(columns={"sent_at": "at", "journey": "by"})[["customer_id", "at", "by", "channel"]])
    if touches is not None:
        rows = touches.filter(_.kind != "call", _.customer_id.notnull(), (_.status != "not_sent").fill_null(True))
        # A note is a contact only where a campaign did something: a gift, a benefit.
        rows = rows.filter((_.kind == "message") | _.campaign.notnull())
        told = rows.select("touch_id", "customer_id", "channel", at=_.touched_at, by=_.campaign).to_pandas()
        parts.append(told[~told["touch_id"].isin(own)].drop(columns="touch_id"))
    found = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return found.assign(by=found["by"].astype(object).where(found["by"].notna(), "").astype("str"), at=found["at"].astype("datetime64[us]"))


def with_contacts(drawn: pd.DataFrame, reached: pd.DataFrame) -> pd.DataFrame:
    """The same with `by_others` (a message of something else fell into the window) and `by_itself` (one of the experiment did)."""
    if drawn.empty or reached.empty:
        return drawn.assign(by_others=False, by_itself=False)
    rows = _within(drawn, ibis.memtable(reached.drop(columns="channel"))).mutate(own=(_.by == _.experiment).fill_null(False))
    told = rows.group_by("row").agg(others=(~_.own).any(), itself=_.own.any()).to_pandas().set_index("row").reindex(range(len(drawn)))
    flags = {name: told[name].eq(True).to_numpy() for name in ("others", "itself")}
    programme = (drawn["kind"] == "programme").to_numpy()
    return drawn.assign(by_others=flags["others"] & ~programme, by_itself=np.where(programme, flags["others"], flags["itself"]).astype(bool))


def costs(drawn: pd.DataFrame, reached: pd.DataFrame, of_channels: Mapping[str, float]) -> dict[str, float]:
    """What the messages of each experiment within its people's windows cost per person treated; those of which a channel's cost is not known are
    left out."""
    found: dict[str, float] = {}
    if drawn.empty or reached.empty:
        return found
    people = drawn[drawn["treated"]].reset_index(drop=True)
    treated = people.groupby("experiment").size()
    own = _within(people, ibis.memtable(reached)).filter(_.by == _.experiment).select("by", "channel").to_pandas()
    for name, mine in own.groupby("by"):
        each = mine["channel"].map(of_channels)
        if each.notna().all():
            found[str(name)] = float(each.sum() / treated[name])
    return found


def _within(drawn: pd.DataFrame, rows: ir.Table) -> ir.Table:
    """Rows with customer_id and `at` joined to everybody drawn in whose window they fall."""
    ends = drawn["started_at"] + pd.to_timedelta(drawn["days"], unit="D")
    windows = pd.DataFrame({"row": np.arange(len(drawn)), "customer_id": drawn["customer_id"], "experiment": drawn["experiment"]})
    windows = windows.assign(begins=drawn["started_at"].astype("datetime64[us]"), ends=ends.astype("datetime64[us]"))
    return ibis.memtable(windows).inner_join(rows, "customer_id").filter(_.at >= _.begins, _.at < _.ends)


def _as_drawn(
    rows: pd.DataFrame, kind: str, name: pd.Series, at: pd.Series, variant: pd.Series | None, share: pd.Series, both: object
) -> pd.DataFrame:
    told = variant.astype(object).where(variant.notna(), "") if variant is not None else pd.Series("", index=rows.index)
    return pd.DataFrame(
        {
            "experiment": name.astype("str"),
            "kind": kind,
            "customer_id": rows["customer_id"].astype("str"),
            "treated": rows["arm"] == "treated",
            "variant": told.astype("str"),
            "share": share.astype(float),
            "started_at": pd.to_datetime(at).astype("datetime64[s]"),
            "both_arms": both,
        }
    ).reset_index(drop=True)


def _nobody() -> pd.DataFrame:
    kinds = {"treated": "bool", "share": "float64", "started_at": "datetime64[s]", "both_arms": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in DRAWN})


def span_days(drawn: pd.DataFrame) -> float:
    """Days over which people were drawn; at least 1."""
    between: timedelta = drawn["started_at"].max() - drawn["started_at"].min()
    return max(between / timedelta(days=1), 1.0)
