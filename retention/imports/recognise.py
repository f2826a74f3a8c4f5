"""Which table of which file feeds which source: by the maps' headers, else by the meaning of the columns. Every table has a fate.

By meaning is read what no map knows, where nothing that a map knows tells of orders.

A table is known by the columns that its source must have, in one of its first rows. One table may feed several sources of one map
(orders and their lines under one header); where the sources have the same grain, the one that asks for most columns is meant.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import NamedTuple

from retention.imports import doubts, meaning
from retention.imports.answers import Answers
from retention.imports.guess import guess
from retention.imports.made import with_made
from retention.imports.maps import NEEDED, ImportMap, Source, find, shipped
from retention.imports.raw import SEARCHED, RawFile, Unread, readable, shown, tidy
from retention.imports.reading import stage, tables_in
from retention.imports.typing import chosen_columns, doubtful_columns, missing_columns, standing_for
from retention.imports.wide_states import with_states
from retention.settings import ShopSettings
from retention.tables import DataProblem


@dataclass(frozen=True)
class Staged:
    """A table as text, and the source that it feeds. `name` is the source's in the ledger, with its map's in front where there are several;
    `made` are texts of several columns, SQL by the name of their column in the header."""

    raw: RawFile
    map: ImportMap
    name: str
    source: Source
    number: int
    plain: frozenset[str]
    place: Path
    made: Mapping[str, str] = field(default_factory=dict)


class Match(NamedTuple):
    """A table, and the source of a map that knows it by its header."""

    raw: RawFile
    map: ImportMap
    name: str

    @property
    def source(self) -> Source:
        return self.map.sources[self.name]


def stage_all(
    files: list[Path], shop: ShopSettings, work: Path, beside: Path | None, say: Callable[[str], None], answers: Answers
) -> tuple[list[Staged], list[Unread]]:
    """Stage every table that a map knows, and one that tells of sales by meaning where none of them does; returns them and what is not read."""
    if not files:
        raise DataProblem("no exports among the files, only work lists. Add the export of orders; it is the one table that must be there")
    maps = [find(name, beside) for name in shop.maps] or shipped()
    known, strangers, unread = sorted_out(files, maps)
    if not known:
        _refuse_lost(strangers, maps if shop.maps else [])
        staged, others = _stage_guessed(strangers, work, say, answers)
        return staged, [*unread, *others]
    used = list({match.map.name: match.map for match in known}.values())
    refuse_nearly_known(strangers, used)
    staged = list(_stage_known(known, len(used) > 1, work, say))
    if not shop.maps and lacks_orders(known, strangers, answers):
        guessed, others = _stage_guessed(strangers, work, say, answers, first=len(staged))
        return [*staged, *guessed], [*unread, *others]
    return staged, [*unread, *(Unread(raw.name, _why_unknown(raw, maps)) for raw in strangers)]


def sorted_out(files: list[Path], maps: list[ImportMap]) -> tuple[list[Match], list[RawFile], list[Unread]]:
    """The tables of files by their headers alone: those that a map knows, those that none does, and what is no table."""
    known: list[Match] = []
    strangers: list[RawFile] = []
    unread: list[Unread] = []
    for path in files:
        with readable(path):
            tables, passed_over = _look(path, maps)
        unread += passed_over
        for raw, matches in tables:
            known += matches
            strangers += [] if matches else [raw]
    return known, strangers, unread


def tells_of_orders(source: Source) -> bool:
    """Whether a source's rows are orders, or lines that orders can be added up from."""
    return source.grain in ("order", "line") and "ordered_at" in source.columns


def lacks_orders(known: list[Match], strangers: list[RawFile], answers: Answers) -> bool:
    """Whether nothing that a map knows tells of orders, and a table that no map knows tells of sales."""
    return not any(tells_of_orders(match.source) for match in known) and any(tells_of_sales(raw, answers) for raw in strangers)


# -- by maps ----------------------------------------------------------------------------------------


def _look(path: Path, maps: list[ImportMap]) -> tuple[list[tuple[RawFile, list[Match]]], list[Unread]]:
    """The tables of a file with what knows each. A source that tells how to read it is obeyed before anything is found out."""
    sources = [source for m in maps for source in m.sources.values() if path.match(source.files)]
    for told in dict.fromkeys(_told(source) for source in sources if any(_told(source))):
        tables, unread = tables_in(path, *told)
        matched = [(raw, _matches(raw, maps, told)) for raw in tables]
        if any(matches for _, matches in matched):
            return matched, unread
    tables, unread = tables_in(path)
    return [(raw, _matches(raw, maps, ("", ""))) for raw in tables], unread


def _told(source: Source) -> tuple[str, str]:
    return source.encoding, source.delimiter


def _matches(raw: RawFile, maps: list[ImportMap], told: tuple[str, str]) -> list[Match]:
    """The sources of one map that know a table: the map that can use most of its columns."""
    of_maps = [[*claims(raw, import_map, told)] for import_map in maps]
    return max(of_maps, key=_columns_used, default=[])


def _fits(raw: RawFile, source: Source) -> bool:
    """Whether the name of a file, or of a member of a zip, is one that the source's files have."""
    return PurePath(raw.member or raw.path).match(source.files)


def _columns_used(matches: list[Match]) -> int:
    return len({column for match in matches for column in chosen_columns(match.source, match.raw.header).values()})


def claims(raw: RawFile, import_map: ImportMap, told: tuple[str, str] = ("", "")) -> Iterator[Match]:
    """Sources of a map that know a table; a table that one of them knows by its name is that one's alone."""
    fitting = {n: s for n, s in import_map.sources.items() if _fits(raw, s) and _told(s) == told}
    without_header = next((name for name, source in fitting.items() if source.names), None)
    if without_header:
        yield Match(raw.without_header(fitting[without_header].names), import_map, without_header)
        return
    found = [Match(headed, import_map, name) for name, source in fitting.items() if (headed := _headed(raw, source))]
    for kind in dict.fromkeys(_kind(match.source) for match in found):
        yield max((m for m in found if _kind(m.source) == kind), key=lambda m: len(m.source.recognised_by()))


def _kind(source: Source) -> tuple[str, str]:
    """Grain, and which rows of a file are of it."""
    return source.grain, repr(source.rows)


def _headed(raw: RawFile, source: Source) -> RawFile | None:
    """The table with the row as header that holds all columns the source must have; None where no row does."""
    wanted = _stripped(source.recognised_by())
    rows = [source.header_row] if source.header_row else range(1, SEARCHED + 1)
    row = next((n for n in rows if n <= len(raw.top) and not _lost(wanted, raw.top[n - 1])), None)
    return replace(raw.headed(row), second_header=source.second_header) if row else None


def _stage_known(known: list[Match], several: bool, work: Path, say: Callable[[str], None]) -> Iterator[Staged]:
    for number, match in enumerate(known):
        say(f"reading {match.raw.name}")
        source, header, made = with_made(match.source, match.raw.header)
        source, header = with_states(source, header)
        lost = missing_columns(source, header)
        if lost:
            raise DataProblem(_lost_column(match.raw, lost))
        for needed, found in doubtful_columns(source, header).items():
            if needed in NEEDED[source.grain]:
                raise DataProblem(doubts.several_fit(match.raw.name, match.map.name, needed, *found))
        place = work / f"{number}.parquet"
        with readable(match.raw.path):
            plain = stage(match.raw, place, may_be_empty=not tells_of_orders(match.source))
        name = f"{match.map.name}-{match.name}" if several else match.name
        yield Staged(replace(match.raw, header=header), match.map, name, source, number, plain, place, made)


def _why_unknown(raw: RawFile, maps: list[ImportMap]) -> str:
    """Why a table beside known ones is left alone."""
    names = [m.name for m in maps]
    other = next((m.name for m in shipped() if m.name not in names and _matches(raw, [m], ("", ""))), None)
    if other:
        return f"the map {other!r} knows it; name it in shop.yaml (map: [{', '.join(names)}, {other}]) to have it read"
    return f"no import map knows its columns ({shown(raw.header)})" if raw.header_row else "no table in it"


def nearly_known(raw: RawFile, maps: list[ImportMap]) -> Iterator[tuple[ImportMap, str, RawFile, list[str]]]:
    """Sources most of whose columns stand in a table: their map and name, the table with that row as header, and the columns it lost."""
    for import_map in maps:
        for name, source in import_map.sources.items():
            wanted = _stripped(source.recognised_by())
            for row, cells in enumerate(raw.top[:SEARCHED] if not source.names and _fits(raw, source) else (), start=1):
                lost = _lost(wanted, cells)
                if 0 < len(lost) * 2 < len(wanted):
                    yield import_map, name, raw.headed(row), lost


def refuse_nearly_known(strangers: list[RawFile], maps: list[ImportMap]) -> None:
    """A table with most of a source's columns is an export that lost one, not a stranger to be passed over."""
    for raw in strangers:
        for _, _, headed, lost in nearly_known(raw, maps):
            raise DataProblem(_lost_column(headed, lost))


def _refuse_lost(strangers: list[RawFile], maps: list[ImportMap]) -> None:
    """Where the shop's own maps know no table, the first one has lost the columns of the first source."""
    if maps and strangers:
        source = next(iter(maps[0].sources.values()))
        raise DataProblem(_lost_column(strangers[0], _lost(_stripped(source.recognised_by()), strangers[0].header)))


def _lost(wanted: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Columns that a row of names lacks."""
    there = tidy(cells)
    return [column for column in wanted if not standing_for(column, there)]


def _stripped(names: tuple[str, ...]) -> list[str]:
    return [n.strip() for n in names]


def _lost_column(raw: RawFile, lost: list[str]) -> str:
    there = f"The file has the columns: {shown(raw.header)}." if raw.header_row else "The file has no row with the names of its columns."
    return f"{raw.name}: the column for {', '.join(lost)} is missing. {there} Export it again with all columns, or change the import map"


# -- by meaning -------------------------------------------------------------------------------------


def _stage_guessed(
    tables: list[RawFile], work: Path, say: Callable[[str], None], answers: Answers, first: int = 0
) -> tuple[list[Staged], list[Unread]]:
    """The tables that no map knows, stacked where their headers are equal and read by the meaning of their columns; `first` is their number."""
    chosen = table_of_sales(tables, answers)
    raws = [raw for raw in tables if set(raw.header) == set(chosen.header)]
    others = [Unread(raw.name, _why_other(raw, chosen)) for raw in tables if raw not in raws]
    places, plain = [work / f"{number}.parquet" for number in range(first, first + len(raws))], []
    for raw, place in zip(raws, places, strict=True):
        say(f"reading {raw.name}")
        with readable(raw.path):
            plain.append(stage(raw, place, may_be_empty=len(raws) > 1))
    guessed = guess(raws, places, answers)
    source = guessed.sources["orders"]
    staged = [Staged(raw, guessed, "orders", source, first + n, plain[n], places[n]) for n, raw in enumerate(raws)]
    return staged, others


def table_of_sales(tables: list[RawFile], answers: Answers) -> RawFile:
    """The first table that tells when what was paid; several of them with different columns are refused."""
    headed = [raw for raw in tables if raw.header_row]
    if not headed:
        raise DataProblem(_no_header(tables))
    groups = {frozenset(raw.header): raw for raw in reversed(headed)}
    telling = [raw for raw in groups.values() if tells_of_sales(raw, answers)]
    if len(telling) > 1 or (not telling and len(groups) > 1):
        several = "; ".join(f"{raw.name}: {shown(raw.header)}" for raw in reversed(telling or groups.values()))
        raise DataProblem(
            f"{len(tables)} tables that no import map knows, with different columns ({several}). "
            "Give files with the same columns, or write an import map (see CONTRIBUTING, 'a new export format')"
        )
    return next(raw for raw in headed if set(raw.header) == set((telling or headed)[0].header))


def _no_header(tables: list[RawFile]) -> str:
    if not tables:
        return "no table in the files. Add the export of orders; it is the one table that must be there"
    return (
        f"{tables[0].name}: it has no row with the names of its columns, so nothing tells which is which. "
        "Write names above the first row (e.g. customer, date, amount) and import it again"
    )


def _why_other(raw: RawFile, chosen: RawFile) -> str:
    """Why a table beside the chosen ones is left alone; one that is as wide and has lost its header is refused."""
    if raw.header_row:
        return f"it has other columns than {chosen.name} ({shown(raw.header)})"
    if len(raw.header) == len(chosen.header) and len(raw.top) > 1:
        raise DataProblem(_no_header([raw]))
    return "no table in it"


def tells_of_sales(raw: RawFile, answers: Answers) -> bool:
    """Whether a table has, by the names of its columns or because somebody said so, a day and an amount or a price."""
    if not raw.header_row:
        return False
    day, money = (any(meaning.fitting(role, raw.header) for role in roles) for roles in (("ordered_at", "paid_at"), ("gross_paid", "unit_price")))
    said = [role for role, column in answers.columns.items() if column in raw.header]
    return (day or "ordered_at" in said) and (money or "gross_paid" in said)
