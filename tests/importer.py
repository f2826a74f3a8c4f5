"""A shop made of raw files written by hand, imported, and its tables read back."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from retention import imports
from retention.imports.answers import Answers
from retention.settings import ShopSettings

TODAY = date(2026, 7, 1)


class Importer:
    """Writes raw files, imports them, and reads the tables back."""

    def __init__(self, folder: Path):
        self.raw, self.data = folder / "raw", folder / "data"
        self.raw.mkdir()

    def write(self, name: str, content: str, encoding: str = "utf-8") -> Path:
        path = self.raw / name
        path.write_bytes(content.encode(encoding))
        return path

    def run(self, answers: Answers | None = None, **settings) -> imports.Imported:
        return imports.import_shop([self.raw], ShopSettings(**settings), self.data, TODAY, answers=answers)

    def table(self, name: str) -> pd.DataFrame:
        return duckdb.sql(f"select * from read_parquet('{self.data}/tables/{name}.parquet/*.parquet')").df()

    def fates(self, imported: imports.Imported) -> dict[str, int]:
        return imported.ledger.groupby("fate")["rows"].sum().to_dict()
