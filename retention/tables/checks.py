"""A shop's tables on disk against their promises, in the engine, once for each state of their files.

The import checks what it wrote and leaves a stamp beside the tables; whoever opens a table whose files are still those of the
stamp trusts it, and checks it again where they are others. Breaches refuse the table, broken laws are findings.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis import _

from retention import durable
from retention.tables import SHOP_TABLES
from retention.tables.promise import DataProblem, Table, column_breaches, value_breach

STAMP = "checks.json"


@dataclass(frozen=True)
class Finding:
    """A broken law: the table, the law's name and meaning, how many rows break it, and the key of the first."""

    table: str
    law: str
    meaning: str
    rows: int
    example: str


def check(table: ir.Table, promise: Table) -> None:
    """Raise DataProblem with every breach of grain, key, kinds and accepted values."""
    breaches = promise.absent(table.columns) or _repeats(table, promise) + _breaches_of_columns(table, promise)
    if breaches:
        raise DataProblem(f"{promise.name}: " + "; ".join(breaches))


def findings(tables: Mapping[str, ir.Table]) -> list[Finding]:
    """The laws that a shop's tables break, judged where all tables of a law are there with rows."""
    there = {name: table for name, table in tables.items() if table.limit(1).count().execute()}
    found = []
    for name in (n for n in SHOP_TABLES if n in there):
        promise = SHOP_TABLES[name]
        for law in (law for law in promise.laws if set(law.needs) <= set(there)):
            broken = law.broken(**{n: there[n] for n in (name, *law.needs)})
            key = promise.key[0]
            row = broken.agg(rows=_.count(), example=_[key].cast("string").min()).to_pyarrow().to_pylist()[0]
            if row["rows"]:
                found.append(Finding(name, law.name, law.meaning, row["rows"], row["example"]))
    return found


def digest(folder: Path) -> str:
    """Digest of a table's part files, by name and bytes."""
    found = hashlib.sha256()
    for part in sorted(folder.glob("*.parquet")):
        with open(part, "rb") as content:
            found.update(f"{part.name} {hashlib.file_digest(content, 'sha256').hexdigest()} ".encode())
    return found.hexdigest()


def write_stamp(folder: Path, digests: Mapping[str, str], found: list[Finding]) -> None:
    """Keep beside the tables which files were checked and what was found in them."""
    content = {"tables": dict(digests), "findings": [asdict(f) for f in found]}
    durable.write_file(folder / STAMP, json.dumps(content, ensure_ascii=False, indent=1), mode=0o600)


def read_stamp(folder: Path) -> tuple[dict[str, str], list[Finding]]:
    """Digests of the files that were checked, and what was found in them; nothing where no stamp can be read."""
    try:
        content = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        return dict(content["tables"]), [Finding(**f) for f in content["findings"]]
    except (OSError, ValueError, KeyError, TypeError):
        return {}, []


def check_folder(folder: Path, connection: ibis.BaseBackend) -> list[Finding]:
    """Check the tables of the engine that were written into `folder`, and leave the stamp; returns what was found.

    DataProblem where a promise is broken.
    """
    names = [name for name in SHOP_TABLES if (folder / f"{name}.parquet").is_dir()]
    tables = {name: connection.table(name) for name in names}
    for name, table in tables.items():
        check(table, SHOP_TABLES[name])
    found = findings(tables)
    write_stamp(folder, {name: digest(folder / f"{name}.parquet") for name in names}, found)
    return found


def _repeats(table: ir.Table, promise: Table) -> list[str]:
    key = list(promise.key)
    again = table.group_by(key).agg(n=_.count()).filter(_.n > 1)
    first = again.order_by(key).limit(1).to_pyarrow().to_pylist()
    rows = again.agg(rows=(_.n - 1).sum()).to_pyarrow()["rows"][0].as_py() if first else 0
    return promise.repeated(rows, ", ".join(str(first[0][k]) for k in key) if first else "")


def _breaches_of_columns(table: ir.Table, promise: Table) -> list[str]:
    columns = {name: column for name, column in promise.columns.items() if name in table.columns}
    limited = {name: column for name, column in columns.items() if column.values}
    strange = {name: ~table[name].isin(column.values) for name, column in limited.items()}
    counts = table.agg(
        rows=table.count(),
        **{f"there|{name}": table[name].count() for name in columns},
        **{f"strange|{name}": where.sum() for name, where in strange.items()},
        **{f"example|{name}": table[name].min(where=where) for name, where in strange.items()},
    )
    row, breaches = counts.to_pyarrow().to_pylist()[0], []
    for name, column in columns.items():
        breaches += column_breaches(name, column, str(table[name].type()), row["rows"] - row[f"there|{name}"], row["rows"])
    for name, column in limited.items():
        breaches += value_breach(name, column, row[f"strange|{name}"] or 0, row[f"example|{name}"] or "")
    return breaches
