"""The pyramid of a shop whose exports tell neither pieces nor refunds: missing columns, and nothing said of what was not looked for."""

from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest

from retention import pyramid, segments
from retention.pages.kit.words import Words
from retention.pages.people import pictures as charts
from retention.pages.people import sentences as says
from retention.pages.pyramid import pictures
from retention.pyramid import card, marks, membership
from retention.pyramid.sent_back import lines_with_kept
from retention.settings import MarkRules
from retention.tables import PYRAMID
from retention.tables.kpis import NO_PIECES, NO_REFUNDS, untold

AS_OF = date(2024, 6, 30)
EN, ZH = Words("en", "CNY"), Words("zh", "CNY")
RULES = MarkRules()


def shop_of(tables):
    """Forty customers with two orders of 100 each, and two with one."""
    rows = [tables.order(f"{i}-{n}", f"c{i}", day, 100) for i in range(40) for n, day in enumerate(["2024-01-05", "2024-05-05"])]
    rows += [tables.order(f"n-{i}", f"n{i}", "2024-06-01", 50) for i in range(2)]
    return {"orders": tables.orders(*rows)}


@pytest.fixture(scope="module")
def silent(tables):
    """Orders as three columns tell them."""
    orders = shop_of(tables)["orders"]
    return {"orders": orders.mutate(units=ibis.null("int64"), refunded=ibis.null("decimal(18,2)"))}


def built(shop):
    return pyramid.build(shop, AS_OF, "all", {})


@pytest.fixture(scope="module")
def people(silent):
    return built(silent)


def test_pieces_and_refunds_of_customers_are_missing_and_the_rest_is_as_with_refunds_of_nothing(tables, people):
    nothing_back = built(shop_of(tables))
    unknown = ["units", "refunded", "refunds_without_order", "refund_rate"]
    assert people[unknown].isna().all(axis=None)
    assert nothing_back[unknown].notna().all(axis=None)
    pd.testing.assert_frame_equal(people.drop(columns=unknown), nothing_back.drop(columns=unknown))
    assert PYRAMID.check(people) is people


def test_a_customer_of_whom_one_order_tells_no_pieces_has_none(tables):
    ann = [tables.order("a1", "ann", "2024-01-05", 100, units=3), tables.order("a2", "ann", "2024-02-05", 100, units=None)]
    orders = tables.orders(*ann, tables.order("b1", "bob", "2024-02-05", 100, units=2))
    found = built({"orders": orders}).set_index("customer_id")["units"]
    assert found.isna().to_dict() == {"ann": True, "bob": False}
    assert found["bob"] == 2
    assert marks.account_facts({"orders": orders}, RULES).set_index("customer_id")["units"].isna().to_dict() == {"ann": True, "bob": False}


def test_lines_of_which_no_refund_is_told_were_kept(tables):
    ann = [tables.order(f"a{i}", "ann", f"2024-0{i}-05", 100) for i in (1, 2, 3)]
    lines = tables.lines(*(tables.line(order, "shoe", 100) for order in ann))
    silent = {"order_lines": lines.mutate(refunded=ibis.null("decimal(18,2)")), "orders": tables.orders(*ann)}
    silent["orders"] = silent["orders"].mutate(refunded=ibis.null("decimal(18,2)"))
    kept = lines_with_kept(silent).to_pandas()
    assert len(kept) == 3
    assert kept["kept"].tolist() == [True] * 3


# --- marks -------------------------------------------------------------------------------------------------


def test_marks_that_cannot_be_judged_are_missing_and_not_none(silent, people):
    facts = marks.account_facts(silent, RULES)
    assert marks.lacking(facts) == {"wholesale": "pieces", "reseller": "lines", "coupon_hunter": "coupons", "high_returns": "refunds"}
    averages = marks.averages(people, 30)
    rows = marks.kpis(people, averages, "all", facts).set_index(["name", "group"])
    accounts = rows.loc["marked_accounts"]
    assert accounts["value"].isna().all()
    assert accounts.loc["high_returns", "missing"] == NO_REFUNDS
    assert accounts.loc["wholesale", "missing"] == NO_PIECES
    why = rows["missing"].droplevel("group")
    assert why["refund_rate_without_marked"] == NO_REFUNDS
    assert why["units_per_order_without_marked"] == NO_PIECES
    assert pd.isna(why["aov_without_marked"])


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_of_marks_that_were_not_looked_for_none_found_is_not_said(silent, people, words):
    facts = marks.account_facts(silent, RULES)
    costs = marks.mark_costs(people, facts)
    assert costs["refunded"].isna().all()
    title = charts.marked_accounts(costs, marks.lacking(facts), words).layout.title.text
    assert says.marks_title(costs, {}, words) not in title
    assert words("marks-title-not-judged") in title
    assert says.marks_title(costs, {"high_returns": "refunds"}, words).count(says.mark_label("wholesale", words)) == 1
    assert says.mark_label("high_returns", words) not in says.marks_title(costs, {"high_returns": "refunds"}, words)
    lines = says.marks_in_words(costs, RULES, 0.0, marks.lacking(facts), words)
    assert {words(f"marks-words-no-{what}") for what in ("pieces", "lines", "coupons", "refunds")} <= set(lines)
    rows, _ = says.averages_rows(marks.averages(people, 30), words)
    assert len(rows) == len(marks.AVERAGES) - 2
    assert "refunded" not in says.costs_rows(costs, words)[1]


def test_marked_accounts_are_drawn_without_the_refunds_nobody_tells(silent, people):
    odd = people.assign(mark=["wholesale", *["ordinary"] * (len(people) - 1)])
    costs = marks.mark_costs(odd, marks.account_facts(silent, RULES))
    fig = charts.marked_accounts(costs, {"high_returns": "refunds"}, EN)
    assert len(fig.data) == 3
    assert "refund" not in fig.to_json()


# --- members, groups, the card --------------------------------------------------------------------------------


def test_members_have_no_refund_rate_and_the_table_no_row_of_it(people):
    halves = people.assign(member=np.arange(len(people)) % 2 == 0)
    compared = membership.compared(halves, 10).set_index(["measure", "group"])
    assert (compared.loc["refund_rate", "missing"] == NO_REFUNDS).all()
    assert compared.loc["aov", "value"].notna().all()
    assert len(says.compared_rows(compared.reset_index(), EN)[0]) == len(membership.MEASURES) - 1


def test_groups_have_neither_pieces_nor_refunds(people):
    groups = people[["customer_id"]].assign(group="newly_won")
    profile = segments.group_profiles(groups, people).set_index("group").loc["all"]
    assert profile[["units_per_order", "units_per_order_low", "refund_rate", "refund_rate_high"]].isna().all()
    assert profile["aov"] == pytest.approx(people["net_paid"].sum() / people["orders"].sum())
    assert (untold("refund_rate", people), untold("units_per_order", people), untold("aov", people)) == (NO_REFUNDS, NO_PIECES, None)


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_the_card_of_a_customer_says_nothing_of_pieces_and_refunds(silent, people, words):
    shown = card.customer_card(people, silent["orders"], None, "c1", "C-1", {}, {})
    assert not {"units", "refund_rate", "orders_kept"} & set(shown.values["field"])
    drawn = pictures.customer_timeline(shown, words)
    markers = next(trace for trace in drawn.data if trace.mode == "markers+text")
    assert not any(words("pyramid-card-pieces", units=1)[-2:] in text for text in markers.hovertext)
    assert words("pyramid-card-subtitle-paid", shown=2) == drawn.layout.title.subtitle.text
    assert len(set(markers.marker.color)) == 1
