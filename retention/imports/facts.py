"""What an import found, put together from its tables: counts, days, what was understood, what is known, and the ledger."""

from collections.abc import Mapping
from datetime import date

import duckdb
import pandas as pd

from retention.imports import build, examples, fates, form_sheets, knowing, listed
from retention.imports.account import LEDGER_COLUMNS, SAID, Imported, Understood
from retention.imports.guess import GUESSED
from retention.imports.maps import TABLES, Source
from retention.imports.raw import Unread
from retention.imports.reading import digest
from retention.imports.recognise import Staged, tells_of_orders
from retention.imports.typing import chosen_columns
from retention.settings import ShopSettings
from retention.tables import SHOP_TABLES, DataProblem

# Grains of which a shop may have nothing else: a help desk, a survey.
SERVICE = ("ticket", "message", "ticket_state", "survey")
# The days that exports tell of.
OF_SALES = (("orders", "ordered_on"), ("returns", "returned_on"), ("events", "happened_on"))
OF_SERVICE = (("tickets", "opened_on"), ("tickets", "resolved_on"), ("ticket_messages", "sent_on"), ("ticket_states", "changed_on"),
              ("surveys", "asked_on"), ("surveys", "answered_on"))  # fmt: skip


def gathered(
    con: duckdb.DuckDBPyConnection,
    staged: list[Staged],
    unread: list[Unread],
    sources: dict[str, tuple[str, Source]],
    shop: ShopSettings,
    zone: str,
    notes: tuple[str, ...],
    shown: list[examples.Example],
) -> Imported:
    """What was found, with the ledger; DataProblem where nothing useful can be made of the files."""
    names, maps = {s.number: s.raw.name for s in staged}, [s.map for s in staged if s.map.name not in (listed.NAME, form_sheets.NAME)]
    found = {row[0] for row in con.sql("show tables").fetchall()}
    tables = {t: len(con.table(t)) for t in SHOP_TABLES if t in found}
    if not tables["orders"]:
        if any(tells_of_orders(source) for _, source in sources.values()):
            raise DataProblem(f"{', '.join(names.values())}: not one usable order. {_why_none(con, sources, shown)}")
        tables = {name: rows for name, rows in tables.items() if name not in build.OF_ORDERS}
        if not any(tables.get(TABLES[grain]) for grain in SERVICE):
            raise DataProblem(f"{', '.join(names.values())}: not one usable row. {_why_none(con, sources, shown)}")
    rows = fates.ledger(con, sources, names)
    return Imported(
        map=", ".join(dict.fromkeys(m.name for m in maps)),
        currency=shop.currency or next((m.currency for m in maps if m.currency), "") or _single_currency(con, sources),
        time_zone=zone,
        language=shop.language or next((m.language for m in maps if m.language), "en"),
        files=_fed(staged),
        not_recognised=tuple(map(str, unread)),
        tables=tables,
        unfit=_unfit_counts(fates.unfit_values(con, sources, names)),
        notes=notes,
        days=_days(con, tables),
        spans=_spans(con, sources, names),
        exports={s.raw.name: digest(s.raw.path) for s in staged},
        understood=_understood(con, staged, sources),
        knows=knowing.knows(con, staged, sources),
        examples=tuple(shown),
        ledger=pd.DataFrame(rows, columns=LEDGER_COLUMNS).astype({"money": float}),
    )


def _fed(staged: list[Staged]) -> dict[str, str]:
    """Table of a file → the sources that it feeds."""
    fed: dict[str, list[str]] = {}
    for s in staged:
        fed.setdefault(s.raw.name, []).append(s.name)
    return {name: ", ".join(sources) for name, sources in fed.items()}


def _understood(con: duckdb.DuckDBPyConnection, staged: list[Staged], sources: dict[str, tuple[str, Source]]) -> tuple[Understood, ...]:
    """What was understood of the files that were read by meaning."""
    mine = [s for s in staged if s.map.name == GUESSED]
    if not mine:
        return ()
    names = [s.raw.name for s in mine]
    listed_names = ", ".join([*names[:3], *["…"] * (len(names) > 3)])
    files = names[0] if len(names) == 1 else f"{len(names)} files and sheets with the same columns ({listed_names})"
    # Letters of an encoding nobody thought of look like another one's: whoever reads the line sees which was taken.
    encodings = sorted({s.raw.encoding for s in mine} - {"", "utf-8", "utf-8-sig"})
    files += f" (letters read as {', '.join(encodings)})" if encodings else ""
    table, source = sources[mine[0].name]
    chosen = chosen_columns(source, mine[0].raw.header)
    if source.more_states or source.settled_when:
        chosen["more_states"] = ", ".join([*source.more_states, *source.settled_when])
    taken = {role: chosen[role] for role in sorted(chosen, key=list(dict.fromkeys([*SAID, *chosen])).index)}
    counted = con.sql(
        f"select status, count(*) from {table} where fate = '{fates.KEPT}' and status in ('unpaid', 'closed') group by 1 order by 1 desc"
    ).fetchall()
    return (Understood(files, taken, dict(counted), tuple(name for name in mine[0].raw.header if name not in chosen.values())),)


def _days(con: duckdb.DuckDBPyConnection, tables: Mapping[str, int]) -> tuple[str, str]:
    """First and last day on which something was sold, given back or done; without orders, on which the help desk or a survey heard of it."""
    told = OF_SALES if "orders" in tables else OF_SERVICE
    days = " union all ".join(f"select {day} as day from {table}" for table, day in told if table in tables)
    first, last = con.sql(f"select min(day), max(day) from ({days})").fetchall()[0]
    return first.isoformat(), last.isoformat()


def _spans(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], names: Mapping[int, str]) -> dict[str, tuple[str, str]]:
    """First and last day that the rows of each file tell of."""
    dated = [(table, time) for table, s in sources.values() if (time := fates.time_of(s)) in s.columns]
    days = " union all ".join(f"select file_no, cast({time} as date) as day from {table} where fate = '{fates.KEPT}'" for table, time in dated)
    if not days:
        return {}
    found = con.sql(f"select file_no, min(day), max(day) from ({days}) where day is not null group by 1 order by 1").fetchall()
    days_of: dict[str, list[date]] = {}
    for number, first, last in found:
        days_of.setdefault(names[number], []).extend((first, last))
    return {name: (min(told).isoformat(), max(told).isoformat()) for name, told in days_of.items()}


def _unfit_counts(values: list[tuple[str, str, int, str]]) -> tuple[dict[str, str | int], ...]:
    """Values that do not fit, counted by source, file and field, each with its first row."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for source, file, row, field in values:
        rows.setdefault((source, file, field), []).append(row)
    return tuple({"source": s, "file": file, "field": field, "values": len(of), "example": min(of)} for (s, file, field), of in rows.items())


def _single_currency(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> str:
    for table, source in sources.values():
        if "currency" in source.columns:
            return str((con.sql(f"select max(currency) from {table} where fate = 'kept'").fetchone() or [""])[0] or "")
    return ""


def _why_none(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], shown: list[examples.Example]) -> str:
    told_as, example = f"case fate when '{fates.KEPT}' then row_kind else fate end", {e.fate: e for e in reversed(shown)}
    return "; ".join(
        examples.in_words(fate, n, row, example[fate]) if fate in example else f"{fate}: {n:,} rows, e.g. row {row}"
        for table, _ in sources.values()
        for fate, n, row in con.sql(f"select {told_as}, count(*), min(_row) from {table} group by 1 order by 2 desc").fetchall()
    )
