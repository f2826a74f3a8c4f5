"""Sales by calendar month."""

from datetime import date

import pandas as pd

from retention.metrics import sales_by_month


def test_months_hold_gross_net_and_the_guests_part(shop):
    rows = [("ann", "2026-01-05", 100, 30), (None, "2026-01-20", 50), ("ann", "2026-03-01", 40), ("ann", "2026-03-02", 99, 99, False)]
    table = sales_by_month(shop(rows), date(2026, 5, 31))
    assert table["month"].dt.strftime("%Y-%m").tolist() == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    assert table["gross"].tolist() == [150, 0, 40, 0, 0]
    assert table["net"].tolist() == [120, 0, 40, 0, 0]
    assert table["orders"].tolist() == [2, 0, 1, 0, 0]
    assert table["guests"].round(4).tolist() == [0.3333, 0, 0, 0, 0]


def test_months_not_whole_and_months_with_refunds_to_come_are_marked(shop):
    table = sales_by_month(shop([("ann", "2026-01-05", 100), ("ann", "2026-04-20", 100)]), date(2026, 4, 20), provisional_days=30)
    assert table["partial"].tolist() == [True, False, False, True]
    assert table["provisional"].tolist() == [False, False, True, True]
    whole = sales_by_month(shop([("ann", "2026-01-01", 100)]), date(2026, 1, 31), provisional_days=0)
    assert whole[["partial", "provisional"]].to_numpy().tolist() == [[False, False]]


def test_a_shop_without_orders_has_no_months(shop):
    assert sales_by_month(shop([("ann", "2026-01-05", 10, 10, False)]), date(2026, 4, 20)).empty
    assert isinstance(sales_by_month(shop([]), date(2026, 4, 20)), pd.DataFrame)
