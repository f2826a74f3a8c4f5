"""What customers do, like and are about to buy: summaries, sentences and pictures in both languages."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from retention import pyramid
from retention.pages import behaviour
from retention.pages.behaviour import pictures as figures
from retention.pages.behaviour import sentences as says
from retention.pages.behaviour.tables import Behaviour
from retention.pages.kit import blocks
from retention.pages.kit.words import Words
from retention.pyramid.intent import BACKTEST, Intent
from retention.settings import PyramidSettings
from retention.shop import Shop
from retention.tables import SHOP_TABLES
from tests.pages import book, html

EN, ZH = Words("en", "GBP"), Words("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])


def people(**columns) -> pd.DataFrame:
    """Four customers with these columns; all others are missing."""
    every = {f"{what}_{days}d": pd.NA for what in ("views", "chats", "returns") for days in (30, 90)}
    others = [f"{what}_{days}d" for what in ("favourites", "cart_adds", "campaigns", "coupons_used", "exchanges") for days in (30, 90)]
    tastes = [f"usual_{what}{end}" for what in ("category", "brand", "style", "colour", "season", "size", "promotion") for end in ("", "_low")]
    prices = ["median_discount", "price_n", "full_price_share", "new_arrival_share", "clearance_share", "launch_n"]
    rest = ["days_since_last_interaction", "days_since_last_order"]
    return pd.DataFrame(every | dict.fromkeys([*others, *tastes, *prices, *rest], np.nan) | columns, index=range(4))


def plain(text: str) -> str:
    """With blanks that may wrap."""
    return text.replace("\u00a0", " ")


ACTIVE = people(
    views_30d=[1, 0, 0, 0],
    views_90d=[2, 1, 0, 1],
    chats_30d=[0, 0, 0, 0],
    chats_90d=[0, 1, 0, 0],
    days_since_last_interaction=[3, 60, np.nan, 90],
    days_since_last_order=[5, 90, 5, 200],
)


def backtest(better: tuple[float, float], aucs=((0.8, 0.75, 0.85), (0.6, 0.55, 0.65))) -> pd.DataFrame:
    rows = [
        ("model", 0.01, 0.009, 0.011, sum(better) / 2, *better, *aucs[0], 0.4, 38.2, 0.004, 1.1, 1000, 40),
        ("base_rate", 0.012, 0.01, 0.014, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 0.1, 30.0, 0.02, np.nan, 1000, 40),
        ("ordered_30d", 0.012, 0.01, 0.014, 0.0, 0.0, 0.0, *aucs[1], 0.2, 35.0, 0.01, 0.8, 1000, 40),
    ]
    return pd.DataFrame(rows, columns=BACKTEST)


def intent(**more) -> Intent:
    bands = pd.DataFrame(
        {"predicted": [0.01, 0.2], "observed": [0.02, 0.15], "low": [0.01, 0.1], "high": [0.03, 0.3], "n": [900, 100], "k": [18, 15]}
    )
    known = pd.DataFrame({"customer_id": ["a", "b"], "p_order_7d": [0.1, 0.3]})
    return Intent(**{"people": known, "backtest": backtest((0.001, 0.003)), "calibration": bands, **more})


def intent_said(found: Intent, words: Words) -> str:
    return says.intent_in_words(found, pyramid.expected_soon(found), words)


def test_customers_are_counted_once_by_what_they_did_and_only_where_a_table_tells():
    active = pyramid.between_orders(ACTIVE)
    assert active[["what", "customers_30", "customers_90"]].to_numpy().tolist() == [["views", 1, 3], ["chats", 0, 1]]
    assert active["share_90"].tolist() == [0.75, 0.25]


def test_the_sentence_counts_who_was_seen_and_who_of_them_has_not_bought():
    said = plain(says.between_in_words(ACTIVE, EN))
    # Whatever they did: opening a message is an event, too.
    assert said.startswith("2 of 4 customers (50 %) had an event of any kind, used a coupon or opened a ticket in the last 90 days.")
    assert said.endswith("1 of them has not ordered in these 90 days.")
    assert says.between_in_words(people(), EN) == ""


@BOTH
def test_titles_say_whether_anybody_was_seen(words):
    quiet = pyramid.between_orders(ACTIVE.assign(views_30d=0))
    nothing = pyramid.between_orders(ACTIVE.assign(views_30d=0, views_90d=0, chats_90d=0))
    titles = {says.between_title(active, words) for active in (pyramid.between_orders(ACTIVE), quiet, nothing)}
    assert len(titles) == 3


def test_a_taste_that_all_share_is_none_and_a_sure_one_makes_up_half_at_least():
    liked = people(usual_brand="A", usual_style=["x", "x", "y", None], usual_style_low=[0.5, 0.49, 0.9, np.nan])
    sure = pyramid.how_sure(liked)
    assert sure[["what", "known", "sure", "known_share", "sure_share"]].to_numpy().tolist() == [["style", 3, 2, 0.75, 0.5]]
    most = pyramid.most_liked(liked)
    assert most[["value", "customers", "sure"]].to_numpy().tolist() == [["x", 2, 1], ["y", 1, 1]]
    assert most["share"].tolist() == [2 / 3, 1 / 3]


def test_promotions_have_names_and_other_values_stay_as_the_shop_writes_them():
    assert says.taste_value("promotion", "threshold_off", ZH) == "满减"
    assert says.taste_value("style", "none", EN) == "none"


def test_a_discount_on_the_end_of_a_group_belongs_to_it():
    groups = pyramid.usual_discounts(people(median_discount=[0.0, 0.05, 0.1 + 0.05, 0.41]))
    assert groups["customers"].tolist() == [2, 1, 0, 0, 1]
    assert groups["share"].sum() == pytest.approx(1)
    assert plain(says.prices_title(groups, EN)).startswith("50 % of customers usually pay full price")


def test_shares_of_pieces_are_weighed_by_pieces():
    said = plain(says.prices_in_words(people(price_n=[9, 1, 0, np.nan], full_price_share=[0.0, 1.0, np.nan, np.nan]), EN))
    assert said == "Of 10 pieces with a list price, 10 % were bought at full price, that is at 95 % of the list price or more."
    cheaper = plain(says.prices_in_words(people(price_n=[9, 1, 0, np.nan], full_price_share=[0.0, 1.0, np.nan, np.nan]), EN, 0.9))
    assert cheaper.endswith("at 90 % of the list price or more.")


def test_the_first_group_of_discounts_is_the_shops_full_price():
    groups = pyramid.usual_discounts(people(median_discount=[0.0, 0.1, 0.12, 0.41]), full_price_from=0.9)
    assert groups["up_to"].tolist() == [0.1, 0.15, 0.25, 0.4, 1.0]
    assert groups["customers"].tolist() == [2, 1, 0, 0, 1]
    assert pyramid.usual_discounts(people(median_discount=[0.3] * 4), full_price_from=0.8)["up_to"].tolist() == [0.2, 0.25, 0.4, 1.0]


ONE = re.compile(r"\b1 (customers|pieces|members|accounts|buyers|customer-weeks|times|days)\b")


def test_one_of_a_thing_is_never_many():
    one = people(price_n=[1, 0, 0, 0], full_price_share=[1.0, 0, 0, 0], median_discount=[0.0, np.nan, np.nan, np.nan]).iloc[:1]
    one = one.assign(views_30d=1, views_90d=1, days_since_last_interaction=3, days_since_last_order=100, usual_style="x", usual_style_low=0.6)
    active, sure = pyramid.between_orders(one), pyramid.how_sure(pd.concat([one, one.assign(usual_style="y")])).assign(n=1)
    single = intent(people=pd.DataFrame({"customer_id": ["a"], "p_order_7d": [0.9]}), backtest=backtest((0, 1)).assign(n=1, k=1, expected=1.2))
    said = [
        says.between_in_words(one, EN),
        says.between_subtitle(active, EN),
        says.tastes_subtitle(sure, EN),
        figures.prices(pyramid.usual_discounts(one), EN).layout.title.subtitle.text,
        says.prices_in_words(one, EN),
        intent_said(single, EN),
        says.intent_subtitle(single.backtest, EN),
    ]
    assert [text for text in said if ONE.search(text)] == []


@pytest.mark.parametrize(("better", "begins"), [((0.001, 0.003), "help to tell"), ((-0.001, 0.003), "do not visibly"), ((-0.003, -0.001), "worse")])
def test_the_title_says_whether_the_model_won(better, begins):
    assert begins in says.intent_title(backtest(better), EN)


@BOTH
def test_the_rule_without_a_model_may_win(words):
    found = {
        intent_said(intent(backtest=backtest((0, 1), aucs=((0.6, 0.55, 0.65), recent))), words)
        for recent in ((0.8, 0.7, 0.9), (0.6, 0.55, 0.65), (0.4, 0.3, 0.5))
    }
    assert len(found) == 3


@pytest.mark.parametrize(("p", "said"), [([0.1, 0.3], "hardly anybody is"), ([0.5, 0.7], "1 is"), ([0.8, 0.9], "2 are")])
def test_expected_orders_are_the_sum_of_the_probabilities_in_whole_people(p, said):
    now = intent(people=pd.DataFrame({"customer_id": ["a", "b"], "p_order_7d": p}))
    assert f"of 2 customers {said} expected to order" in intent_said(now, EN)


def test_what_was_expected_in_the_weeks_kept_out_stands_beside_what_came():
    assert "40 customer-weeks had an order where 38 were expected" in intent_said(intent(), EN)
    table = blocks.table(*says.backtest_rows(intent().backtest, EN), EN).html
    assert "Orders expected (40 came)" in table
    assert '<td class="rp-date">1.10</td>' in table


@BOTH
@pytest.mark.parametrize("why", ["no_events", "short_history", "few_orders"])
def test_without_a_model_one_line_says_what_is_needed(words, why):
    nothing = Intent(pd.DataFrame(), backtest((0, 0)).iloc[:0], pd.DataFrame(), why)
    shown = behaviour.intent(book(words, {Behaviour: SimpleNamespace(intent=nothing)}))
    assert len(shown.parts) == 1
    assert ("7 天内下单" if words is ZH else "order") in html(shown)


@BOTH
def test_without_tables_each_section_is_one_line_that_names_them(words):
    bare = people()
    made = {"active": pyramid.between_orders(bare), "liked": pyramid.how_sure(bare), "discounts": pyramid.usual_discounts(bare)}
    bare_book = book(words, {Behaviour: SimpleNamespace(customers=bare, **made)}, settings=PyramidSettings())
    shown = [section(bare_book) for section in (behaviour.between_orders, behaviour.tastes, behaviour.prices)]
    assert all(len(section.parts) == 1 and html(section).count("<p") == 1 for section in shown)


@BOTH
def test_pictures_draw_the_shares_and_both_windows(words):
    fig = figures.between_orders(pyramid.between_orders(ACTIVE), words)
    assert [list(bar.x) for bar in fig.data] == [[0.75, 0.25], [0.25, 0.0]]
    liked = figures.tastes(pyramid.how_sure(people(usual_style=["x", "y", "y", None], usual_style_low=[0.6, 0, 0, np.nan])), words)
    assert [list(bar.x) for bar in liked.data] == [[0.75], [0.25]]
    paid = figures.prices(pyramid.usual_discounts(people(median_discount=[0.0, 0.2, 0.2, 0.5])), words)
    assert list(paid.data[0].y) == [0.25, 0, 0.5, 0, 0.25]


@BOTH
def test_calibration_draws_the_interval_around_what_was_observed(words):
    points = figures.calibration(intent(), words).data[1]
    assert list(points.y) == [0.02, 0.15]
    assert list(points.error_y.array) == pytest.approx([0.01, 0.15])
    assert len(says.backtest_rows(intent().backtest, words)[0]) == 3


# --- the sample ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(herstyle):
    shop = Shop(herstyle, "last_order")
    tables = {name: shop.table(name) for name in SHOP_TABLES if shop.has(name)}
    return pyramid.build(tables, shop.as_of, 365, {}), tables, shop.as_of


def test_the_samples_columns_keep_their_promises(sample):
    built = sample[0]
    pyramid.PYRAMID.check(built)
    assert built[[f"usual_{what}" for what in ("category", "style", "colour", "season", "size", "promotion")]].notna().mean().min() > 0.8
    assert built[["views_90d", "chats_90d", "coupons_used_90d", "returns_90d"]].notna().all(axis=None)


def test_the_same_shop_gives_the_same_pyramid_twice(sample):
    built, tables, as_of = sample
    pd.testing.assert_frame_equal(pyramid.build(tables, as_of, 365, {}), built)


def test_the_samples_planted_style_groups_are_found_where_one_is_sure(sample, herstyle):
    built = sample[0].set_index("customer_id")
    groups = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["planted"]["style_groups"]
    planted = pd.Series({customer: style for style, customers in groups.items() for customer in customers})
    both = built.join(planted.rename("planted"), how="inner")
    often, sure = both[both["usual_style_n"] >= 3], both[both["usual_style_low"] >= 0.5]
    assert (often["usual_style"] == often["planted"]).mean() > 0.6
    assert len(sure) >= 20
    assert (sure["usual_style"] == sure["planted"]).mean() > 0.9


def test_the_samples_coupon_hunters_buy_with_money_off_and_hardly_ever_with_nothing(sample, herstyle):
    hunters = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["planted"]["people"]["hunter"]
    built = sample[0]
    hunting = built["customer_id"].isin(hunters)
    assert hunting.sum() >= 5
    assert built.loc[hunting, "usual_promotion"].isin(["threshold_off", "amount_off"]).mean() > 0.85
    assert built.loc[~hunting, "usual_promotion"].isin(["threshold_off", "amount_off"]).mean() < 0.7


def test_the_samples_visits_tell_who_orders_next(sample):
    _, tables, as_of = sample
    model = pyramid.present_intent(tables["orders"], tables["events"], as_of).backtest.set_index("rule").loc["model"]
    assert model["auc_low"] > 0.6


@pytest.mark.parametrize("keep", ["one customer", "five customers", "one product", "one day"])
def test_small_parts_of_the_sample_have_a_pyramid_and_sections(sample, keep):
    _, tables, as_of = sample
    orders, lines = tables["orders"], tables["order_lines"]
    if keep == "one product":
        lines = lines.filter(lines.product_id == lines.filter(lines.counts).product_id.min().execute())
    elif keep == "one day":
        orders = orders.filter(orders.ordered_on == as_of)
    else:
        ids = orders.filter(orders.counts, orders.customer_id.notnull()).customer_id.to_pandas().drop_duplicates().sort_values()
        chosen = ids.head({"one customer": 1, "five customers": 5}[keep]).tolist()
        orders, lines = orders.filter(orders.customer_id.isin(chosen)), lines.filter(lines.customer_id.isin(chosen))
    part = tables | {"orders": orders, "order_lines": lines}
    built = pyramid.build(part, as_of, 365, {})
    pyramid.PYRAMID.check(built)
    for words in (EN, ZH):
        made = {"customers": built, "active": pyramid.between_orders(built), "liked": pyramid.how_sure(built)}
        made |= {"discounts": pyramid.usual_discounts(built), "intent": pyramid.present_intent(orders, tables["events"], as_of)}
        of_part = book(words, {Behaviour: SimpleNamespace(**made)}, settings=PyramidSettings())
        for section in (behaviour.between_orders, behaviour.tastes, behaviour.prices, behaviour.intent):
            assert section(of_part).parts
