"""Raw files as platforms write them: cells survive whatever stands in them, and the same table gives the same bytes."""

import csv
import io

import numpy as np
import openpyxl
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from retention.samples import exports, workbook
from tests.laws import tries

AWKWARD = ["", "a,b", 'says "so"', "two\nlines", "two\r\nlines", '="123"', " blank ", "<b>&amp;", "=1+1", "表情😀", "甲，乙"]


def written(path, table, encoding):
    path.unlink(missing_ok=True)
    exports.write_csv(path, table, encoding)
    return path.read_bytes()


def test_a_csv_reads_back_as_it_was_and_is_what_the_standard_library_writes(tmp_path):
    table = pd.DataFrame({"a": AWKWARD, "b": range(len(AWKWARD)), "c": AWKWARD[::-1], "order": 0})
    for encoding, end in (("gb18030", "\r\n"), ("utf-8-sig", "\n")):
        content = written(tmp_path / "t.csv", table, encoding).decode(encoding)
        rows = list(zip(AWKWARD, map(str, range(len(AWKWARD))), AWKWARD[::-1], strict=True))
        assert list(csv.reader(io.StringIO(content, newline=""))) == [["a", "b", "c"], *map(list, rows)]
        plain = io.StringIO(newline="")
        plainly = [row for row in rows if "\r" not in "".join(row)]
        csv.writer(plain, lineterminator=end).writerows([("a", "b", "c"), *plainly])
        kept = [i for i, row in enumerate(rows) if "\r" not in "".join(row)]
        assert written(tmp_path / "t.csv", table.iloc[kept], encoding).decode(encoding) == plain.getvalue()


@tries(30)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=8))
def test_rows_added_later_stand_behind_the_first_ones(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    clean = [tuple(cell.encode("utf-8", "ignore").decode() for cell in row) for row in rows]
    table = pd.DataFrame(clean, columns=["a", "b"], dtype=str)
    whole = written(path, table, "utf-8-sig")
    begun = written(path, table.iloc[:3], "utf-8-sig")
    exports.write_csv(path, table.iloc[3:], "utf-8-sig", begins=False)
    assert begun + path.read_bytes() == whole


def test_a_sheet_keeps_every_text_as_it_is(tmp_path):
    cells = [text for text in AWKWARD if "\r" not in text]
    table = pd.DataFrame({"number": range(len(cells)), "text": cells})
    workbook.write(tmp_path / "t.xlsx", table, "sheet")
    rows = list(openpyxl.load_workbook(tmp_path / "t.xlsx")["sheet"].iter_rows(values_only=True))
    assert rows == [("number", "text"), *((str(i), text or None) for i, text in enumerate(cells))]


@given(st.lists(st.datetimes(min_value=pd.Timestamp("1990-01-01"), max_value=pd.Timestamp("2099-12-31")) | st.none(), max_size=6))
def test_times_are_written_in_both_forms(times):
    moments = np.array([None if t is None else np.datetime64(t, "us") for t in times], dtype="datetime64[us]")
    assert exports.stamps(moments, slashes=False).tolist() == [f"{t:%Y-%m-%d %H:%M:%S}" if t else "" for t in times]
    assert exports.stamps(moments, slashes=True).tolist() == [f"{t.year}/{t.month}/{t.day} {t.hour}:{t.minute:02d}" if t else "" for t in times]
    assert exports.days(moments, slashes=True).tolist() == [f"{t.year}/{t.month}/{t.day}" if t else "" for t in times]


def test_money_and_long_numbers():
    assert exports.yuan(np.array([0, 5, 123456, 5])).tolist() == ["0.00", "0.05", "1234.56", "0.05"]
    assert exports.guarded(np.array(["123", ""])).tolist() == ['="123"', ""]
