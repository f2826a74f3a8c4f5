"""How many enter in a year: counted over the past 365 days, those who came back among them; no figure where no table tells of a year."""

import numpy as np
import pandas as pd
import pytest

from retention import experiments, journeys
from retention.journeys import summary
from retention.pages.automation import sentences
from retention.pages.automation.tables import chosen_by
from retention.pages.kit.words import Words
from tests.journeys.hand_made import HandMade, journey, settings

STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "expires": {"days": 2}}
NOW = "2026-03-03 08:30"  # the past 365 days are 3 March 2025 to 2 March 2026
OLD = HandMade().order("old", "2023-01-01 12:00")
SPELLS = (("early", "days_without_anything", 60), ("late", "days_without_order", 90))


def a_year(shop: HandMade, enter: dict | list, **more) -> float:
    told = settings(journeys={"j": journey(STEP, enter=enter, **more.pop("journey", {}))})
    return journeys.entered_a_year(shop.request(NOW, told, **more)).set_index("journey")["a_year"]["j"]


def test_orders_of_365_days_are_counted_whenever_the_journey_begins():
    shop = OLD
    for who, at in (("ann", "2025-03-02 12:00"), ("bob", "2025-03-03 12:00"), ("eve", "2026-03-02 12:00"), ("zoe", "2026-03-03 08:00")):
        shop = shop.customer(who).order(who, at)
    assert a_year(shop, {"trigger": "order_paid", "first": True}, journey={"since": "2026-01-01"}) == 2  # bob and eve
    assert a_year(shop.order("bob", "2025-06-01 12:00"), {"trigger": "order_paid"}) == 3
    # Who may not be written to is in no experiment.
    assert a_year(shop.agrees("bob", "sms", given=False, at="2026-03-01 12:00"), {"trigger": "order_paid", "first": True}) == 1


@pytest.mark.parametrize(("again", "expected"), [(None, 3), (300, 2)])
def test_spells_without_an_order_count_whoever_came_back(again, expected):
    shop = OLD.customer("ann").customer("bob").order("ann", "2025-03-10 12:00").order("ann", "2025-07-01 12:00").order("ann", "2025-07-20 12:00")
    shop = shop.order("bob", "2025-12-01 12:00").order("bob", "2026-03-01 12:00")
    # ann: after 10 March for over 90 days, after 20 July ever since; bob: exactly 90 days from 1 December to 1 March.
    more = {"re_entry_days": again} if again else {}
    assert a_year(shop, {"trigger": "days_without_order", "days": 90}, journey=more) == expected


@pytest.mark.parametrize(("again", "expected"), [(None, 2), (132, 2), (133, 1)])
def test_who_entered_shortly_before_the_year_may_not_enter_again_in_it(again, expected):
    # 20 January to 1 June 2025 are 132 days, and only June lies in the year; bob's day forbids nothing.
    shop = OLD.customer("ann").customer("bob").order("ann", "2025-01-20 12:00").order("ann", "2025-06-01 12:00").order("bob", "2025-06-01 12:00")
    assert a_year(shop, {"trigger": "order_paid"}, journey={"re_entry_days": again} if again else {}) == expected


def test_who_was_forbidden_before_the_year_forbids_nobody_in_it():
    # Of 1 November, 10 January and 1 June the second lies 70 days after the first, which forbids it; the third then 212 after the first.
    shop = OLD.customer("ann").order("ann", "2024-11-01 12:00").order("ann", "2025-01-10 12:00").order("ann", "2025-06-01 12:00")
    assert a_year(shop, {"trigger": "order_paid"}, journey={"re_entry_days": 180}) == 1


def test_an_occasion_taken_before_the_year_is_not_taken_again_in_it():
    # Away since 20 December: "early" takes it on 18 February, before the year; "late" would come on 20 March.
    shop = OLD.event("old", "2023-01-01 12:00", "view").event("old", "2026-03-02 12:00", "view").customer("ann").order("ann", "2024-12-20 12:00")
    enter = {name: {"trigger": trigger, "days": days} for name, trigger, days in SPELLS}
    told = settings(journeys={name: journey(STEP, enter=one, exclusive_group="back") for name, one in enter.items()})
    found = journeys.entered_a_year(shop.request(NOW, told)).set_index("journey")
    assert found["a_year"].to_dict() == {"early": 0, "late": 0}
    # Two entrances of one journey are one occasion, too.
    both = settings(journeys={"j": journey(STEP, enter=[one | {"id": name} for name, one in enter.items()])})
    assert journeys.entered_a_year(shop.request(NOW, both))["a_year"].tolist() == [0]


@pytest.mark.parametrize(("again", "short"), [(None, False), (26, False), (27, True), (300, True)])
def test_where_the_records_begin_too_late_the_figure_is_one_at_most(again, short):
    # Known from 10 January 2025 on, 52 days before the year; what is known of those days counts all the same.
    shop = HandMade().customer("ann").order("ann", "2025-01-10 12:00").order("ann", "2025-06-01 12:00")
    told = settings(journeys={"j": journey(STEP, enter={"trigger": "order_paid"}, **({"re_entry_days": again} if again else {}))})
    found = journeys.entered_a_year(shop.request(NOW, told)).iloc[0]
    assert bool(found["at_most"]) is short
    assert found["a_year"] == (0 if again == 300 else 1)
    words = Words("en")
    said = sentences.at_most(pd.DataFrame([found]), words)
    assert ("j: the records" in said) is short
    assert bool(said) is short


def test_silence_counts_visits_and_is_known_by_the_order_before_it():
    shop = OLD.customer("ann").event("old", "2023-01-01 12:00", "view").event("old", "2026-03-02 12:00", "view")
    shop = shop.order("ann", "2025-04-01 12:00").event("ann", "2025-05-20 12:00", "view").event("ann", "2025-12-01 12:00", "view")
    # 60 days after 20 May and after 1 December, both in the spell since 1 April; an opened message is no visit.
    shop = shop.event("ann", "2025-06-20 12:00", "message_open")
    silent = {"id": "silent", "trigger": "days_without_anything", "days": 60}
    assert a_year(shop, silent) == 1
    assert a_year(shop, [silent, {"id": "dormant", "trigger": "days_without_order", "days": 90}]) == 1
    assert a_year(shop.order("ann", "2025-10-01 12:00"), silent) == 2


def test_each_day_of_the_year_comes_once():
    shop = OLD.customer("ann", birthday="1990-05-20").customer("bob", birthday="1990-03-03").customer("eve", birthday="2026-02-01")
    assert a_year(shop, {"trigger": "date_each_year", "field": "birthday"}) == 2


@pytest.mark.parametrize(
    "enter",
    [
        {"trigger": "rule", "where": "orders > 0"},
        {"trigger": "cart_left"},
        {"trigger": "tier_up"},
        {"trigger": "date_of", "field": "review_on"},
        {"trigger": "days_without_anything", "days": 60},  # visits are written down since last summer only
    ],
)
def test_what_leaves_no_trace_has_no_figure(enter):
    shop = OLD.customer("ann").order("ann", "2025-10-01 12:00").event("ann", "2025-08-01 12:00", "view").event("ann", "2026-03-02 12:00", "cart_add")
    members = pd.DataFrame(
        {"customer_id": ["ann"], "review_on": [pd.Timestamp("2026-04-01")], "tier": [1], "tier_name": ["x"], "as_of": ["2026-03-02"]}
    )
    assert np.isnan(a_year(shop, enter, members=members))


@pytest.mark.parametrize(("first", "known"), [("2025-03-03", True), ("2025-03-04", False)])
def test_a_shop_younger_than_a_year_has_no_figure(first, known):
    shop = HandMade().customer("ann").order("ann", f"{first} 12:00")
    assert np.isnan(a_year(shop, {"trigger": "order_paid"})) != known


def test_what_is_not_known_shows_nothing():
    assert np.isnan(experiments.smallest_difference(0.05, np.nan, 0.1))
    assert np.isnan(experiments.smallest_difference(np.nan, 1_000, 0.1))


def test_the_base_rate_is_of_those_who_were_customers_before_and_may_be_missing():
    wide = pd.DataFrame({"tenure": [200, 90, 30, 5], "days_since_last_order": [10, 40, 30, 5]})
    assert summary.base_rate(wide) == pytest.approx(1 / 3)
    assert np.isnan(summary.base_rate(wide.tail(1)))
    assert np.isnan(summary.base_rate(wide.head(0)))
    assert np.isnan(summary.base_rate(wide[["days_since_last_order"]]))


POWER = pd.DataFrame({"journey": ["a", "b"], "a_year": [9_000.0, np.nan], "share": [0.1, 0.1], "base": 0.05, "smallest": [0.03, np.nan]})


def test_only_what_is_known_is_said():
    words = Words("en")
    whole = sentences.power_in_words(POWER, 0.05, 0.1, words).replace("\u00a0", " ")
    assert whole == (
        "Of those who were customers 30 days ago, 5 % have ordered since. 1 of 1 journey of known size can show a doubling within a year. "
        "All journeys together are read by the 10 % of customers who never get marketing."
    )
    unknown = sentences.power_in_words(POWER.assign(base=np.nan, smallest=np.nan), np.nan, 0.0, words)
    assert unknown == ""
    assert sentences.power_in_words(POWER.head(0), 0.05, 0.1, words) == ""
    rows = sentences.power_rows(POWER.assign(chosen=["us", "usual"]), words)
    assert [text.replace("\u00a0", " ") for text in rows["shows"]] == ["a rise of 3 % or more", "not known"]
    assert rows["by"].tolist() == ["size of the journey", "usual share, as its size is not known"]


@pytest.mark.parametrize(
    ("auto", "base", "a_year", "by"),
    [
        (True, 0.05, 900.0, "size of the journey"),
        (True, 0.05, np.nan, "usual share, as its size is not known"),
        (True, np.nan, 900.0, "usual share, as it is not known how many order anyway"),
        (True, np.nan, np.nan, "usual share, as its size is not known"),
        (False, np.nan, np.nan, "the shop"),
    ],
)
def test_who_chose_a_share_and_what_was_not_known(auto, base, a_year, by):
    chosen = chosen_by(auto, base, a_year)
    assert sentences.power_rows(POWER.head(1).assign(chosen=chosen), Words("en"))["by"].tolist() == [by]
