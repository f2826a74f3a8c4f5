"""Figures that need what no order tells are missing, with the reason; never 0, never 1."""

from datetime import date

import pytest

from retention.metrics import kpis

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
