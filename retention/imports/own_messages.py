"""What the shop's own ledger of messages means for its tables, put to what the exports tell, last: touches, and consents withdrawn."""

from pathlib import Path

import duckdb

from retention.imports.told import ENGINE
from retention.imports.typing import quote, text
from retention.tables import SHOP_TABLES
from retention.tables.own_records import CONSENTS_FILE, FOLDER, TOUCHES_FILE

SAID = {
    "touches": "{n:,} messages of this shop's own ledger are put to touches",
    "consents": "{n:,} withdrawals that it received are put to consents",
}


def add(con: duckdb.DuckDBPyConnection, data: Path) -> tuple[str, ...]:
    """Put them in; a sentence for each table that got some. A row that an export has under the same number is not put in twice.

    Where no export tells of consents nobody knows who gave one, so that withdrawals alone make no table.
    """
    notes = []
    there = {row[0] for row in con.sql("show tables").fetchall()}
    for name, file in {"touches": TOUCHES_FILE, "consents": CONSENTS_FILE}.items():
        path = data / FOLDER / file
        if not path.is_file() or (name == "consents" and name not in there):
            continue
        columns = {column: ENGINE.get(told.kind, "boolean") for column, told in SHOP_TABLES[name].columns.items()}
        if name not in there:
            con.sql(f"create table {name} ({', '.join(f'{quote(column)} {kind}' for column, kind in columns.items())})")
        (key,) = SHOP_TABLES[name].key
        own = con.read_parquet(str(path)).columns
        cells = ", ".join(f"{quote(column) if column in own else 'null'}::{kind}" for column, kind in columns.items())
        before = len(con.table(name))
        con.sql(f"insert into {name} select {cells} from read_parquet({text(str(path))}) where {key} not in (select {key} from {name})")
        added = len(con.table(name)) - before
        notes += [SAID[name].format(n=added)] if added else []
    return tuple(notes)
