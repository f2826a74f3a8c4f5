"""Which row is the header, by shape alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.imports.headers import likely_header
from retention.imports.raw import masked, tidy
from retention.tables import DataProblem
from tests.laws import tries

HEAD, ROW = ("客户", "付款时间", "实付金额", "备注"), ("王芳", "2026-05-01 10:00", "12.50", "")
TOPS = {
    "first row": (1, [HEAD, ROW, ROW]),
    "titles and blanks above": (4, [("五月销售明细",), (), ("制表", "2026-05-31"), HEAD, ROW, ROW]),
    "a row of groups above": (2, [("申请信息", "", "", "订单信息"), HEAD, ROW]),
    "only texts below": (1, [("name", "city"), ("Ann", "Rome"), ("Bob", "Oslo")]),
    "no rows below": (1, [HEAD]),
    "a column without a name": (1, [("customer", "", "date", "amount"), ("Ann", "x", "2026-05-01", "3")]),
    "equal names": (1, [("name", "note", "note", "amount"), ("Ann", "a", "b", "3")]),
    "numbers first": (0, [ROW, ROW, ROW]),
    "a row of texts among data": (0, [ROW, ROW, ("oops", "oop", "op", "o"), ROW]),
    "telephones": (0, [("Ann", "+44 20 7946 0958"), ("Bob", "+44 20 7946 0959")]),
    "one column": (0, [("customer",), ("Ann",)]),
    "nothing": (0, []),
    "a cover": (0, [("Our shop",), (), ("printed by", "Ann")]),
}


@pytest.mark.parametrize(("row", "top"), TOPS.values(), ids=TOPS)
def test_the_header_is_told_by_its_shape(row, top):
    assert likely_header(top) == row


@tries(100)
@given(st.lists(st.lists(st.text("a1 .@-", max_size=4), max_size=4).map(tuple), max_size=20))
def test_whatever_stands_there_the_header_is_one_of_its_rows_or_none(top):
    assert 0 <= likely_header(top) <= len(top)


@tries(200)
@given(
    st.lists(
        st.sampled_from(["a", "A", "a.1", "a.2", "", "column 2", " a", "_row", "_BROKEN", "\ufeffa", "`a", "_customer", "\0a", "a\0"]), max_size=12
    )
)
def test_no_two_columns_have_one_name_for_the_engine(names):
    made = [name.lower() for name in tidy(names)]
    assert len({*made, "_row", "_broken", "_raw", "_customer"}) == len(names) + 4


def test_repeated_names_are_numbered():
    assert tidy(["a", "b", "a", "a", ""]) == ("a", "b", "a.1", "a.2", "column 5")
    assert tidy(["x"] * 20_000)[-1] == "x.19999"


@pytest.mark.parametrize(
    "contact",
    [
        "13812345678", "+44 20 7946 0958", "ann.lee@shop.org", "138-1234-5678", "021-55551234", "010 8888 6666", "１３８１２３４５６７８",
        "(555) 123-4567", "110101199003071234", "555.123.4567", "13812345678.0", "（010）8888–6666", "5551234",
    ],
)  # fmt: skip
def test_contacts_are_masked_in_messages(contact):
    assert contact not in masked(f"to {contact}, of 2026")
    assert "of 2026" in masked(f"to {contact}, of 2026")


@pytest.mark.parametrize(
    "plain",
    [
        "1,234.50", "1.234.567,50", "12345678.90", "1 234,50", "2026-02-30", "2026-02-30 10:00:00", "31/12/2026 9:05 PM",
        "24-07-03 13:46", "31.12.2026",
        "2026-05-01T25:00:00+99:99", "2026年5月31日 10:00", "１２.５", "999999", "Ｓｉｚｅ １２", "12:30:59.123",
        "2026-01-01 - 2026-03-31",
    ],
)  # fmt: skip
def test_amounts_and_dates_are_shown_as_they_are_written(plain):
    assert masked(f"to {plain}, of 2026") == f"to {plain}, of 2026"


def test_names_on_two_lines_stand_on_one_in_messages(shop):
    shop.write("orders.csv", '"Bet\nrag",colour\nx,red\n')
    with pytest.raises(DataProblem, match=r"The file has the columns: Bet rag, colour\."):
        shop.run()
