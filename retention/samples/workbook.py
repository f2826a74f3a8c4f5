"""One sheet of texts as an .xlsx whose bytes depend on its content only."""

import datetime
import io
import zipfile
from html import escape
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

LONG_AGO = datetime.datetime(2000, 1, 1)
SHEET = "xl/worksheets/sheet1.xml"


def write(path: Path, table: pd.DataFrame, sheet: str) -> None:
    """Write `table`; every cell is a text (also one that begins with '='), empty texts are empty cells.

    openpyxl makes the workbook with the heads of the columns; the rows are put behind them as text, which takes a fraction of the time.
    """
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet(sheet).append(list(table.columns))
    buffer = io.BytesIO()
    book.save(buffer)
    _pack(buffer, path, "".join(_rows(table)))


def _rows(table: pd.DataFrame) -> list[str]:
    """The rows as the sheet's XML has them, from the second on."""
    letters = [get_column_letter(place) for place in range(1, table.shape[1] + 1)]
    columns = [table[name].astype(str).tolist() for name in table.columns]
    return [
        f'<row r="{number}">{"".join(_cell(f"{letter}{number}", text) for letter, text in zip(letters, cells, strict=True) if text)}</row>'
        for number, cells in enumerate(zip(*columns, strict=True), start=2)
    ]


def _cell(place: str, text: str) -> str:
    """A cell of text; blanks at its ends are kept."""
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}" t="inlineStr"><is><t{keep}>{escape(text, quote=False)}</t></is></c>'


def _pack(buffer: io.BytesIO, path: Path, rows: str) -> None:
    """Pack again with the rows and with fixed times: openpyxl writes the clock into the archive and into its properties."""
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                properties = openpyxl.packaging.core.DocumentProperties(creator="HerStyle", created=LONG_AGO, modified=LONG_AGO)
                content = openpyxl.xml.functions.tostring(properties.to_tree())
            elif name == SHEET:
                content = content.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
