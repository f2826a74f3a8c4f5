"""What a run is asked for, checked before anything is opened: which notebooks, as of which day."""

from collections.abc import Sequence
from datetime import date

from retention.settings.reading import SettingsProblem

LAST_ORDER, TODAY = "last_order", "today"


def notebooks_asked(wanted: Sequence[str], there: Sequence[str]) -> list[str]:
    """Those of the notebooks `there` that are wanted, by name or number, each once and in their order; all where none is.

    >>> notebooks_asked(["5", "01"], ["01_data_pyramid", "02_segmentation", "05_service_nps"])
    ['01_data_pyramid', '05_service_nps']
    """
    for one in wanted:
        if not any(_is(name, one) for name in there):
            raise SettingsProblem(f"no notebook {one}; there are {', '.join(there)}")
    return [name for name in there if not wanted or any(_is(name, one) for one in wanted)]


def _is(name: str, wanted: str) -> bool:
    return name.startswith(str(wanted).zfill(2))


def day_asked(as_of: object) -> str:
    """A day as 2026-06-30, last_order or today; dates of any kind are taken, anything else is a SettingsProblem."""
    if isinstance(as_of, str) and as_of in (LAST_ORDER, TODAY):
        return as_of
    try:
        if isinstance(as_of, date):
            return date(as_of.year, as_of.month, as_of.day).isoformat()
        if isinstance(as_of, str) and date.fromisoformat(as_of).isoformat() == as_of:
            return as_of
    except (ValueError, TypeError):
        pass
    raise SettingsProblem(f"as_of is {as_of!r}; it should be a date like 2026-06-30, last_order or today")
