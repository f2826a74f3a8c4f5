"""What no export tells is missing in the tables, not 0 and not 1: pieces and refunds."""

import pytest

from retention.tables import checks

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
