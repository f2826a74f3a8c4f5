"""Whether the data of a journey are new enough to act upon: carts and parcels are told by the hour, all else by the day."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from retention.journeys.occasions import Seen
from retention.settings import JourneysSettings
from retention.settings.journeys import Occasion

# Occasion → the tables that tell of it, the first of which there is counts, with their moments.
TOLD_BY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "cart_left": {"events": ("happened_at",)},
    "parcel_late": {"scans": ("scanned_at",), "shipments": ("dispatched_at", "signed_at")},
    "parcel_step": {"scans": ("scanned_at",)},
}


def stale(settings: JourneysSettings, seen: Seen, known_until: datetime, clock: datetime) -> frozenset[str]:
    """Journeys with an occasion whose data are older by the clock than they may be; `known_until`: the end of the last day that sales tell of."""
    limits = {"cart_left": settings.cart_fresh_hours} | dict.fromkeys(("parcel_late", "parcel_step", "survey_score"), settings.service_fresh_hours)
    oldest = {trigger: min(known_until, _newest(trigger, seen) or known_until) for trigger in _triggers(settings)}
    old = {trigger for trigger, until in oldest.items() if (clock - until).total_seconds() / 3_600 > limits.get(trigger, settings.fresh_hours)}
    return frozenset(name for name, journey in settings.all_journeys.items() if old & {entrance.trigger for entrance in journey.enter})


def _triggers(settings: JourneysSettings) -> set[Occasion]:
    return {entrance.trigger for journey in settings.all_journeys.values() for entrance in journey.enter}


def _newest(trigger: str, seen: Seen) -> datetime | None:
    """The last moment that the table of an occasion tells of; None where there is no such table or moment."""
    there = [(table, moments) for name, moments in TOLD_BY.get(trigger, {}).items() if (table := seen.tables.get(name)) is not None]
    if not there:
        return None
    table, moments = there[0]
    found = table.agg(**{name: table[name].max() for name in moments}).to_pandas().iloc[0]
    last = pd.to_datetime(found, errors="coerce").max()
    return None if pd.isna(last) else last.to_pydatetime().replace(tzinfo=ZoneInfo("UTC"))
