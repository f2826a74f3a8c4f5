"""Where a shop's ledger lies, and whether everything is stopped."""

from pathlib import Path

from retention.pages.automation.tables import STOP
from retention.tables.own_records import FOLDER

FOLDERS = {False: FOLDER, True: "rehearsal"}


def folder_of(data: Path, rehearsal: bool) -> Path:
    """The folder of the ledger, of what is handed over for real or in rehearsal."""
    return data / FOLDERS[rehearsal]


def stops(params: str, data: Path) -> list[Path]:
    """Files that stop everything where they are there: beside the shop's settings, or in its data."""
    return [*([Path(params) / STOP] if params else []), data / STOP]
