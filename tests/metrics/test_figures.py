"""Charts by what they draw."""

from datetime import date

import numpy as np
import pytest

from retention import metrics
from retention.pages.kit.words import Words
from retention.pages.metrics import pictures as charts
from retention.seasons import NO_CALENDAR, Calendar
from retention.settings import CampaignEvent

AS_OF = date(2026, 6, 20)
ENGLISH, CHINESE = Words("en", "GBP"), Words("zh", "CNY")


@pytest.fixture
def orders(shop):
    """Fifty customers by month since January 2025; the even ones come back after ten days; one refund a month."""
    rows = []
    for i in range(50):
        year, month = 2025 + i // 36, 1 + (i // 3) % 12
        rows += [(f"c{i}", f"{year}-{month:02}-05", 20 + i, 5 if i % 3 == 0 else 0)]
        rows += [(f"c{i}", f"{year}-{month:02}-15", 10)] if i % 2 == 0 else []
    return shop(rows)


def cohorts_drawn(table, words):
    return charts.cohorts(table, metrics.pooled(table, 1), words)


def all_figures(orders, words, calendar=NO_CALENDAR):
    waiting = metrics.waits(orders, AS_OF)
    return [
        charts.sales_by_month(metrics.sales_by_month(orders, AS_OF), calendar, words),
        cohorts_drawn(metrics.cohorts(orders, AS_OF), words),
        charts.repeat_curve(metrics.repeat_curve(waiting), words, metrics.repeat_by_cohort(waiting, 5), metrics.cohort_grain(waiting)),
        charts.concentration(metrics.concentration(orders, AS_OF, "all"), words),
    ]


def test_net_sales_stand_before_gross_ones_and_months_not_settled_are_pale(orders):
    months = metrics.sales_by_month(orders, AS_OF)
    fig = charts.sales_by_month(months, NO_CALENDAR, ENGLISH)
    gross, net = fig.data
    assert (list(gross.y), list(net.y)) == (months["gross"].tolist(), months["net"].tolist())
    assert fig.layout.barmode == "overlay"
    pale = np.array(net.marker.color) == charts.PALE
    assert pale.tolist() == (months["partial"] | months["provisional"]).tolist()
    assert pale.any()
    assert not pale.all()


def test_campaigns_are_marked_where_they_were_and_the_latest_are_named(orders):
    shop = Calendar("cn", (CampaignEvent(name="<b>店庆", days=(date(2025, 8, 20), date(2026, 4, 20))),))
    fig = charts.sales_by_month(metrics.sales_by_month(orders, AS_OF), shop, CHINESE)
    marks = fig.data[2]
    assert date(2025, 11, 11) in marks.x
    assert date(2026, 2, 17) in marks.x
    assert len(fig.layout.shapes) == len(marks.x)
    named = {note.text: note.x for note in fig.layout.annotations}
    assert named["双11"] == date(2025, 11, 11)
    assert named["<b>店庆"] == date(2026, 4, 20)
    assert len(charts.sales_by_month(metrics.sales_by_month(orders, AS_OF), NO_CALENDAR, CHINESE).data) == 2


def test_the_heat_map_shows_each_share_and_rings_the_month_not_over(orders):
    table = metrics.cohorts(orders, AS_OF)
    heat, rings = cohorts_drawn(table, ENGLISH).data
    later = table[table["age"] > 0]
    assert np.isfinite(heat.z).sum() == len(later)
    assert heat.y[0].startswith("2025-01* · ")
    assert not heat.y[1].startswith("2025-02*")
    assert len(rings.x) == later["partial"].sum() > 0
    assert "month not over" in heat.customdata[0][int(later["age"].max()) - 1]


def test_the_repeat_curve_is_drawn_over_a_year_with_its_marks_and_cohorts(orders):
    waiting = metrics.waits(orders, AS_OF)
    curve = metrics.repeat_curve(waiting, 5)
    fig = charts.repeat_curve(curve, ENGLISH, metrics.repeat_by_cohort(waiting, 5), "quarter")
    marks = fig.data[-1]
    assert list(marks.x) == [30, 60, 90, 180, 365]
    assert list(marks.y) == curve.loc[curve["mark"], "share"].tolist()
    assert max(max(trace.x) for trace in fig.data) <= charts.REPEAT_DAYS
    alone = charts.repeat_curve(curve, ENGLISH)
    assert len(fig.data) > len(alone.data) == 4


def test_the_concentration_curve_marks_the_share_its_title_speaks_of(orders):
    found = metrics.concentration(orders, AS_OF, "all", top=0.1)
    fig = charts.concentration(found, ENGLISH)
    best = fig.data[-1]
    assert list(best.x) == [0.1]
    assert best.error_y.array[0] > 0
    assert fig.layout.title.text.startswith("The best 10 % of customers")


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize("rows", [[], [(None, "2026-06-01", 10)], [("ann", "2026-06-20", 10)], [("ann", "2026-06-01", 10, 10, False)]])
def test_shops_without_much_to_show_get_a_title_that_says_so(shop, rows, words):
    for fig in all_figures(shop(rows), words, Calendar()):
        assert fig.layout.title.text
        assert fig.layout.title.subtitle.text


def test_charts_need_no_webgl_and_no_network(orders):
    kinds = {trace.type for fig in all_figures(orders, ENGLISH) for trace in fig.data}
    assert kinds == {"bar", "scatter", "heatmap"}
