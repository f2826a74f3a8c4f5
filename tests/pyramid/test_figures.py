"""Pictures of notebook 01, judged by the numbers they draw."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention import pyramid
from retention.pages.kit.words import Words
from retention.pages.pyramid import pictures as figures
from retention.pyramid import layers
from retention.pyramid.card import customer_card
from retention.pyramid.recency import recency_bands

BOTH = pytest.mark.parametrize("words", [Words("en", "GBP"), Words("zh", "CNY")], ids=["en", "zh"])
EN = Words("en", "GBP")


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


def coverage(*filled: float) -> pd.DataFrame:
    rows = [(layer, 4, int(share > 0), share, () if share else ("events",)) for layer, share in zip(layers.LAYERS, filled, strict=True)]
    return pd.DataFrame(rows, columns=["layer", "fields", "present", "filled", "lacking"])


def area(trace) -> float:
    """Area inside a closed line (shoelace)."""
    x, y = np.asarray(trace.x, float), np.asarray(trace.y, float)
    return abs(float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())) / 2


def test_the_filled_part_of_a_layer_has_the_area_of_its_coverage():
    fig = figures.layers_pyramid(coverage(1.0, 0.8, 0.25, 0.0, 0.5), 100, EN)
    whole = [trace for trace in fig.data if trace.fillcolor == figures.HOLLOW]
    filled = [trace for trace in fig.data if trace.fillcolor == figures.FILL]
    shares = [area(part) / area(next(w for w in whole if min(w.y) == min(part.y))) for part in filled]
    assert shares == pytest.approx([1.0, 0.8, 0.25, 0.5])


def test_empty_layers_are_hollow_with_a_dashed_edge_and_name_the_table():
    fig = figures.layers_pyramid(coverage(1.0, 0.8, 0.25, 0.0, 0.5), 100, EN)
    dashed = [trace for trace in fig.data if trace.line.dash == "dash"]
    assert [min(trace.y) > 3 for trace in dashed] == [True]
    assert "needs events" in fig.layout.annotations[7].text
    assert "1 of 4 fields" in fig.layout.annotations[1].text


def test_layers_narrow_towards_the_top_with_basic_at_the_foot():
    fig = figures.layers_pyramid(coverage(0, 0, 0, 0, 0), 0, EN)
    widths = [max(trace.x) - min(trace.x) for trace in fig.data]
    assert widths == sorted(widths, reverse=True)
    assert "Basic" in fig.layout.annotations[0].text


def test_bars_show_the_shares_of_the_bands(built):
    bands = recency_bands(built, 365)
    fig = figures.money_by_recency(bands, EN)
    assert list(fig.data[0].x) == bands["customers_share"].tolist()
    assert list(fig.data[1].x) == bands["money_share"].tolist()
    assert list(fig.data[0].y)[-1] == "over 365 d"


def second_orders() -> pd.DataFrame:
    rows = [
        ("overall", "whole", None, None, None, 300, 90, 0.3, 0.25, 0.35, False),
        ("category", "named", "coat", None, None, 100, 20, 0.2, 0.13, 0.29, True),
        ("category", "named", "a dress with a very long name", None, None, 100, 40, 0.4, 0.31, 0.5, False),
        ("category", "named", "cap", None, None, 9, 3, None, None, None, False),
        ("category", "other", None, None, None, 91, 27, 0.297, 0.2, 0.4, False),
    ]
    return pd.DataFrame(rows, columns=["question", "kind", "group", "band_low", "band_high", "n", "k", "share", "low", "high", "differs"])


def test_groups_stand_from_the_highest_share_down_with_their_intervals():
    fig = figures.second_order(second_orders(), "category", 90, EN)
    dots = fig.data[0]
    assert list(dots.x) == [0.4, 0.2, 0.297]
    assert [round(float(x + up), 3) for x, up in zip(dots.x, dots.error_x.array, strict=True)] == [0.5, 0.29, 0.4]
    assert list(dots.y) == [0, 1, 3]
    assert fig.layout.shapes[0].x0 == 0.3


def test_a_thin_group_says_its_counts_and_has_no_dot():
    fig = figures.second_order(second_orders(), "category", 90, EN)
    assert "3 of 9" in {annotation.text for annotation in fig.layout.annotations}
    assert 2 not in list(fig.data[0].y)


def test_long_names_leave_room_on_a_phone_and_stand_whole_in_the_hover():
    fig = figures.second_order(second_orders(), "category", 90, EN)
    assert max(len(tick.split("\n")[0]) for tick in fig.layout.yaxis.ticktext) <= 16
    assert "a dress with a very long name" in fig.data[0].hovertext[0]


def test_a_question_the_data_do_not_answer_shows_the_whole_shop():
    fig = figures.second_order(second_orders(), "channel", 90, EN)
    assert list(fig.data[0].x) == [0.3]
    assert "all customers" in fig.layout.yaxis.ticktext[0]


def test_a_shop_without_old_first_orders_says_its_counts():
    whole = second_orders().iloc[:1].assign(n=3, k=1, share=np.nan, low=np.nan, high=np.nan)
    fig = figures.second_order(whole, "channel", 90, EN)
    assert "1 of 3" in {annotation.text for annotation in fig.layout.annotations}


def test_price_bands_stand_by_price():
    limits = [("band_2", 20, 40, 0.5), ("band_1", 0, 19, 0.1), ("band_3", 41, 99, 0.3)]
    rows = [
        ("price_band", "named", name, low, high, 100, int(share * 100), share, share - 0.05, share + 0.05, False) for name, low, high, share in limits
    ]
    table = pd.concat([second_orders().iloc[:1], pd.DataFrame(rows, columns=second_orders().columns)])
    assert list(figures.second_order(table, "price_band", 90, EN).data[0].x) == [0.1, 0.5, 0.3]


def test_the_timeline_draws_each_order_and_what_stayed_of_it(built, shop):
    card = customer_card(built, shop["tables"]["orders"], shop["tables"]["order_lines"], "ann", "C-1", {}, {})
    gross, net, heads = figures.customer_timeline(card, EN).data
    assert list(heads.y) == [100, 300, 80, 20, 200]
    assert [y for y in gross.y if y] == [100, 300, 80, 20, 200]
    assert [y for y in net.y if y] == [250, 80, 200]


@BOTH
def test_pictures_of_the_smallest_shops_are_drawn(tables, words):
    orders = tables.orders(tables.order("1", "ann", "2024-01-01", 0))
    one = pyramid.build({"orders": orders}, date(2024, 1, 1), "all", {})
    covered = layers.layer_coverage(layers.field_coverage(one, {"orders"}, []))
    assert len(figures.layers_pyramid(covered, 1, words).data) >= 5
    assert figures.money_by_recency(recency_bands(one, 365), words).data[0].x[0] == 1.0
    assert len(figures.money_by_recency(recency_bands(one.iloc[:0], 365), words).data) == 2
    assert list(figures.customer_timeline(customer_card(one, orders, None, "ann", "C-1", {}, {}), words).data[2].y) == [0]
