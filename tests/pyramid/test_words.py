"""Sentences and titles of notebook 01: true of the numbers they come from, in both languages."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from retention import pyramid
from retention.pages.kit.labels import field_label
from retention.pages.kit.words import Words
from retention.pages.ledger import sentences as ledgers
from retention.pages.pyramid import sentences as says
from retention.pyramid import actions, first_order, layers
from retention.pyramid.card import customer_card
from retention.pyramid.recency import recency_bands
from retention.settings import OwnField, PyramidSettings
from retention.tables import PYRAMID
from retention.tables.fates import NO_ROWS

EN, ZH = Words("en", "GBP"), Words("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
NO_GUESTS = {"orders": 0, "money": 0.0, "share": 0.0}
FTL = Path(says.__file__).parent


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


def ids(language: str) -> set[str]:
    return set(re.findall(r"^(pyramid-[a-z0-9-]+) =", (FTL / f"{language}.ftl").read_text(encoding="utf-8"), flags=re.M))


def test_both_languages_say_the_same_things():
    assert ids("en") == ids("zh")


def test_every_column_has_a_name_and_a_meaning_and_the_english_one_is_the_promise():
    for name, column in PYRAMID.columns.items():
        for words in (EN, ZH):
            assert field_label(name, words) != name
        assert EN(f"pyramid-means-{name.replace('_', '-')}") == column.meaning
    assert len(says.dictionary(ZH, {"style": OwnField(kind="choice", label="风格")})) == len(PYRAMID.columns) + 1


def test_the_bottom_line_says_what_the_base_is(built):
    said = says.bottom_line(pyramid.base_summary(built), {"orders": 1, "money": 500.0, "share": 0.47}, EN)
    # ann 60 days ago, bob 10, cid 546; only ann came back.
    assert said.startswith("This base: 3 customers with 7 orders and £560 net paid. At least half of them bought within the last 60 days.")
    assert "33 % have come back" in said
    assert said.endswith("1 guest order (£500, 47 % of net sales) has no customer and stands outside the pyramid.")


@BOTH
def test_a_base_of_none_and_of_one_have_sentences_of_their_own(built, words):
    none, one, many = (says.bottom_line(pyramid.base_summary(base), NO_GUESTS, words) for base in (built.iloc[:0], built.iloc[:1], built))
    assert len({none, one, many}) == 3
    assert none == words("pyramid-base-none")


def test_who_is_outside_is_said_only_when_somebody_is(shop):
    outside = pyramid.outside(shop["tables"]["orders"], shop["tables"]["returns"], shop["tables"]["customers"])
    assert says.outside_in_words(outside, EN) == "Customers not in the pyramid: 1 with refunds only, 1 who never ordered."
    assert says.outside_in_words(outside.assign(customers=0), EN) == ""


@pytest.fixture(scope="module")
def ledger():
    rows = [
        ("lines", "a.csv", "kept", "sale", False, 90, 900.0, 2),
        ("lines", "b.csv", "kept", "sale", False, 8, 100.0, 2),
        ("lines", "a.csv", "kept", "sale", True, 50, 300.0, 3),
        ("lines", "a.csv", "kept", "price difference or postage", False, 2, 9.0, 9),
        ("lines", "b.csv", "duplicate", "sale", False, 40, 400.0, 4),
        ("lines", "a.csv", "unreadable ordered_at", None, False, 7, 0.0, 17),
        ("lines", "b.csv", "unreadable ordered_at", None, False, 2, 0.0, 5),
        ("lines", "a.csv", "unknown status", None, False, 1, 0.0, 80),
    ]
    return pd.DataFrame(rows, columns=["source", "file", "fate", "kind", "guest", "rows", "money", "example"])


def test_the_ledger_says_what_was_read_what_it_is_and_what_was_left_out(ledger):
    assert ledgers.in_words(ledger, EN) == (
        "200 rows read from 2 files. Order lines: 98 customer sales (£1,000), 50 guest sales (£300), 2 price differences and postage (£9.00). "
        "40 (20 %) repeat what another row says and are counted once. "
        "10 (5 %) could not be used: 9 unreadable order time (e.g. row 17 of a.csv), 1 unknown status (e.g. row 80 of a.csv)."
    )


@BOTH
def test_words_without_meaning_are_not_on_the_page(ledger, words):
    """People write names and telephones into a status."""
    odd = pd.concat([ledger.iloc[-1:]] * 2).assign(fate=["unknown status 'call Frau Meier'", "unknown status 'call Ann'"])
    rows = ledgers.rows(odd, words)
    assert (rows["what"].tolist(), rows["rows"].tolist()) == ([words("pyramid-fate-unknown-status")], [2])
    told = ledgers.in_words(odd, words)
    assert "Meier" not in told
    assert told.count(words("pyramid-fate-unknown-status")) == 1


def test_a_clean_ledger_says_so(ledger):
    assert ledgers.in_words(ledger.iloc[:1], EN).endswith("Every row found its place.")
    unfit = [{"source": "customers", "file": "people.csv", "field": "height", "values": 1200, "example": 3}]
    assert ledgers.in_words(ledger.iloc[:1], EN, unfit).endswith(
        "Every row found its place. Values that do not fit their field were left empty: 1,200 in height (e.g. row 3 of people.csv)."
    )
    assert ledgers.in_words(ledger.iloc[:1], ZH, unfit).endswith("与字段类型不符的值已留空：height 1,200 个（例如 people.csv 第 3 行）。")


@pytest.mark.parametrize("fate", NO_ROWS)
def test_rows_that_are_none_of_a_table_are_not_lost(ledger, fate):
    told = ledgers.in_words(pd.concat([ledger.iloc[:1], ledger.iloc[[-1]].assign(fate=fate)]), EN)
    assert told.endswith("Every row found its place.")


def test_rows_of_customers_are_not_called_sales(ledger):
    people = ledger.iloc[:1].assign(source="customers", money=0.0)
    assert ledgers.in_words(people, EN) == "90 rows read from 1 file. Customers: 90 rows. Every row found its place."
    assert ledgers.rows(people, EN)["what"].tolist() == ["kept"]


def test_a_few_rows_left_out_of_many_are_never_nothing(ledger):
    many = ledger.assign(rows=[10**6, *[0] * 6, 1])
    assert "1 (under 0.1 %) could not be used: " in ledgers.in_words(many, EN)


@BOTH
def test_the_ledger_as_a_table_keeps_every_row_and_all_money(ledger, words):
    rows = ledgers.rows(ledger, words)
    assert rows["rows"].sum() == ledger["rows"].sum()
    assert rows["money"].sum() == ledger["money"].sum()
    assert len(rows) == 6
    assert list(ledgers.heads_of_rows(words)) == list(rows.columns)
    assert rows["what"].str.len().min() > 1


def test_a_kind_a_shop_names_itself_is_shown_as_written(ledger):
    own = ledger.iloc[:1].assign(kind="赠品订单")
    assert ledgers.rows(own, EN)["what"].tolist() == ["赠品订单"]


@pytest.mark.parametrize(
    ("present", "title"),
    [
        ([0, 0, 0, 0, 0], "The data pyramid is still empty"),
        ([1, 1, 1, 1, 0], "One of five layers of the data pyramid is still empty: Social"),
        ([1, 1, 0, 1, 0], "2 of five layers of the data pyramid are still empty: Interaction, Social"),
        ([1, 1, 1, 1, 1], "All five layers of the data pyramid hold something; the thinnest is Interaction (10 %)"),
    ],
)
def test_the_pyramids_title_names_the_empty_layers(present, title):
    table = pd.DataFrame({"layer": layers.LAYERS, "present": present, "filled": [0.5, 1, 0.1, 0.5, 0.5]})
    assert says.layers_title(table, EN) == title


def test_what_is_missing_says_the_table_and_what_it_would_show(built):
    missing = layers.what_is_missing(layers.field_coverage(built, {"orders", "returns"}, ["style"]))
    said = says.missing_in_words(missing, EN, {"style": OwnField(kind="text", label="Style")})
    customers = next(line for line in said if line.startswith("**customers**"))
    assert customers.startswith("**customers** (Basic): it would show who the customers are")
    assert customers.endswith("6 fields: Sex, Age, Region, Occupation, Joined on, Style.")
    assert next(line for line in said if line.startswith("**events**")).count(";") == 2
    assert says.missing_in_words(missing.iloc[:0], EN) == ["No field of the pyramid is missing."]


def test_the_title_of_the_bands_says_what_the_first_one_holds(built):
    title = says.recency_title(recency_bands(built, 365), EN)
    assert title == "Customers seen in the last 30 days: 33 % of customers, 11 % of past money"
    assert says.recency_title(recency_bands(built.assign(days_since_last_order=40), 365), EN) == "Nobody has ordered in the last 30 days"
    assert says.recency_title(recency_bands(built.iloc[:0], 365), EN) == "No customers yet"
    assert "money" not in says.recency_title(recency_bands(built.assign(net_paid=0.0), 365), EN)


def table(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["question", "kind", "group", "band_low", "band_high", "n", "k", "share", "low", "high", "differs"])


WHOLE = ("overall", "whole", None, None, None, 100, 30, 0.3, 0.2, 0.4, False)


def test_the_group_that_stands_out_most_is_the_title():
    rows = table(
        WHOLE,
        ("category", "named", "dress", None, None, 50, 25, 0.5, 0.4, 0.6, True),
        ("category", "named", "coat", None, None, 50, 2, 0.04, 0.0, 0.1, True),
        ("category", "named", "cap", None, None, 50, 50, 1.0, 0.0, 1.0, False),
    )
    assert says.second_order_title(rows, "category", 90, EN) == "After a first order of coat, 4 % order again within 90 days; over all 30 %"


def test_no_group_standing_out_is_said_too():
    rows = table(WHOLE, ("channel", "named", "web", None, None, 50, 20, 0.4, 0.2, 0.6, False))
    assert says.second_order_title(rows, "channel", 90, EN) == "No first channel stands out: 30 % of first-time buyers order again within 90 days"


@pytest.mark.parametrize("question", ["category", "channel", "price_band"])
def test_a_question_the_data_do_not_answer_says_so(question):
    title = says.second_order_title(table(WHOLE), question, 90, EN)
    assert title.endswith("; 30 % of all order again within 90 days")
    assert "stands out" not in title


@BOTH
def test_too_few_customers_give_counts_in_the_title(words):
    thin = table(("overall", "whole", None, None, None, 12, 3, None, None, None, False))
    assert re.findall(r"\d+", says.second_order_title(thin, "category", 90, words)) in (["90", "3", "12"], ["90", "12", "3"])
    assert says.second_order_title(thin.assign(n=0, k=0), "category", 90, words) == words("pyramid-second-none", days="90")


def test_price_bands_are_called_by_their_limits():
    limits = [("band_1", 5.0, 20.0), ("band_2", 21.0, 40.0), ("band_3", 41.5, 900.0)]
    rows = table(WHOLE, *[("price_band", "named", name, low, high, 30, 9, 0.3, 0.2, 0.4, False) for name, low, high in limits])
    assert says.labelled(rows, "price_band", EN)["label"].tolist() == ["up to £20.00", "£21.00 to £40.00", "£41.50 and more"]


@BOTH
def test_every_action_has_its_words_and_a_list_to_work_from(words):
    people = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "last_ordered_on": pd.to_datetime(["2024-03-01"] * 2),
            "orders": [3, 2],
            "net_paid": [9.0, 1.0],
            "days_since_last_order": [121, 1210],
            "median_gap_days": [20.5, None],
            "refund_rate": [0.4, None],
        }
    )
    facts = {
        "top_dormant": {"days": 90, "top_share": 0.2, "gap": float("nan"), "share": 0.05},
        "overdue": {"days": 90, "top_share": 0.2, "gap": 20.5, "share": 0.05},
        "second_order": {"from": 14, "days": 90, "n": 200, "k": 50, "enough": True},
        "many_returns": {"least": 3, "rate": 0.5, "usual": 0.1, "refunded": 77.0},
    }
    for key in actions.TAKES_FIRST:
        action = actions.Action(key, 2, 10.0, people.assign(reason=key), facts[key])
        said = says.action_words(action, words)
        assert said["how_many"] == 2
        assert all(said[part] for part in ("title", "who", "why", "money_label"))
        listed = says.action_list(action, words)
        assert len(listed.people) == 2
        assert listed.people["reason"].str.len().min() > 3
    overdue = actions.Action("overdue", 2, 10.0, people.assign(reason=""), facts["overdue"])
    assert "121" in says.action_list(overdue, words).people["reason"].iloc[0]


def test_an_action_says_its_numbers():
    facts = {"from": 14, "days": 90, "n": 200, "k": 50, "enough": True}
    people = pd.DataFrame()
    assert says.action_words(actions.Action("second_order", 1, 1.0, people, facts), EN)["why"] == (
        "Of 200 earlier first-time buyers, 25 % ordered again within 90 days."
    )
    thin = actions.Action("second_order", 1, 1.0, people, facts | {"n": 20, "k": 5, "enough": False})
    assert says.action_words(thin, EN)["why"] == "Of 20 earlier first-time buyers, 5 ordered again within 90 days; too few for a rate."
    none = actions.Action("second_order", 1, 1.0, people, facts | {"n": 0, "k": 0, "enough": False})
    assert "no rate to compare with" in says.action_words(none, EN)["why"]
    guests = actions.Action("guests", 0, 70.0, people, {"orders": 7, "money": 70.0, "share": 0.25})
    assert (says.action_words(guests, EN)["how_many"], says.action_words(guests, EN)["why"][:4]) == (7, "25 %")


def test_the_card_in_a_sentence(built, shop):
    card = customer_card(built, shop["tables"]["orders"], None, "ann", "C-7F3A90B1", {}, {})
    assert says.card_in_words(card, EN) == (
        "C-7F3A90B1 ordered 5 times since 2024-01-01 and paid £500 net: more than 67 % of customers. "
        "The last order was 60 days before the data end. Half of the gaps between purchases were 30 days or shorter."
    )
    assert says.card_title(card, EN) == "C-7F3A90B1: 5 orders, the last one 60 days before the data end"


@BOTH
def test_a_card_of_one_order_and_every_value_has_words(built, shop, words):
    card = customer_card(built, shop["tables"]["orders"], None, "bob", "C-1", {}, {})
    assert says.card_in_words(card, words).startswith("C-1")
    assert says.card_title(card, words) == words("pyramid-card-title-single", name="C-1")
    rows = says.card_rows(card, words)
    assert rows.shape == (len(card.values), 3)
    assert not rows.isin(["nan", "NaT", ""]).any().any()


@BOTH
def test_a_card_says_promotions_in_words(built, shop, words):
    promoted = built.assign(usual_promotion="amount_off")
    rows = says.card_rows(customer_card(promoted, shop["tables"]["orders"], None, "bob", "C-1", {}, {}), words)
    assert words("profile-promotion-amount-off") in set(rows.iloc[:, 1])
    assert not rows.iloc[:, 1].str.contains("_").any()


def test_many_reasons_are_told_in_part_and_the_rest_counted():
    fates = ["impossible ordered_at", "unreadable ordered_at", "amount_below_zero", *(f"no field_{i}" for i in range(4))]
    common = {"file": "a.csv", "source": "orders", "kind": None, "guest": False, "money": 0.0, "example": 1}
    ledger = pd.DataFrame([common | {"fate": fate, "rows": 10 - i} for i, fate in enumerate(fates)] + [common | {"fate": "kept", "rows": 51}])
    said = ledgers.in_words(ledger, EN)
    assert said.count("e.g.") == 5
    assert "9 for 2 other reasons" in said


def test_a_warning_about_customers_first_seen_is_given_only_where_some_are():
    assert says.first_seen_in_words({"n": 9, "first_seen": 0, "days": 30}, EN) == ""
    assert says.first_seen_in_words({"n": 9, "first_seen": 4, "days": 30}, EN).startswith("4 of these 9 customers")


def test_dates_of_the_question_are_those_of_the_pyramid(built):
    title = says.second_order_title(first_order.second_orders(built, date(2024, 6, 30), 90, 2), "channel", 90, EN)
    # Only ann's first order kept is 90 days old: one of one, too few of two.
    assert title == "Too few first orders are 90 days old to tell who comes back: 1 of 1 did"
    assert PyramidSettings().second_order_days == 90
