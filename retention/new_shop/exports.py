"""What a shop's exports are: which map knows which table, what was read of each, and which columns lie unused."""

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retention import imports
from retention.contact import masked
from retention.imports import listed
from retention.imports.account import Imported
from retention.imports.answers import Answers
from retention.imports.cells import Cells, staged_cells
from retention.imports.fates import KEPT
from retention.imports.maps import ImportMap, find, shipped
from retention.imports.raw import RawFile, Unread
from retention.imports.reading import find_files, passed_over
from retention.imports.recognise import Match, nearly_known, sorted_out
from retention.imports.roles import DATED, NUMERIC
from retention.imports.typing import chosen_columns
from retention.settings import ShopSettings, load_yaml, shop_settings

# Columns of customers that no profile needs: contacts and addresses have fields of their own, notes may hold anything.
NOT_OFFERED = re.compile(
    "手机|电话|地址|姓名|昵称|备注|身份证|phone|mobile|mail|address|zip|postcode|city|name|note|company|password|^id$| id$|_id$", re.IGNORECASE
)


@dataclass(frozen=True)
class Exports:
    """The tables of some places by what knows them: those of maps, those of nobody, and what is no table."""

    places: tuple[Path, ...]
    known: list[Match]
    strangers: list[RawFile]
    unread: list[Unread]
    maps_there: dict[str, ImportMap]
    params: Path

    @property
    def maps(self) -> list[str]:
        """The maps that know a table as shop.yaml names them, in the order of the files."""
        called = {id(import_map): name for name, import_map in self.maps_there.items()}
        return list(dict.fromkeys(called[id(match.map)] for match in self.known))

    def known_lines(self) -> list[str]:
        """A line for each table that a map knows, by its header alone."""
        return [f"{name}: {_format(matches)}" for name, matches in self._by_table().items()]

    def tried(self, settings: ShopSettings, today: date, answers: Answers, say: Callable[[str], None]) -> Imported:
        """All of it imported into a folder that is gone afterwards: what became of the rows says more than the headers."""
        with tempfile.TemporaryDirectory() as folder:
            return imports.import_shop(list(self.places), settings, Path(folder) / "trial", today, self.params, say, answers)

    def lines(self, trial: Imported) -> list[str]:
        """A line for each table: its format, rows, days, and how many of its columns are used; then what is not read, and what is doubtful."""
        kept = trial.ledger[trial.ledger["fate"] == KEPT].groupby("file")["rows"].sum()
        read = trial.ledger.groupby(["file", "source"])["rows"].sum().groupby("file").agg(["sum", "max"])
        told = [understood.said() for understood in trial.understood]
        for name, matches in self._by_table().items():
            raw, once = matches[0].raw, len(matches) == 1 or all(match.source.rows for match in matches)
            used = {column for match in matches for column in _used(match)}
            days = f"; {trial.spans[name][0]} to {trial.spans[name][1]}" if name in trial.spans else ""
            # Kinds of rows share a file between them; a source of all rows reads each of them.
            rows = f"{read['sum' if once else 'max'].get(name, 0):,} rows" + (f", {kept.get(name, 0):,} kept" if once else "")
            told.append(f"{name}: {_format(matches)}; {rows}{days}; {len(used & set(raw.header))} of {len(raw.header)} columns used")
        told += [f"not read: {unread}" for unread in trial.not_recognised]
        return [*told, *self.nearly(), *(note for note in trial.notes if note.startswith("CHECK"))]

    def nearly(self) -> list[str]:
        """Tables that have lost a column of a known format."""
        told = []
        for raw in self.strangers:
            found = min(nearly_known(raw, list(self.maps_there.values())), key=lambda near: len(near[3]), default=None)
            if found:
                lost = ", ".join(found[3])
                told.append(
                    f"{raw.name}: would be {_called(found[0])}, {found[1].replace('_', ' ')}, without the missing column {lost}. Export it with it"
                )
        return told

    def own_fields(self) -> dict[str, dict[str, object]]:
        """Columns of the customers' exports that no field uses: each with the kind of its values, for the shop to choose from."""
        found: dict[str, dict[str, object]] = {}
        for match in (m for m in self.known if m.source.grain == "customer"):
            used = {column for m in self.known if m.raw.name == match.raw.name for column in _used(m)}
            left = [c for c in match.raw.header if c not in used and not NOT_OFFERED.search(c) and masked(c) == c]
            found |= _kinds(match.raw, left)
        return found

    def _by_table(self) -> dict[str, list[Match]]:
        tables: dict[str, list[Match]] = {}
        for match in self.known:
            tables.setdefault(match.raw.name, []).append(match)
        return tables


def look(places: Sequence[Path], params: Path) -> Exports:
    """The exports at some places, by their headers alone; the shop's own maps are asked before those that come with the package."""
    maps = _own_maps(params) | {import_map.name: import_map for import_map in shipped()}
    _, files = listed.split(find_files(list(places)))
    known, strangers, unread = sorted_out(files, list(maps.values()))
    return Exports(tuple(places), known, strangers, [*passed_over(list(places)), *unread], maps, params)


def _own_maps(params: Path) -> dict[str, ImportMap]:
    """The maps that shop.yaml names and that are no proposals any more."""
    if not (params / "shop.yaml").is_file():
        return {}
    paths = {name: params / name for name in shop_settings(params).maps}
    return {name: find(name, params) for name, path in paths.items() if path.is_file() and load_yaml(path)}


def _called(import_map: ImportMap) -> str:
    return import_map.called.get("en", import_map.name)


def _format(matches: Sequence[Match]) -> str:
    """The platform and the kinds of rows of a table."""
    return f"{_called(matches[0].map)}, {' and '.join(match.name.replace('_', ' ') for match in matches)}"


def _used(match: Match) -> list[str]:
    """Columns that a source reads."""
    source, header = match.source, match.raw.header
    more = [c.strip() for made in source.made.values() for c in (*made.first_of, *made.joined)]
    more += [c.strip() for parts in (*source.plus.values(), *source.less.values()) for c in parts]
    more += [*source.more_states, *source.settled_when, source.says_refunded, *([source.rows.column] if source.rows else [])]
    return [*chosen_columns(source, header).values(), *(column for column in more if column in header)]


def _kinds(raw: RawFile, columns: Sequence[str]) -> dict[str, dict[str, object]]:
    """Own fields by their columns' names, with the kind of their values; empty columns are none."""
    with staged_cells(raw, may_be_empty=True) as (cells, _):
        return {column: {"kind": _kind(cells, column), "column": column} for column in columns if cells.filled(column)}


def _kind(cells: Cells, column: str) -> str:
    if cells.share(column, NUMERIC) == 1:
        return "number"
    return "date" if cells.share(column, DATED) == 1 else "text"
