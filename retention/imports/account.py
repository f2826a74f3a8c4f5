"""What an import found, kept beside the tables and told on the terminal: facts, and the ledger of what became of every row."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from retention.imports import fates
from retention.imports.answers import OPTIONS, words
from retention.imports.examples import Example, in_words
from retention.imports.meaning import vocabulary
from retention.tables.checks import Finding

FACTS = "import.json"
LEDGER = "ledger.parquet"
LEDGER_COLUMNS = ["source", "file", "fate", "kind", "guest", "rows", "money", "example"]


# Our field → what people call it, in the order in which they tell it.
SAID = {"customer_id": "customer", "ordered_at": "date", "paid_at": "paid on", "dispatched_at": "sent on", "gross_paid": "amount",
        "line_paid": "amount of the row", "unit_price": "price of one", "quantity": "quantity", "units": "quantity", "order_id": "order number",
        "status": "status", "more_states": "state as well", "refunded": "refunded", "product_name": "product",
        "product_id": "product number"}  # fmt: skip

TELLING = vocabulary("rows")["telling"]


@dataclass(frozen=True)
class Understood:
    """What the columns of files without a map were taken for: our field → column, rows left out by state, and the columns not used."""

    files: str
    taken: dict[str, str]
    left_out: dict[str, int]
    unused: tuple[str, ...]

    def said(self) -> str:
        """One line for the terminal."""
        states = ", ".join(f"{state} {rows:,}" for state, rows in self.left_out.items())
        told = {"status" if "status" in self.taken else "more_states": f" ({states} left out)"} if states else {}
        taken = [f"{SAID.get(role, role.replace('_', ' '))} = {column}{told.get(role, '')}" for role, column in self.taken.items()]
        none = f"no column for the customer was found, all orders are guests' ({words(OPTIONS['customer_id'], ['COLUMN'])})"
        guests = [] if "customer_id" in self.taken else [none]
        return f"{self.files}: " + " · ".join([*taken, *guests, *self._not_used()])

    def _not_used(self) -> list[str]:
        """Columns that may change figures by their names stand apart from the others."""
        telling = [name for name in self.unused if any(part in name.casefold() for part in TELLING)]
        rest = [name for name in self.unused if name not in telling]
        told = [("not used, though they may tell of money or states", telling), ("not used", rest)]
        return [f"{what}: {', '.join(names)}" for what, names in told if names]


@dataclass(frozen=True)
class Imported:
    """What an import found: facts for the notebooks, and the ledger (one row per source, file, fate and kind).

    `unfit` counts values of the shop's own fields that were left empty because they do not fit: source, file, field, values, example row.
    `understood` says of each file read by meaning what its columns were taken for, `places` are
    the files and folders that were asked for.
    `notes` say in a line each what the files do not tell by themselves: columns that a map names and no file has, what was done about customers
    (masked ones, telephones as numbers, spellings), how numbers are read, what stands in two maps, which work lists were not read, and what
    is doubtful about the money. They name no customer, because they are kept. `findings` are laws of the tables that the exports' own figures break.
    `examples` show what stood in cells for which rows were left out. `days` are the first and last day told of, `spans` those of each file,
    `exports` the digest of each file.
    `knows` says of each map what its files can tell at all: customer, refunds, times (`knowing`).
    `not_recognised` are files and sheets that were not read, each with its reason.
    """

    map: str
    currency: str
    time_zone: str
    language: str
    files: dict[str, str]
    not_recognised: tuple[str, ...]
    tables: dict[str, int]
    unfit: tuple[dict[str, str | int], ...]
    notes: tuple[str, ...]
    days: tuple[str, str]
    exports: dict[str, str]
    ledger: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    understood: tuple[Understood, ...] = ()
    places: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    knows: tuple[dict[str, str], ...] = ()
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_facts(data: Path) -> dict:
    """Facts of the last import (currency, time zone, language, files); empty when nothing was imported or the file is broken."""
    path = data / "tables" / FACTS
    try:
        facts = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def read_ledger(data: Path) -> pd.DataFrame:
    """The ledger of the last import: one row per source, file, fate and kind."""
    return pd.read_parquet(data / "tables" / LEDGER)


def ledger_lines(imported: Imported) -> list[str]:
    """What became of the rows, a line per file and fate, the tables made of them, and what could not be read, for the terminal."""
    ledger = imported.ledger.assign(file=[_fed(imported, *pair) for pair in imported.ledger[["file", "source"]].astype(str).to_numpy().tolist()])
    summed = ledger.groupby(["file", "fate"], sort=False).agg(rows=("rows", "sum"), example=("example", "min")).reset_index()
    lines = [understood.said() for understood in imported.understood]
    example = {(_fed(imported, e.file, e.source), e.fate): e for e in imported.examples}
    for file, fates_of in summed.groupby("file", sort=False):
        read, kept = int(fates_of["rows"].sum()), int(fates_of.loc[fates_of["fate"] == fates.KEPT, "rows"].sum())
        left = fates_of[fates_of["fate"] != fates.KEPT]
        counted = zip(left["fate"].astype(str), left["rows"].astype(int), left["example"].astype(int), strict=True)
        others = "; ".join(in_words(fate, n, row, example.get((str(file), fate))) for fate, n, row in counted)
        lines.append(f"{file}: {read:,} rows read, {kept:,} kept" + (f"; {others}" if others else ""))
    lines += [f"{file}: no rows below the header" for file in sorted(imported.files.keys() - set(imported.ledger["file"]))]
    lines += [f"{u['file']}: {u['values']:,} values of {u['field']} do not fit and were left empty (e.g. row {u['example']})" for u in imported.unfit]
    lines += imported.notes
    lines += [f"{f.table}: {f.rows:,} rows (e.g. {f.example}) break what should hold: {f.meaning}" for f in imported.findings]
    lines.append("tables: " + ", ".join(f"{name} {rows:,}" for name, rows in imported.tables.items() if rows))
    return [*lines, *(f"not read: {told}" for told in imported.not_recognised)]


def _fed(imported: Imported, file: str, source: str) -> str:
    """A file's name, with the source where it feeds several: each reads all of its rows."""
    return f"{file} ({source})" if ", " in imported.files.get(file, "") else file
