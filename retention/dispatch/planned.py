"""The plan of a shop from a moment of its clock, as the command line asks for it."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from retention import ledger, playbook
from retention.pages.automation.tables import Planning
from retention.settings import SettingsProblem


def planned_from(params: str, data: Path, now: str, past: ledger.Known | None = None, rehearse: bool = False) -> Planning:
    """The plan of a shop from a moment of its clock (2026-07-01T08:30); from now, or the morning after the data, where none is given.

    `past` and `rehearse` as for Planning.
    """
    book = playbook.open("04_automation", params, data)
    if not now:
        return Planning(book, None, past, rehearse)
    try:
        wanted = datetime.fromisoformat(now)
    except ValueError:
        raise SettingsProblem(f"--now {now!r} is no moment. Write it as 2026-07-01T08:30") from None
    zone = ZoneInfo(Planning(book).zone)
    wanted = wanted.astimezone(zone) if wanted.tzinfo else wanted.replace(tzinfo=zone)
    # Customers are looked up as they stood on the evening before, so that nothing later is known.
    evening = wanted.date() - timedelta(days=1)
    first, last = book.shop.days
    if evening < first:
        raise SettingsProblem(f"--now {now} lies before the data, which begin on {first}; give a moment from {first + timedelta(days=1)} on")
    return Planning(playbook.open("04_automation", params, data, min(evening, last)), wanted, past, rehearse)
