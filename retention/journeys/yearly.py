"""How many enter each journey in a year: counted over the past 365 days, as far as today's tables tell of them.

Unlike `occasions`, which finds an entry as long as it is true, this finds those that ended since, too. It counts as if the journeys had run before:
whoever entered shortly before the first day may not enter again so soon, so it looks back further than it counts.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

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
# Nobody is in a journey when the look back begins, which is wrong; after twice `re_entry_days` it shifts the year's entries by 2 % at most.
TURNS = 2
Find = Callable[[Seen, Entrance, Window], pd.DataFrame]


def entered_a_year(request: Request) -> pd.DataFrame:
    """journey, a_year, at_most: entries of the past 365 days of customers who can be written to now, of each live journey that is marketing.

    Missing where an occasion leaves no trace (rules, carts, tiers, dates that move on) or the records are shorter than a year. at_most: the records
    begin less than twice `re_entry_days` before the year, so some may be counted who had entered before it. Conditions are those of the customers of
    today.
    """
    seen, today = request.seen, request.seen.today
    year = Window(today - timedelta(days=YEAR), today - timedelta(days=1))
    mine = {name: one for name, one in request.settings.all_journeys.items() if one.live and one.purpose == "marketing"}
    asked = Window(year.first - timedelta(days=max((_looks_back(one, seen) for one in mine.values()), default=0)), year.last)
    found = {name: rows for name, journey in mine.items() if (rows := _of_journey(request, name, journey, year, asked)) is not None}
    told = _written_to(request, pd.concat(found.values(), ignore_index=True), mine) if found else _nobody()
    counts = told[_in(year, told["begins"], seen.zone)].groupby("journey").size()
    return pd.DataFrame(
        {
            "journey": list(mine),
            "a_year": [float(counts.get(name, 0)) if name in found else np.nan for name in mine],
            "at_most": [name in found and _begins_cold(one, seen, year) for name, one in mine.items()],
        }
    )


def _looks_back(journey: Journey, seen: Seen) -> int:
    """Days before the year in which an entry may forbid one in it, or have taken its occasion."""
    return _forbids(journey) + max(_waits(entrance, seen) for entrance in journey.enter)


def _forbids(journey: Journey) -> int:
    """Days before the year from which on it matters who entered, as that forbids entries which would forbid others."""
    return TURNS * (journey.re_entry_days or 0)


def _begins_cold(journey: Journey, seen: Seen, year: Window) -> bool:
    """Whether the tables do not reach back as far as entries that forbid others."""
    wanted = year.first - timedelta(days=_forbids(journey))
    there = [entrance for entrance in journey.enter if not occasions.missing_for(entrance, seen)]
    return any((known := _known_from(seen, entrance)) is not None and known > wanted for entrance in there)


def _of_journey(request: Request, name: str, journey: Journey, year: Window, asked: Window) -> pd.DataFrame | None:
    """The entries of the days asked for by any entrance that can be looked for; None where one of these does not tell of the year, or none can."""
    parts = []
    for entrance in (one for one in journey.enter if not occasions.missing_for(one, request.seen)):
        find, known = PAST.get(entrance.trigger), _known_from(request.seen, entrance)
        if find is None or known is None or known > year.first:
            return None
        found = find(request.seen, entrance, Window(max(asked.first, known), asked.last))
        parts.append(found[holds(entrance, found, request.wide, request.kinds, f"journeys.{name}")].assign(journey=name))
    if not parts:
        return None
    first = earliest(parts, request.seen)
    return first[_in(asked, first["begins"], request.seen.zone)]


def _in(window: Window, begins: pd.Series, zone: str) -> np.ndarray:
    """Which entries begin on the days of a window where the shop is."""
    day = on_the_clock(begins.to_numpy().astype("datetime64[s]"), zone).astype("datetime64[D]")
    return (day >= np.datetime64(window.first)) & (day <= np.datetime64(window.last))


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({"journey": pd.Series(dtype="str"), "begins": pd.Series(dtype="datetime64[s]")})


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


def _waits(entrance: Entrance, seen: Seen) -> int:
    """Days between what an occasion rests on and the entry."""
    return entrance.days or {"days_without_order": seen.dormant_days, "days_without_anything": seen.silent_days}.get(entrance.trigger, 0)


def _known_from(seen: Seen, entrance: Entrance) -> date | None:
    """The first day from which the tables tell of all entries; None where they never do."""
    if entrance.trigger == "date_each_year" and entrance.field != "first_ordered_on":
        return date.min
    wanted = {"orders": "ordered_on"} | ({"events": "happened_on"} if entrance.trigger == "days_without_anything" else {})
    begins = [table[day].min().to_pandas() for name, day in wanted.items() if (table := seen.tables.get(name)) is not None]
    if any(pd.isna(day) for day in begins):
        return None
    lasts = YEAR if entrance.trigger == "date_each_year" else _waits(entrance, seen)
    return max((pd.Timestamp(day).date() for day in begins), default=date.min) + timedelta(days=lasts)
