"""Who is in which journey: entries found anew at each plan, beside those of earlier plans, each occasion once for its group."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from retention.journeys import occasions, rules
from retention.journeys.clock import moment, on_the_clock
from retention.journeys.due import window_of
from retention.journeys.occasions import Seen
from retention.settings import Entrance, Journey, JourneysSettings
from retention.tables import HISTORY

DAY = np.timedelta64(86_400, "s")


@dataclass(frozen=True)
class History:
    """What was entered, drawn, sent and tagged before, as ENTRIES, ASSIGNMENTS, MESSAGES and TAGS promise; nothing on a first plan."""

    entries: pd.DataFrame = field(default_factory=HISTORY[0].empty)
    assignments: pd.DataFrame = field(default_factory=HISTORY[1].empty)
    messages: pd.DataFrame = field(default_factory=HISTORY[2].empty)
    tags: pd.DataFrame = field(default_factory=HISTORY[3].empty)

    def __post_init__(self) -> None:
        for promise, frame in zip(HISTORY, (self.entries, self.assignments, self.messages, self.tags), strict=True):
            promise.check(frame)


@dataclass(frozen=True)
class Entered:
    """All entries that matter: one row per journey, customer and key, with what is wrong with it, and what each journey lacks.

    `idle`: journeys that lack something for every entrance, so that nobody can be in them.
    """

    table: pd.DataFrame
    lacking: Mapping[str, tuple[str, ...]]
    idle: frozenset[str] = frozenset()


def entered(
    seen: Seen,
    settings: JourneysSettings,
    wide: pd.DataFrame,
    kinds: Mapping[str, str],
    history: History,
    ahead: int,
    started: Mapping[str, np.datetime64] | None,
) -> Entered:
    """The entries of all live journeys, and those of earlier plans in journeys that are off by now.

    Columns beside those of `occasions`: journey, entrance, begins (UTC; of a day in the shop's zone), still_true, live, before (another entry
    forbids this one), won_by (the journey that took the occasion). `started`: when each journey was first planned; None for a rehearsal, in which
    all have always been.
    """
    parts: list[pd.DataFrame] = []
    lacking: dict[str, tuple[str, ...]] = {}
    for name, journey in settings.all_journeys.items():
        if journey.live:
            found, missing = _of_journey(name, journey, seen, settings, wide, kinds, ahead)
            if missing:
                lacking[name] = missing
            parts.append(_since(found, journey, seen, None if started is None else started.get(name, moment(seen.now))))
    fresh = pd.concat(parts, ignore_index=True) if parts else _of_nobody()
    table = _with_earlier(fresh, settings, history)
    table = _own_key_of_rules(table, settings, history)
    idle = {name for name in lacking if all(occasions.missing_for(entrance, seen) for entrance in settings.all_journeys[name].enter)}
    return Entered(with_others(table, settings, history), lacking, frozenset(idle))


def with_others(table: pd.DataFrame, settings: JourneysSettings, history: History) -> pd.DataFrame:
    """Entries of all journeys with what each means for the others: `before` and `won_by`."""
    order = {name: place for place, name in enumerate(settings.all_journeys)}
    table = table.assign(order=table["journey"].map(order)).sort_values(["order", "customer_id", "entry_key"], kind="stable", ignore_index=True)
    return _occasions_taken(_entered_lately(table, settings, history), settings, history)


def _of_journey(
    name: str, journey: Journey, seen: Seen, settings: JourneysSettings, wide: pd.DataFrame, kinds: Mapping[str, str], ahead: int
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Entries by any of a journey's entrances, the earliest of each occasion; and the tables that an entrance lacks."""
    window = window_of(name, settings, seen.today, ahead)
    parts: list[pd.DataFrame] = []
    lacking: list[str] = []
    for entrance in journey.enter:
        missing = occasions.missing_for(entrance, seen)
        if missing:
            lacking += missing
            continue
        found = occasions.entries(seen, entrance, window)
        found = found[holds(entrance, found, wide, kinds, f"journeys.{name}")]
        parts.append(found.assign(journey=name, entrance=entrance.id))
    if not parts:
        return _of_nobody(), tuple(dict.fromkeys(lacking))
    return earliest(parts, seen).assign(still_true=True, live=True), tuple(dict.fromkeys(lacking))


def earliest(parts: list[pd.DataFrame], seen: Seen) -> pd.DataFrame:
    """Of the entries by several entrances of a journey the first of each occasion."""
    found = begun(pd.concat(parts, ignore_index=True), seen)
    return found.sort_values("begins", kind="stable").drop_duplicates(["customer_id", "entry_key"])


def holds(entrance: Entrance, found: pd.DataFrame, wide: pd.DataFrame, kinds: Mapping[str, str], where: str) -> np.ndarray:
    """Whether the condition of an entrance holds for each of its entries, by the customers of today."""
    if not entrance.where:
        return np.ones(len(found), dtype=bool)
    event = occasions.KINDS[entrance.trigger].event_columns
    condition = rules.checked(entrance.where, {**kinds, **event}, where)
    of_event = [name for name in event if name in found]
    told = found[["customer_id", *of_event]].merge(wide.drop(columns=of_event, errors="ignore"), on="customer_id", how="left")
    return condition.holds(told)


def begun(found: pd.DataFrame, seen: Seen) -> pd.DataFrame:
    """Entries with the moment at which each begins where the shop is, UTC."""
    days = pd.to_datetime(found["entered_on"])
    midnight = days.dt.tz_localize(seen.zone, ambiguous=np.ones(len(days), dtype=bool), nonexistent="shift_forward").dt.tz_convert("UTC")
    at = pd.to_datetime(found["entered_at"]).astype("datetime64[s]")
    return found.assign(begins=at.fillna(midnight.dt.tz_localize(None).astype("datetime64[s]")))


def _since(found: pd.DataFrame, journey: Journey, seen: Seen, started: np.datetime64 | None) -> pd.DataFrame:
    """Without entries before the journey's first day; a journey that has never run begins now, so that nobody gets what is long past."""
    if journey.since is not None:
        day = on_the_clock(found["begins"].to_numpy().astype("datetime64[s]"), seen.zone).astype("datetime64[D]")
        return found[day >= np.datetime64(journey.since)]
    return found if started is None else found[found["begins"] >= pd.Timestamp(started)]


def _of_nobody() -> pd.DataFrame:
    blank = {name: pd.Series(dtype="object") for name in (*occasions.COLUMNS, "journey", "entrance")}
    times = {name: pd.Series(dtype="datetime64[s]") for name in ("entered_at", "entered_on", "begins")}
    return pd.DataFrame({**blank, **times, **{name: pd.Series(dtype="bool") for name in ("still_true", "live", "later_known")}})


def _with_earlier(fresh: pd.DataFrame, settings: JourneysSettings, history: History) -> pd.DataFrame:
    """Entries of earlier plans that are not found any more are kept, as no longer true; those still found keep the time they began."""
    known = history.entries[history.entries["left_at"].isna() & history.entries["journey"].isin(list(settings.all_journeys))]
    if known.empty:
        return fresh
    keys = ["customer_id", "journey", "entry_key"]
    rows = known[keys].assign(entered_at=known["entered_at"].astype("datetime64[s]"), begins=known["entered_at"].astype("datetime64[s]"))
    again = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(fresh[keys]))
    fresh = _by_its_entrance(fresh, known)
    live = {name: journey.live for name, journey in settings.all_journeys.items()}
    gone = rows[~again].assign(
        still_true=False, live=rows.loc[~again, "journey"].map(live), later_known=False, entered_on=np.datetime64("NaT", "s"), entrance=""
    )
    return pd.concat([fresh, gone.reindex(columns=fresh.columns)], ignore_index=True) if len(gone) else fresh


def _by_its_entrance(fresh: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Who entered by one entrance stays with its steps when another one comes true later."""
    keys = ["customer_id", "journey", "entry_key"]
    taken = known.set_index(keys)["entrance"].astype(object).reindex(pd.MultiIndex.from_frame(fresh[keys])).to_numpy()
    return fresh.assign(entrance=np.where(pd.notna(taken), taken, fresh["entrance"].astype(object)))


def _own_key_of_rules(table: pd.DataFrame, settings: JourneysSettings, history: History) -> pd.DataFrame:
    """A rule that still holds for somebody goes on under the key of her entry, as long as it may not begin anew."""
    table = table.copy()
    for name, journey in settings.all_journeys.items():
        again = journey.enter[0].again_days if journey.enter[0].trigger == "rule" else None
        mine = history.entries[history.entries["journey"] == name]
        if again is None or mine.empty:
            continue
        last = mine.sort_values("entered_at").drop_duplicates("customer_id", keep="last").set_index("customer_id")
        here = table["journey"] == name
        known = last.reindex(table.loc[here, "customer_id"])
        begun = known["entered_at"].to_numpy().astype("datetime64[s]")
        fresh = table.loc[here, "still_true"].to_numpy(dtype=bool)
        going_on = fresh & ~np.isnat(begun) & (table.loc[here, "begins"].to_numpy() - begun < again * DAY)
        rows = table.index[here][going_on]
        table.loc[rows, "entry_key"] = known["entry_key"].to_numpy()[going_on]
        table.loc[rows, "entered_at"] = begun[going_on]
        table.loc[rows, "entered_on"] = np.datetime64("NaT", "s")
        table.loc[rows, "begins"] = begun[going_on]
        # The entry of the earlier plan, which the same key makes the same one.
        repeated = table.duplicated(["journey", "customer_id", "entry_key"], keep="first") & here
        table = table[~repeated].reset_index(drop=True)
    return table


def _entered_lately(table: pd.DataFrame, settings: JourneysSettings, history: History) -> pd.DataFrame:
    """`before`: another occasion of the same journey lies too near before this one."""
    before = np.zeros(len(table), dtype=bool)
    for name, journey in settings.all_journeys.items():
        if journey.re_entry_days is None:
            continue
        here = np.flatnonzero((table["journey"] == name).to_numpy())
        mine = history.entries.loc[history.entries["journey"] == name, ["customer_id", "entry_key", "entered_at"]]
        known = table.iloc[here][["customer_id", "entry_key", "begins"]].assign(row=here)
        past = mine.rename(columns={"entered_at": "begins"}).assign(row=-1)
        past = past[past["customer_id"].isin(set(known["customer_id"]))]
        both = pd.concat([known, past], ignore_index=True).astype({"begins": "datetime64[s]"})
        several = both[both.duplicated("customer_id", keep=False)].sort_values(["customer_id", "begins", "row"])
        taken: dict[str, dict[str, np.datetime64]] = {}
        for who, key, at, row in zip(*(several[column].tolist() for column in ("customer_id", "entry_key", "begins", "row")), strict=True):
            own = taken.setdefault(who, {})
            begins = np.datetime64(at, "s")
            if row >= 0 and any(known != key and begins - other < journey.re_entry_days * DAY for known, other in own.items()):
                before[row] = True
            else:
                own[key] = begins
    return table.assign(before=before)


def _occasions_taken(table: pd.DataFrame, settings: JourneysSettings, history: History) -> pd.DataFrame:
    """`won_by`: the journey of the same group that took the occasion: the one of an earlier plan, else the one that was entered first."""
    groups = {name: journey.exclusive_group for name, journey in settings.all_journeys.items()}
    own = table["journey"].to_numpy(dtype=object)
    group = np.array([groups.get(name, "") for name in own], dtype=object)
    won, settled = np.full(len(table), "", dtype=object), np.zeros(len(table), dtype=bool)
    bound = history.entries[history.entries["exclusive_group"].notna()]
    if len(bound):
        keys = ["customer_id", "exclusive_group", "group_key"]
        owner = bound.drop_duplicates(keys).set_index(keys)["journey"].astype(object)
        found = owner.reindex(pd.MultiIndex.from_arrays([table["customer_id"], group, table["entry_key"]])).to_numpy()
        settled = pd.notna(found)
        other = settled & (found != own)
        won[other] = found[other]
    open_ = pd.DataFrame({"who": table["customer_id"], "group": group, "key": table["entry_key"], "journey": own, "begins": table["begins"]})
    open_ = open_.assign(order=table["order"], row=np.arange(len(table)))[(group != "") & ~settled].sort_values(["begins", "order"], kind="stable")
    first = open_.drop_duplicates(["who", "group", "key"]).rename(columns={"journey": "winner"})[["who", "group", "key", "winner"]]
    both = open_.merge(first, on=["who", "group", "key"], how="left")
    lost = both[both["winner"] != both["journey"]]
    won[lost["row"].to_numpy(dtype="int64")] = lost["winner"].to_numpy(dtype=object)
    return table.assign(won_by=won)
