"""One sheet of texts as an .xlsx whose bytes depend on its content only."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell

LONG_AGO = datetime.datetime(2000, 1, 1)


def write(path: Path, table: pd.DataFrame, sheet: str) -> None:
    """Write `table`; every cell is a text (also one that begins with '='), empty texts are empty cells."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)

    def cell(value: str) -> object:
        if not value.startswith("="):
            return value or None
        text = WriteOnlyCell(page, value)
        text.data_type = "s"
        return text

    page.append(list(table.columns))
    for row in table.astype(str).itertuples(index=False, name=None):
        page.append([cell(v) for v in row])
    buffer = io.BytesIO()
    book.save(buffer)
    _without_clock(buffer, path)


def _without_clock(buffer: io.BytesIO, path: Path) -> None:
    """Pack again with fixed times: openpyxl writes the clock into the archive and into its properties."""
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                properties = openpyxl.packaging.core.DocumentProperties(creator="HerStyle", created=LONG_AGO, modified=LONG_AGO)
                content = openpyxl.xml.functions.tostring(properties.to_tree())
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
