"""Whatever the files hold: kept plus left out is what was read, lines add up to their order, net is gross minus settled refunds."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from tests.importer import Importer
from tests.imports.mapped import mapped
from tests.laws import tries

SOURCES = """
  lines:
    grain: line
    columns: {order_id: o, line_id: l, customer_id: c, ordered_at: d, product_id: p, quantity: q, line_paid: a,
              gross_paid: total, refunded: back, status: s}
    status: {ok: completed, sent: dispatched, new: unpaid, off: closed, back: refunded}
    footer: {equals: [Total]}
    decimal: point
  returns:
    grain: return
    columns: {return_id: r, order_id: ro, returned_at: rd, amount: ra, status: rs}
    status: {done: settled, asked: open, no: refused}
"""
HEAD, RETURNS_HEAD = "o,l,c,d,p,q,a,total,back,s\n", "r,ro,rd,ra,rs\n"
CENTS = st.sampled_from(["0", "1", "10.00", "33.33", "0.01", "10.005", "0.3333", "99999999.99", "7.1"])
ROWS = st.tuples(
    st.sampled_from("123"), st.sampled_from("xy"), st.sampled_from(["2026-05-01", "2026-05-02", ""]), st.sampled_from(["1", "2", ""]), CENTS,
    st.sampled_from(["", "", "20", "0.05", "50"]), st.sampled_from(["", "", "无退款申请", "3"]),
    st.sampled_from(["ok", "sent", "", "new", "off", "back", "?"]),
)  # fmt: skip
MANGLED = st.sampled_from(
    ["1,9,x,2026-02-30,p,1,5,,,ok", "2,9,x,2026-05-01,p,1,abc,,,ok", "3,9,x", "Total,,,,,,99,,,", "1,9,x,2026-05-01,p,1.5,5,,,ok",
     "2,9,x,2026-05-01,p,1,123456789012,,,ok", "3,9,x,2026-05-01,p,1,-4,,,ok", ",,,,,,,,,", ",,x,2026-05-01,p,1,4,,,ok",
     "1,9,x,2026-05-01,p,1,5,6,7,8,9"]
)  # fmt: skip
RETURNS = st.lists(
    st.tuples(st.sampled_from("123456"), st.sampled_from(["0.5", "1", "", "x"]), st.sampled_from(["done", "asked", "no", "", "??"])), max_size=3
)
FILES = st.lists(st.lists(st.one_of(ROWS, ROWS, MANGLED), min_size=1, max_size=6), min_size=1, max_size=2)


def written(number: int, rows: list) -> str:
    """A file whose order numbers no other file has; lines are numbered, so that none repeats another."""
    lines = [row if isinstance(row, str) else f"{row[0]},{n},{row[1]},{row[2]},p{n},{','.join(row[3:])}" for n, row in enumerate(rows)]
    return HEAD + "".join(f"{number}{line}\n" if line[0].isdigit() else f"{line}\n" for line in lines)


def read_by_hand(content: str) -> tuple[int, Decimal]:
    """Rows below the header (those of empty cells are none), and the amounts in them that anybody can read."""
    rows = [line.split(",") for line in content.splitlines()[1:] if line.strip(",")]
    amounts = [row[6] for row in rows if len(row) == 10]
    return len(rows), sum((Decimal(a) for a in amounts if a.replace(".", "").lstrip("-").isdigit()), Decimal(0))


@tries(5)
@example([[("1", "x", "2026-05-01", "1", "10.005", "20", "3", "ok"), ("1", "x", "", "2", "0", "", "", ""), "1,9,x,2026-05-01,p,1,abc,,,ok"]], [])
@example([[("1", "x", "2026-05-01", "1", "10", "", "3", "back"), ("1", "x", "", "2", "0.3333", "", "", "off")]], [("1", "1", "no")])
@given(FILES, RETURNS)
def test_rows_lines_and_net_add_up_whatever_the_files_hold(files, returns):
    contents = [written(number, rows) for number, rows in enumerate(files, start=1)]
    told = RETURNS_HEAD + "".join(f"r{n},1{of},2026-05-09,{amount},{state}\n" for n, (of, amount, state) in enumerate(returns))
    told += "r99,good,2026-05-09,1,done\n"
    good = HEAD + "good,1,w,2026-04-01,p,1,1,,,ok\n"
    before = tables_of([good, *contents], told)
    if len(contents) > 1:
        after = tables_of([*reversed(contents), good], told)
        for one, other in zip(before, after, strict=True):
            pd.testing.assert_frame_equal(one, other)


def tables_of(contents: list[str], told: str) -> list[pd.DataFrame]:
    """Orders, lines and returns of files, after the laws were held against them."""
    with TemporaryDirectory() as folder:
        shop = Importer(Path(folder))
        imported = mapped(shop, SOURCES, returns=told, **{f"f{number}": content for number, content in enumerate(contents)})
        orders, of_orders, returns = (shop.table(name) for name in ("orders", "order_lines", "returns"))
        ledger = imported.ledger[imported.ledger["source"] == "lines"]
    rows, money = (sum(values) for values in zip(*map(read_by_hand, contents), strict=True))
    assert ledger["rows"].sum() == rows
    assert round(ledger["money"].sum(), 4) == round(float(money), 4)
    cents = (100 * orders.set_index("order_id")[["gross_paid", "refunded", "net_paid"]]).round().astype(int)
    assert (cents["net_paid"] == cents["gross_paid"] - cents["refunded"]).all()
    paid = (100 * of_orders.groupby("order_id")["line_paid"].sum()).round().astype(int)
    assert paid.to_dict() == cents["gross_paid"].to_dict()
    settled = returns[returns["status"] == "settled"].groupby("order_id")["amount"].sum()
    assert (100 * settled.reindex(cents.index, fill_value=0)).round().astype(int).tolist() == cents["refunded"].tolist()
    assert not returns.loc[returns["status"] != "settled", "amount"].any()
    return [orders, of_orders, returns]
