"""Choosing: of several messages for one customer the most important goes; the same text to the same address goes once.

These guards need to know who is still standing, so they come after the others; texts and offers are looked at for those chosen only, and
budgets over all that are chosen. Where one of them stops a message the next one of that customer gets its turn.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from retention.journeys.clock import moment_of, on_the_clock
from retention.journeys.guards import bit
from retention.journeys.judging import Past
from retention.journeys.people import People, people_of
from retention.journeys.request import Request, Standing
from retention.tables.messages import SENT

ORDER = ["importance", "due", "order", "entry_key"]


def chosen(request: Request, people: People, table: pd.DataFrame) -> pd.DataFrame:
    """The candidates with the bits of guards 15, 17, 18 (within the plan), 22, 24 and 25, in the order in which they were chosen."""
    table = table.sort_values([*ORDER, "customer_id"], kind="stable", ignore_index=True)
    bits = table["bits"].to_numpy(copy=True)
    won_by = table["won_by"].to_numpy(dtype=object, copy=True)
    now = (table["send_from"].to_numpy() < request.until) & ~table["later"].to_numpy(dtype=bool)
    read = np.zeros(len(table), dtype=bool)
    failed = np.zeros(len(table), dtype="int64")
    # Each turn stops messages for good, so there is a last one.
    while True:
        given, winners = _turn(request, people, table, (bits | failed), now)
        standing = now & ((bits | failed | given) == 0)
        found = _judged(request.standing, request, people, table, standing & ~read)
        read |= standing
        if not found.any():
            found = _judged(request.at_the_end, request, people, table, standing)
        if not found.any():
            break
        failed |= found
    bits |= failed | given
    lost = winners != ""
    won_by[lost] = winners[lost]
    return table.assign(bits=bits, won_by=won_by)


def _judged(judges: Iterable[Standing], request: Request, people: People, table: pd.DataFrame, which: np.ndarray) -> np.ndarray:
    """Bits of some judges on the rows they look at; 0 on all others."""
    found, rows = np.zeros(len(table), dtype="int64"), np.flatnonzero(which)
    for judge in judges if len(rows) else ():
        found[rows] |= judge(request, people, table.iloc[rows])
    return found


def _turn(request: Request, people: People, table: pd.DataFrame, bits: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bits of 15, 17 and 18 among those with none so far, and who won where one lost."""
    given, winners = np.zeros(len(table), dtype="int64"), np.full(len(table), "", dtype=object)
    standing = now & (bits == 0)
    marketing = (table["purpose"] == "marketing").to_numpy()
    given[standing] |= np.where(_same_text(request, people, table[standing]), bit("same_text"), 0)
    rows = np.flatnonzero(standing & (given == 0) & marketing)
    if request.settings.one_a_day:
        blocked, winner = _one_a_day(request, people, table.iloc[rows])
        given[rows] |= np.where(blocked, bit("priority"), 0)
        winners[rows] = np.where(blocked, winner, "")
    else:
        given[rows] |= np.where(_caps_within(request, people, table.iloc[rows]), bit("caps"), 0)
    return given, winners


def _one_a_day(request: Request, people: People, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Who loses to a more important message of this plan, or to one of today's earlier plans; and the journey that won."""
    first = rows.groupby("person", sort=False)["journey"].transform("first").to_numpy(dtype=object)
    later = rows.duplicated("person").to_numpy()
    messages = request.history.messages
    today = messages[messages["state"].isin(("reserved", *SENT)) & (messages["purpose"] == "marketing")]
    begins = moment_of(on_the_clock(np.array([request.now]), request.seen.zone).astype("datetime64[D]").astype("datetime64[s]"), request.seen.zone)[0]
    today = today[today["sent_at"].to_numpy().astype("datetime64[s]") >= begins]
    before = dict(zip(people.of(today["customer_id"]).tolist(), today["journey"], strict=True))
    earlier = np.array([before.get(person, "") for person in rows["person"]], dtype=object)
    return later | (earlier != ""), np.where(earlier != "", earlier, first)


def _caps_within(request: Request, people: People, rows: pd.DataFrame) -> np.ndarray:
    """Who breaks a cap together with the more important messages of the same plan."""
    past, blocked = Past(request, people), np.zeros(len(rows), dtype=bool)
    person, at = rows["person"].to_numpy(), rows["send_from"].to_numpy().astype("datetime64[s]")
    for cap in request.settings.caps:
        here = np.ones(len(rows), dtype=bool) if cap.channels == "any" else rows["channel"].isin(cap.channels).to_numpy()
        here = here & ~blocked
        if here.any():
            rank = rows[here].groupby("person").cumcount().to_numpy()
            blocked[np.flatnonzero(here)] |= past.reached(cap, person[here], at[here], rank)
    return blocked


def _same_text(request: Request, people: People, rows: pd.DataFrame) -> np.ndarray:
    """The same text to the same address on the same day: after the first in this plan, and after any of an earlier one."""
    person, channel = rows["person"].to_numpy(), rows["channel"].to_numpy(dtype=object)
    address = np.array([people.address_text[way][who] if way else None for who, way in zip(person, channel, strict=True)], dtype=object)
    day = on_the_clock(rows["send_from"].to_numpy().astype("datetime64[s]"), request.seen.zone).astype("datetime64[D]")
    keys = pd.DataFrame({"address": address, "template": rows["template"].to_numpy(), "day": day.astype("datetime64[s]"), "order": rows["order_id"]})
    marketing = (rows["purpose"] == "marketing").to_numpy()
    # Two parcels of one customer may each have their notice; marketing is the same whatever order it followed.
    keys["order"] = np.where(marketing, "", keys["order"].astype(object).where(keys["order"].notna(), ""))
    again = keys.duplicated(keep="first").to_numpy()
    return (again | (marketing & _sent_today(request, people, keys))) & pd.notna(address)


def _sent_today(request: Request, people: People, keys: pd.DataFrame) -> np.ndarray:
    messages = request.history.messages
    recent = messages[messages["state"].isin(("reserved", *SENT))]
    recent = recent[recent["sent_at"].to_numpy().astype("datetime64[s]") >= request.now - np.timedelta64(2 * 86_400, "s")]
    if recent.empty:
        return np.zeros(len(keys), dtype=bool)
    those = people_of(recent["customer_id"], people.seen, people.settings, people.country, people.wide)
    address = [those.address_text[way][who] for who, way in zip(those.of(recent["customer_id"]), recent["channel"], strict=True)]
    day = on_the_clock(recent["sent_at"].to_numpy().astype("datetime64[s]"), request.seen.zone).astype("datetime64[D]").astype("datetime64[s]")
    sent = pd.MultiIndex.from_arrays([address, recent["template"], day])
    return np.asarray(pd.MultiIndex.from_frame(keys[["address", "template", "day"]]).isin(sent))
