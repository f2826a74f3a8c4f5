"""What no export tells is missing in the tables, not 0 and not 1: pieces and refunds."""

import pytest

from retention import imports
from retention.tables import checks
from tests.imports.mapped import mapped, money

PLAIN = "客户,日期,金额\n王芳,2026-05-01,100\n李娜,2026-05-02,50\n"


def orders_of(shop, content, name="orders.csv"):
    shop.write(name, content)
    shop.run()
    return shop.table("orders").sort_values("ordered_at", ignore_index=True)


# --- pieces ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "pieces"),
    [
        ("客户,日期,金额\n王芳,2026-05-01,100\n", None),
        ("客户,日期,金额,数量\n王芳,2026-05-01,100,3\n", 3),
        ("客户,日期,金额,数量\n王芳,2026-05-01,100,\n", None),
        ("订单号,客户,日期,商品,金额\n1,王芳,2026-05-01,裙,100\n1,王芳,2026-05-01,包,90\n", None),
        ("订单号,客户,日期,商品,金额,数量\n1,王芳,2026-05-01,裙,100,2\n1,王芳,2026-05-01,包,90,1\n", 3),
        ("订单号,客户,日期,商品,金额,数量\n1,王芳,2026-05-01,裙,100,2\n1,王芳,2026-05-01,包,90,\n", None),
    ],
    ids=["no column", "of the order", "an empty cell", "articles without pieces", "articles", "an article without pieces"],
)
def test_pieces_of_an_order_are_known_where_all_of_them_are_told(shop, content, pieces):
    units = orders_of(shop, content)["units"]
    assert [None if units.isna()[0] else units[0]] == [pieces]


# --- refunds -----------------------------------------------------------------------------------------------


def test_where_nothing_tells_of_refunds_they_are_missing_and_net_is_gross(shop):
    orders = orders_of(shop, PLAIN)
    assert orders["refunded"].isna().all()
    assert orders["net_paid"].tolist() == orders["gross_paid"].tolist() == [100, 50]
    assert orders["counts"].all()


def test_lines_tell_as_little_of_refunds_as_their_orders(shop):
    orders_of(shop, "订单号,客户,日期,商品,金额\n1,王芳,2026-05-01,裙,100\n")
    assert shop.table("order_lines")["refunded"].isna().all()


def test_one_refund_anywhere_makes_the_others_nothing(shop):
    orders = orders_of(shop, PLAIN + "赵敏,2026-05-03,-20\n")
    assert orders["refunded"].tolist() == [0, 0]


def test_an_export_of_returns_without_a_row_that_counts_tells_that_there_were_none(shop):
    from tests.imports.test_orders import RETURNS, imported, order

    shop.write("returns.csv", RETURNS + "r1,1,1,p1,,发货后,退货退款,1,9,没有日期\n", "gb18030")
    assert imported(shop, order("1"))["refunded"].tolist() == [0]


# --- laws --------------------------------------------------------------------------------------------------


def laws_broken(**tables):
    return {found.law for found in checks.findings(tables)}


def test_net_of_refunds_that_are_not_known_is_gross(shop, tmp_path):
    import ibis

    orders_of(shop, PLAIN)
    orders = ibis.duckdb.connect().read_parquet(f"{shop.data}/tables/orders.parquet/*.parquet")
    assert laws_broken(orders=orders) == set()
    assert laws_broken(orders=orders.mutate(net_paid=(orders.net_paid - 1).cast("decimal(18,2)"))) == {"net_adds_up"}
    some = (orders.gross_paid > 60).ifelse(ibis.literal(0).cast("decimal(18,2)"), orders.refunded)
    assert laws_broken(orders=orders.mutate(refunded=some)) == {"refunds_told_or_not"}


# --- amounts -----------------------------------------------------------------------------------------------


def of_articles(shop, head, rows):
    shop.write("orders.csv", f"order_id,customer,date,product,{head}\n{rows}")
    return shop.run()


def test_an_article_without_an_amount_is_left_out_and_told(shop):
    imported = of_articles(shop, "amount", "1,a,2026-05-01,s,10\n1,a,2026-05-01,u,5\n2,b,2026-05-02,t,\n")
    assert shop.fates(imported) == {"kept": 2, "no line_paid": 1}
    assert "orders.csv: 3 rows read, 2 kept; 1 with nothing in 'amount' (e.g. row 4)" in imports.ledger_lines(imported)
    assert shop.table("orders")["order_id"].tolist() == ["1"]


PRICED = """
  lines:
    grain: line
    columns: {order_id: o, ordered_at: d, product_id: p, quantity: q, unit_price: u, line_paid: a, status: s}
    status: {ok: paid, open: unpaid}
    not_orders: [{field: product_id, equals: [gift], why: gift}]
"""


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ("p1,2,5,,ok", "kept"),
        ("p1,2,,9,ok", "kept"),
        ("p1,,5,9,ok", "kept"),
        ("p1,2,,,ok", "no line_paid"),
        ("p1,,5,,ok", "no line_paid"),
        ("p1,,0,,ok", "kept"),  # no price
        ("gift,1,,,ok", "kept"),
        ("p1,1,,,open", "kept"),
    ],
)
def test_an_article_wants_an_amount_or_price_and_pieces_where_it_is_sold(shop, row, fate):
    imported = mapped(shop, PRICED, lines=f"o,d,p,q,u,a,s\n1,2026-05-01,p0,1,7,,ok\n2,2026-05-02,{row}\n")
    assert shop.fates(imported) == ({"kept": 2} if fate == "kept" else {"kept": 1, fate: 1})


def test_where_only_price_and_pieces_are_told_the_missing_one_is_named(shop):
    told = "  lines: {grain: line, columns: {order_id: o, ordered_at: d, product_id: p, quantity: pieces, unit_price: price}}\n"
    imported = mapped(shop, told, lines="o,d,p,pieces,price\n1,2026-05-01,p1,1,7\n2,2026-05-02,p1,2,\n3,2026-05-03,p1,,7\n")
    assert shop.fates(imported) == {"kept": 1, "no unit_price": 1, "no quantity": 1}
    assert "1 with nothing in 'pieces' (e.g. row 4); 1 with nothing in 'price' (e.g. row 3)" in " ".join(imports.ledger_lines(imported))


def test_an_article_of_an_order_that_tells_its_amount_wants_none(shop):
    told = "  lines: {grain: line, columns: {order_id: o, ordered_at: d, product_id: p, line_paid: l, gross_paid: a}}\n"
    imported = mapped(shop, told, lines="o,d,p,l,a\n1,2026-05-01,p1,,30\n1,2026-05-01,p2,,30\n")
    assert shop.fates(imported) == {"kept": 2}
    assert money(shop) == [["1", 30, 0, 30, 2]]


def test_an_article_of_an_order_that_another_export_tells_wants_no_amount(shop):
    told = """
  orders: {grain: order, columns: {order_id: o, ordered_at: d, gross_paid: a}}
  lines: {grain: line, columns: {order_id: lo, ordered_at: ld, product_id: p, line_paid: l}}
"""
    imported = mapped(shop, told, orders="o,d,a\n1,2026-05-01,30\n", lines="lo,ld,p,l\n1,2026-05-01,p1,\n1,2026-05-01,p2,30\n")
    assert shop.fates(imported) == {"kept": 3}
