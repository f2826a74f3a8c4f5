"""Figures that need what no order tells are missing, with the reason; never 0, never 1."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.metrics import kpis
from tests.laws import tries
from tests.metrics.conftest import orders_of

AFTER_RETURNS = ("repurchase_rate_after_returns", "customers_after_returns", "orders_after_returns", "top20_share_after_returns")
PIECES = ("units_per_order", "units_per_order_new", "units_per_order_returning")
AS_OF = date(2026, 6, 30)


def rows(refunded=0, units=2, months=12):
    """Forty customers who buy every other month: enough for every rate, in this window and in the one before."""
    days = [date(2024 + month // 12, 1 + month % 12, 5 + month % 3) for month in range(6, 6 + 2 * months)]
    return [(f"c{i}", str(day), 100 + i, refunded, True, units) for i in range(40) for day in days[i % 2 :: 2]]


def told(shop, **what):
    table = kpis(shop(rows(**what)), None, AS_OF)
    return {row["name"]: row for row in table.to_dict("records")}


def is_missing(figure):
    return all(figure[name] != figure[name] for name in ("value", "low", "high", "previous", "last_year", "change_low", "change_high", "count"))


@pytest.mark.parametrize("name", ["refund_rate", *AFTER_RETURNS])
def test_without_a_word_of_refunds_there_is_no_figure_of_refunds(shop, name):
    figures = told(shop, refunded=None)
    assert figures[name]["missing"] == "kpi-missing-no-refunds"
    assert is_missing(figures[name])


@pytest.mark.parametrize("name", PIECES)
def test_without_pieces_there_are_no_pieces_per_order(shop, name):
    figures = told(shop, units=None)
    assert figures[name]["missing"] == "kpi-missing-no-pieces"
    assert is_missing(figures[name])


def test_every_other_figure_is_the_same_as_with_refunds_of_nothing(shop):
    known, unknown = told(shop), told(shop, refunded=None, units=None)
    left = [name for name in known if name not in ("refund_rate", *AFTER_RETURNS, *PIECES)]
    shown = lambda figures: {name: repr([figures[name][c] for c in ("value", "low", "high", "previous", "missing")]) for name in left}  # noqa: E731
    assert shown(known) == shown(unknown)
    assert known["refund_rate"]["value"] == 0
    assert known["units_per_order"]["value"] == 2


def test_pieces_per_order_are_those_of_the_orders_that_tell_them(shop):
    silent = [(*row[:5], None) for row in rows()]
    figure = {row["name"]: row for row in kpis(shop([*rows(units=3), *silent]), None, AS_OF).to_dict("records")}["units_per_order"]
    assert figure["value"] == 3
    assert figure["n"] == 40


def test_a_quiet_year_of_a_shop_that_tells_refunds_does_not_say_that_it_tells_none(shop):
    figures = {row["name"]: row for row in kpis(shop(rows()), None, date(2028, 6, 30)).to_dict("records")}
    assert figures["refund_rate"]["missing"] == "kpi-missing-too-few"
    assert figures["orders_after_returns"]["value"] == 0


ONE_ORDER = st.tuples(st.sampled_from("abcd"), st.integers(0, 360), st.one_of(st.none(), st.integers(1, 9)))


@tries(15)
@given(st.lists(ONE_ORDER, min_size=1, max_size=25), st.booleans())
def test_a_figure_is_what_the_orders_tell_or_missing(bought, refunds_told):
    back = 0 if refunds_told else None
    orders = orders_of([(who, str(AS_OF - timedelta(ago)), 100, back, True, units) for who, ago, units in bought])
    figures = {row["name"]: row for row in kpis(orders, None, AS_OF, least_group=1).to_dict("records")}
    pieces = [units for _, _, units in bought if units is not None]
    found = figures["units_per_order"]
    assert found["value"] == pytest.approx(sum(pieces) / len(pieces)) if pieces else found["missing"] == "kpi-missing-no-pieces"
    for name in ("refund_rate", *AFTER_RETURNS):
        assert (figures[name]["missing"] == "kpi-missing-no-refunds") != refunds_told, name
        assert (figures[name]["value"] == figures[name]["value"]) == refunds_told, name
    assert figures["net_sales"]["value"] == figures["gross_sales"]["value"] == 100 * len(bought)


def told_since(day: date, column: int) -> dict:
    """Figures of the shop of which one column of `rows` is told from this day on only."""
    early = [("old", "2020-01-01", 1, 0, True, 2)]
    days = [date(2024 + month // 12, 1 + month % 12, 5 + month % 3) for month in range(6, 30)]
    every = [*early, *((f"c{i}", str(day), 100 + i, 20, True, 2) for i in range(40) for day in days[i % 2 :: 2])]
    known = [row if date.fromisoformat(row[1]) >= day else (*row[:column], None, *row[column + 1 :]) for row in every]
    return {row["name"]: row for row in kpis(orders_of(known), None, AS_OF).to_dict("records")}


NET = ("net_sales", "aov", "spend_per_buyer")


@pytest.mark.parametrize(
    ("column", "resting"), [(3, ("refund_rate", *AFTER_RETURNS[:3], *NET)), (5, ("units_per_order",))], ids=["refunds", "pieces"]
)
def test_what_one_window_tells_and_the_other_does_not_is_not_compared(column, resting):
    """Told in the last 365 days only: net before was what was paid, so that beside it sales seem to have fallen by all refunds."""
    figures = told_since(AS_OF - timedelta(days=364), column)
    for name in resting:
        row = figures[name]
        assert row["value"] == row["value"], name
        assert row["alone"] == "kpi-alone-untold", name
        assert all(row[end] != row[end] for end in ("previous", "change", "change_low", "p_change", "last_year")), name
    compared = figures["gross_sales"]
    assert (compared["alone"], compared["change"]) == (None, compared["value"] - compared["previous"])


@pytest.mark.parametrize("column", [3, 5])
def test_what_both_windows_tell_is_compared(column):
    figures = told_since(date(2020, 1, 1), column)
    assert {figures[name]["alone"] for name in ("net_sales", "aov", "refund_rate", "units_per_order")} == {None}
    assert "kpi-alone-untold" not in {row["alone"] for row in figures.values()}
