"""Codes of coupons, from a file or invented."""

import csv
import io
from pathlib import Path

import pandas as pd

from retention.tables import DataProblem


def codes_of(file: Path) -> pd.DataFrame:
    """Codes of a CSV file: code, expires_on (ISO day or missing). DataProblem for anything else; then nothing of the file is used."""
    rows = [row for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))) if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "code" not in head:
        raise DataProblem(f"{file.name}: the first line should be `code,expires_on`; it is {','.join(rows[0]) if rows else 'empty'!r}")
    columns = [head.index(name) if name in head else len(head) for name in ("code", "expires_on")]
    told = [[row[place].strip() if place < len(row) else "" for place in columns] for row in rows[1:]]
    found = pd.DataFrame(told, columns=["code", "expires_on"], dtype=object)
    days = found["expires_on"].replace("", None)
    problems = {
        "a line has no code": found["code"].eq("").any(),
        f"the code {_first(found['code'], found['code'].duplicated())!r} stands there twice": found["code"].duplicated().any(),
        f"{_first(days, _no_day(days))!r} is no day; write it as 2026-12-31": _no_day(days).any(),
    }
    problem = next((sentence for sentence, there in problems.items() if there), "")
    if problem:
        raise DataProblem(f"{file.name}: {problem}. Nothing of the file was taken in")
    # As the ledger compares them: 2026-7-1 would come after 2026-07-16.
    plain = pd.to_datetime(days, format="%Y-%m-%d").dt.strftime("%Y-%m-%d").astype(object)
    return found.assign(expires_on=plain.where(plain.notna(), None))


def invented_codes(pool: str, n: int) -> pd.DataFrame:
    """Codes for a rehearsal, which no till knows."""
    return pd.DataFrame({"code": [f"TEST-{pool}-{number:06d}" for number in range(n)], "expires_on": pd.Series([None] * n, dtype=object)})


def _no_day(days: pd.Series) -> pd.Series:
    return days.notna() & pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").isna()


def _first(values: pd.Series, which: pd.Series) -> object:
    return values[which].iloc[0] if which.any() else ""
