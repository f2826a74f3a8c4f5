"""How many enter each journey in a year: counted over the past 365 days, as far as today's tables tell of them.

Unlike `occasions`, which finds an entry as long as it is true, this finds those that ended since, too.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.journeys import occasions
from retention.journeys.clock import on_the_clock
from retention.journeys.entering import History, earliest, holds, with_others
from retention.journeys.occasions import Seen
from retention.journeys.people import People, people_of
from retention.journeys.request import Request
from retention.seasons import Window
from retention.settings import Entrance, Journey

YEAR = 365
Find = Callable[[Seen, Entrance, Window], pd.DataFrame]


def entered_a_year(request: Request) -> pd.DataFrame:
    """journey, a_year: entries of the past 365 days of customers who can be written to now, of each live journey that is marketing.

    Missing where an occasion leaves no trace (rules, carts, tiers, dates that move on) or the records are shorter than a year. Conditions are those
    of the customers of today.
    """
    today = request.seen.today
    year = Window(today - timedelta(days=YEAR), today - timedelta(days=1))
    mine = {name: one for name, one in request.settings.all_journeys.items() if one.live and one.purpose == "marketing"}
    found = {name: rows for name, journey in mine.items() if (rows := _of_journey(request, name, journey, year)) is not None}
    told = _written_to(request, pd.concat(found.values(), ignore_index=True), mine) if found else pd.DataFrame({"journey": []})
    counts = told.groupby("journey").size()
    return pd.DataFrame({"journey": list(mine), "a_year": [float(counts.get(name, 0)) if name in found else np.nan for name in mine]})


def _of_journey(request: Request, name: str, journey: Journey, year: Window) -> pd.DataFrame | None:
    """The entries of a year by any entrance that can be looked for; None where one of these leaves no trace, or none can."""
    parts = []
    for entrance in (one for one in journey.enter if not occasions.missing_for(one, request.seen)):
        find = PAST.get(entrance.trigger)
        if find is None or not _recorded(request.seen, entrance, year):
            return None
        found = find(request.seen, entrance, year)
        parts.append(found[holds(entrance, found, request.wide, request.kinds, f"journeys.{name}")].assign(journey=name))
    if not parts:
        return None
    first = earliest(parts, request.seen)
    day = on_the_clock(first["begins"].to_numpy().astype("datetime64[s]"), request.seen.zone).astype("datetime64[D]")
    return first[(day >= np.datetime64(year.first)) & (day <= np.datetime64(year.last))]


def _written_to(request: Request, found: pd.DataFrame, journeys: Mapping[str, Journey]) -> pd.DataFrame:
    """Entries that no other one forbids, of customers whom a channel of the journey reaches."""
    table = with_others(found, request.settings, History())
    table = table[~table["before"] & (table["won_by"] == "")]
    people = people_of(table["customer_id"], request.seen, request.settings, request.country, request.wide)
    reached = np.zeros(len(table), dtype=bool)
    for name, journey in journeys.items():
        ways = {channel for step in journey.steps for channel in step.channels} & request.ready
        reached |= (table["journey"] == name).to_numpy() & _reachable(people, ways)[people.of(table["customer_id"])]
    return table[reached]


def _reachable(people: People, channels: Iterable[str]) -> np.ndarray:
    """Who may be sent marketing by any of the channels, and has an address there."""
    words = {channel: people.marketing(channel) for channel in channels}
    ways = [people.address[channel] & word.yes & ~word.no for channel, word in words.items()]
    return np.logical_or.reduce([np.zeros(len(people), dtype=bool), *ways]) & ~people.minor


# --- what tables tell of the past ----------------------------------------------------------------------------


def _silent(days: Callable[[Seen], ir.Table], usual: Callable[[Seen], int]) -> Find:
    def find(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
        """Every time after which nothing came for so many days, whatever came later."""
        most = entrance.days or usual(seen)
        told = days(seen).group_by("customer_id", "on").agg(ordered=_.ordered.max())
        in_turn = ibis.window(group_by="customer_id", order_by="on")
        so_far = ibis.cumulative_window(group_by="customer_id", order_by="on")
        told = told.mutate(next=_.on.lead().over(in_turn), ordered=_.ordered.max().over(so_far))
        between = [ibis.date((day - timedelta(days=most)).isoformat()) for day in (window.first, window.last)]
        over = told.filter(_.on.between(*between), _.ordered.notnull(), _.next.isnull() | (_.next >= _.on + ibis.interval(days=most)))
        rows = over.select("customer_id", "on", "ordered").to_pandas()
        return occasions.full(occasions.spells(rows["customer_id"], rows["ordered"], pd.to_datetime(rows["on"]) + pd.Timedelta(most, "D")))

    return find


PAST: Mapping[str, Find] = {
    **dict.fromkeys(("order_paid", "order_completed", "date_each_year"), occasions.entries),
    "days_without_order": _silent(occasions.days_of_orders, lambda seen: seen.dormant_days),
    "days_without_anything": _silent(occasions.days_of_anything, lambda seen: seen.silent_days),
}


def _recorded(seen: Seen, entrance: Entrance, year: Window) -> bool:
    """Whether the tables reach back as far as the first entry of the year asks."""
    if entrance.trigger == "date_each_year" and entrance.field != "first_ordered_on":
        return True
    usual = {"days_without_order": seen.dormant_days, "days_without_anything": seen.silent_days, "date_each_year": YEAR}
    first = year.first - timedelta(days=entrance.days or usual.get(entrance.trigger, 0))
    wanted = {"orders": "ordered_on"} | ({"events": "happened_on"} if entrance.trigger == "days_without_anything" else {})
    begins = [table[day].min().to_pandas() for name, day in wanted.items() if (table := seen.tables.get(name)) is not None]
    return all(not pd.isna(day) and pd.Timestamp(day).date() <= first for day in begins)
