"""Tables that notebooks make, kept in a shop's `out/` and reused while all they follow from is the same.

Beside a table lies <name>.json, which says what it follows from, what was written and as of which day. When a later day's table
takes its place, the earlier one moves to `out/before/<day>/`, so that a run can be compared with the one before, however often it is
repeated. What is made while looking back from an earlier day (`Shop.out`) is no such run: it changes no comparison of today.
Playbook.made and Playbook.before are the ways in.
"""

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from retention import durable, privacy
from retention.shop import Shop
from retention.tables import Table

# So many tables of earlier days stay: one is compared with, the others are there to look something up.
EARLIER_DAYS = 30


def basis(shop: Shop, names: Iterable[str], *follows: object) -> str:
    """A digest of all that a table follows from: the shop's tables `names` byte by byte, as_of, this version, and `follows` (settings)."""
    said = [shop.as_of.isoformat(), *map(str, follows), importlib.metadata.version("retention-playbook")]
    tables = {name: shop.digests.get(name, "") for name in names}
    return hashlib.sha256(json.dumps([said, tables]).encode()).hexdigest()


def read(shop: Shop, promise: Table, follows_from: str) -> pd.DataFrame | None:
    """The table as an earlier run left it; None where it is missing, touched, or follows from something else."""
    table, note = _places(shop.out, promise)
    said = _said(note)
    if said.get("basis") != follows_from or not table.is_file() or said.get("table") != _digest(table):
        return None
    return pd.read_parquet(table)


def write(frame: pd.DataFrame, shop: Shop, promise: Table, follows_from: str) -> Path:
    """Write the table and what it follows from; a table of an earlier day steps aside first. Returns where the table lies."""
    table, note = _places(shop.out, promise)
    there = _day(table, note)
    if there and there < shop.as_of:
        _step_aside(table, note, shop, there)
    shop.save(frame, promise)
    privacy.key(shop.data)  # made before it is named
    said = {"basis": follows_from, "table": _digest(table), "as_of": shop.as_of.isoformat(), "key": privacy.fingerprint(shop.data)}
    durable.write_file(note, json.dumps(said), mode=0o600)
    return table


def before(shop: Shop, promise: Table) -> pd.DataFrame | None:
    """The table of the last earlier day that was kept; None where there is none, or nobody was in it."""
    table = _earlier(shop, promise)
    found = pd.read_parquet(table) if table else None
    return None if found is None or found.empty else found


def stamp_of_before(shop: Shop, promise: Table) -> str:
    """A digest of what `before` reads, empty without; for tables that follow from their own past."""
    table = _earlier(shop, promise)
    return _digest(table) if table else ""


def _earlier(shop: Shop, promise: Table) -> Path | None:
    """Where the last table of a day before as_of lies."""
    table, note = _places(shop.data / "out", promise)
    days = {day: table} if (day := _day(table, note)) else {}
    days |= {date.fromisoformat(folder.name): _places(folder, promise)[0] for folder in _folders(shop) if _places(folder, promise)[0].is_file()}
    earlier = [day for day in days if day < shop.as_of]
    return days[max(earlier)] if earlier else None


def _folders(shop: Shop) -> list[Path]:
    """Folders of days that once were the newest, oldest first."""
    return sorted((shop.data / "out" / "before").glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"))


def _step_aside(table: Path, note: Path, shop: Shop, day: date) -> None:
    """The note goes first: a table without one is still read by its own column `as_of`, a note without its table is nothing."""
    aside = durable.folder_with(0o700, shop.data / "out" / "before" / day.isoformat())
    for path in (note, table):
        if path.is_file():
            os.replace(path, aside / path.name)
    durable.flush_folder(aside)
    with_table = [folder for folder in _folders(shop) if (folder / table.name).is_file()]
    for folder in with_table[:-EARLIER_DAYS]:
        for path in (note, table):
            (folder / path.name).unlink(missing_ok=True)


def _day(table: Path, note: Path) -> date | None:
    """The day a kept table looks from, by its note, else by its own column; None where there is no table or it does not say."""
    if not table.is_file():
        return None
    said = _said(note).get("as_of")
    if said:
        return date.fromisoformat(said)
    kept = pd.read_parquet(table)
    return pd.Timestamp(kept["as_of"].iloc[0]).date() if "as_of" in kept and len(kept) else None


def _places(folder: Path, promise: Table) -> tuple[Path, Path]:
    return folder / f"{promise.name}.parquet", folder / f"{promise.name}.json"


def _said(note: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _digest(table: Path) -> str:
    return hashlib.sha256(table.read_bytes()).hexdigest()
