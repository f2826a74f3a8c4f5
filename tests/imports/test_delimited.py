"""Texts of every shape: what divides their cells and lines, what stands above the table, and marks that swallow rows."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.imports.delimited import find_delimiter
from retention.imports.reading import tables_in, text_table
from retention.tables import DataProblem
from tests.laws import tries

HEAD = "customer,date,amount,note\n"


def rows_of(path, row=0):
    """The rows of a file's one table with their numbers."""
    [raw], _ = tables_in(path)
    return text_table(raw.headed(row) if row else raw).to_pylist()


def cells_of(path):
    return [[cell for name, cell in row.items() if not name.startswith("_")] for row in rows_of(path)]


SWALLOWING = {
    "one row, at the end": 'Ann,2026-05-01,3,"oops\nBob,2026-05-02,4,x\n',
    "one row, no line end": 'Ann,2026-05-01,3,"oops\nBob,2026-05-02,4,x',
    "up to a mark that opens a cell": 'Ann,2026-05-01,3,"oops\nBob,2026-05-02,4,x\nCid,2026-05-03,5,"fine"\n',
    "up to a cell of two marks": 'Ann,2026-05-01,3,"oops\nBob,2026-05-02,4,""\nCid,2026-05-03,5,"fine"\n',
    "up to another mark never closed": 'Ann,2026-05-01,3,"oops\nBob,2026-05-02,4,x\nCid,2026-05-03,5,"\nDot,2026-05-04,6,y\n',
    "behind a mark within a cell": 'Ann,2026-05-01,5" screen,"oops\nBob,2026-05-02,4,x\n',
    "behind text after a mark": 'Ann,"2026-05-01"x,3,"oops\nBob,2026-05-02,4,x\n',
    "into a row of another width": 'Ann,2026-05-01,"oops\nBob,2026-05-02,4\nCid,"2026-05-03",5,x\n',
    "many rows": 'Ann,2026-05-01,3,"oops\n' + "Bob,2026-05-02,4,x\n" * 30_000,
}


@pytest.mark.parametrize("rows", SWALLOWING.values(), ids=SWALLOWING)
def test_a_mark_that_swallows_even_one_row_is_refused_with_its_row(shop, rows):
    shop.write("orders.csv", HEAD + "Zoe,2026-04-30,2,\n\n" + rows)
    with pytest.raises(DataProblem, match=r"orders\.csv: row 4 opens a quotation mark .* swallows (the row|[\d,]+ or more rows) below it"):
        shop.run()


def test_rows_of_another_width_are_told_even_where_no_other_is(tmp_path):
    (tmp_path / "orders.csv").write_text("customer,date,amount\nAnn,3\nBob\n")
    assert [(row["_row"], row["_broken"]) for row in rows_of(tmp_path / "orders.csv", row=1)] == [(2, "Ann,3"), (3, "Bob")]


def test_cells_with_line_breaks_stay_cells(shop):
    rows = (
        'Ann,2026-05-01,3,"wants:\n1, 2, 3, 4\n5"\n"Bob\nLee",2026-05-02,4,"say ""hi""\nnow"\nCid,2026-05-03,5,"a\r\nb\n\n"\nDot,2026-05-04,6" x,\n'
    )
    shop.write("orders.csv", HEAD + rows)
    assert shop.fates(shop.run()) == {"kept": 3, "unreadable gross_paid": 1}
    assert rows_of(shop.raw / "orders.csv")[1]["note"] == 'say "hi"\nnow'


@tries(100)
@given(
    rows=st.lists(st.lists(st.text('ab1,;"\n\r \t', max_size=4), min_size=3, max_size=3), min_size=1, max_size=6),
    blank=st.lists(st.integers(0, 6), max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_as_it_was_written(tmp_path_factory, rows, blank, end):
    """Kept and left out add up to what was written, row numbers count blank lines, and no well-formed cell is refused."""
    rows = [[f"x{n}", *(cell.replace("\r", "") for cell in row)] for n, row in enumerate(rows)]
    lines = [io.StringIO() for _ in rows]
    for line, row in zip(lines, rows, strict=True):
        csv.writer(line, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(row)
    numbers, text = [], f"k,a,b,c{end}"
    for n, line in enumerate(lines):
        text += end * blank.count(n)
        numbers.append(n + 2 + sum(b <= n for b in blank))
        text += line.getvalue()
    path = tmp_path_factory.mktemp("csv") / "orders.csv"
    path.write_bytes(text.encode())
    read = rows_of(path, row=1)
    assert [list(row.values())[:4] for row in read] == rows
    assert [row["_row"] for row in read] == numbers


@tries(100)
@given(st.text('ab1,"\n\r', max_size=40))
def test_every_line_of_any_text_is_accounted_for_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("csv") / "orders.csv"
    path.write_bytes(b"k,a\n" + text.encode())
    try:
        read = len(rows_of(path, row=1))
    except DataProblem as problem:
        read = str(problem)
    filled = sum(any(record) or len(record) not in (0, 2) for record in csv.reader(io.StringIO(text, newline="")))
    assert read == filled or "opens a quotation mark" in str(read)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_told_by_several_lines(tmp_path, sign):
    path = tmp_path / "orders.csv"
    rows = [["Name, first", "date", "amount"], ["Lee, Ann", "2026-05-01", "1;5"], ["Roe, Bob", "2026-05-02", "7,5"]]
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)
    assert cells_of(path) == rows[1:]


def test_decimal_commas_and_guards_do_not_divide_cells():
    assert find_delimiter(["customer;date;amount", "Ann;2026-05-01;1,5", "Bob;2026-05-02;2,5"]) == ";"
    assert find_delimiter(["\ta,\tb,\tc", "\t1,\t2,\t3"]) == ","
    assert find_delimiter(["a\t,b\t,c\t", "1\t,2\t,3\t"]) == ","
    assert find_delimiter(["one column", "of text"]) == ","


@pytest.mark.parametrize("text", ["sep=;\ncustomer;date;amount\nAnn;2026-05-01;1.5\n", '"sep=;"\r\ncustomer;date;amount\r\nAnn;2026-05-01;1.5\r\n'])
def test_a_line_that_names_the_sign_is_obeyed(shop, text):
    [row] = rows_of(shop.write("orders.csv", text))
    assert (row["customer"], row["amount"], row["_row"]) == ("Ann", "1.5", 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(shop, end):
    path = shop.write("orders.csv", end.join(["customer,date,amount", "Ann,2026-05-01,1.5", "", "Bob,2026-05-02,2.5", ""]))
    assert [(row["_row"], row["amount"]) for row in rows_of(path)] == [(2, "1.5"), (4, "2.5")]


def test_backticks_before_every_cell_are_guards(shop):
    path = shop.write("bill.csv", "`customer,`date,`amount\n`o1,`2026-05-01 10:00:00,`12.50\n`o2,`2026-05-02 10:00:00,`7.50\n")
    assert [(row["customer"], row["date"], row["amount"]) for row in rows_of(path)][0] == ("o1", "2026-05-01 10:00:00", "12.50")


def test_what_stands_above_the_header_is_passed_over(shop):
    text = "Sales of the shop\n\nFrom,2026-05-01\ncustomer,date,amount\nAnn,2026-05-01,1.5\nBob,oops,2.5\nCid,2026-05-03,3.5\n"
    shop.write("orders.csv", text)
    assert shop.fates(shop.run()) == {"kept": 2, "unreadable ordered_at": 1}
    assert "orders.csv,6,unreadable ordered_at" in (shop.data / "left_out" / "orders.csv").read_text()


def test_a_name_in_the_header_may_have_a_line_break(shop):
    shop.write("orders.csv", 'customer,"date\n(local)",amount\nAnn,2026-05-01,1.5\n')
    [raw], _ = tables_in(shop.raw / "orders.csv")
    assert (raw.header[1], text_table(raw).to_pylist()[0]["amount"]) == ("date\n(local)", "1.5")


def test_a_file_without_a_header_shows_none_of_its_contents(shop):
    shop.write("orders.csv", "王芳,13812345678,2026-05-01,12\n李娜,13912345678,2026-05-02,30\n")
    with pytest.raises(DataProblem, match=r"orders\.csv: it has no row with the names of its columns") as problem:
        shop.run()
    assert not any(cell in str(problem.value) for cell in ("王芳", "138", "李娜"))


def test_a_message_shows_all_columns(shop):
    names = [f"field {chr(97 + n)}" for n in range(20)]
    shop.write("orders.csv", ",".join(names) + "\n" + ",".join("x" * 20) + "\n")
    with pytest.raises(DataProblem, match="field a, .*field s, field t"):
        shop.run()


def test_spaces_between_columns_may_lie_where_a_file_is_read_in_parts(tmp_path):
    path = tmp_path / "CDNOW_sample.txt"
    path.write_bytes(b" 00001   1 19970101  2   29.33\n" * 120_000)
    [raw], _ = tables_in(path, delimiter="whitespace")
    table = text_table(raw.without_header(["master", "id", "day", "units", "paid"]))
    assert table.drop_columns(["_row"]).group_by(table.column_names[:5] + ["_broken"]).aggregate([]).num_rows == 1
