"""What is offered to whom: scores, reasons, filters, and the backtest that respects time."""

from datetime import date, datetime, timedelta

import ibis
import numpy as np
import pandas as pd
import pytest

from retention.affinity import backtest, filters, history, known, links, recommend
from retention.affinity.backtesting import guessed
from retention.affinity.filters import in_season, size_systems
from retention.affinity.recommendations import shelf, tastes
from retention.settings import AffinitySettings
from tests.affinity.conftest import START, random_rows, sold_table

NOTHING = pd.DataFrame({"antecedent": [], "consequent": [], "lift": [], "reason": []})
ASKED = AffinitySettings(offers=3)
PRODUCTS = {
    "product_id": "string", "name": "string", "category": "string", "style": "string", "season": "string", "size": "string", "cost": "float64",
}  # fmt: skip


def products(**rows) -> ibis.Table:
    """Products from name=dict of what is known beside the name; every product is its own good."""
    blank = dict.fromkeys(("category", "style", "season", "size", "cost"))
    table = [{"product_id": name, "name": name, **blank, **about} for name, about in rows.items()]
    return ibis.memtable(pd.DataFrame(table, columns=list(PRODUCTS), dtype=object), schema=PRODUCTS)


def table(schema: dict, rows: list[tuple]) -> ibis.Table:
    return ibis.memtable(pd.DataFrame(rows, columns=list(schema), dtype=object), schema=schema)


def on(day: int) -> date:
    return START + timedelta(days=day)


def offers(rows, goods=None, last=20, settings=ASKED, linked=NOTHING, **about):
    sold = sold_table(rows)
    past = history(sold, goods)
    return recommend(past, on(last), linked, known(past, sold, on(last), settings, products=goods, **about), settings)


def of(found, customer):
    return found.table.loc[found.table["customer_id"] == customer, "good"].tolist()


POPULAR = [(f"x{i}", 10, good) for good, n in (("best", 6), ("next", 4), ("third", 2)) for i in range(n)]


def test_who_has_no_past_in_common_with_anybody_gets_what_sells_most_and_nothing_twice():
    found = offers([("ann", 1, "odd"), *POPULAR], last=80, settings=ASKED.model_copy(update={"on_sale_days": 75}))
    assert of(found, "ann") == ["best", "next", "third"]
    assert found.table.loc[found.table["customer_id"] == "ann", "reason"].tolist() == ["popular"] * 3
    assert of(found, "x0") == []
    assert found.customers == 7


def test_a_rule_lifts_its_consequent_and_is_named_as_the_reason():
    linked = links(pd.DataFrame({"antecedent": ["odd"], "consequent": ["third"], "lift": [9.0]}), pd.DataFrame())
    row = offers([("ann", 15, "odd"), *POPULAR], linked=linked).table.query("customer_id == 'ann'").iloc[0]
    assert (row["good"], row["reason"], row["because"], row["lift"]) == ("third", "rule", "odd", 9.0)
    # Bought longer ago than the rule's window: the rule says nothing any more.
    late = offers([("ann", 15, "odd"), *POPULAR], last=46, linked=linked)
    assert of(late, "ann")[0] == "best"


def test_a_rule_goes_before_a_basket_of_the_same_goods_and_lifts_below_one_do_not_count():
    rules = pd.DataFrame({"antecedent": ["a"], "consequent": ["b"], "lift": [2.0]})
    baskets = pd.DataFrame({"antecedent": ["a", "a"], "consequent": ["b", "c"], "lift": [5.0, 0.5]})
    assert links(rules, baskets).to_dict("records") == [{"antecedent": "a", "consequent": "b", "lift": 2.0, "reason": "rule"}]


def test_taste_counts_where_customers_differ_and_not_where_they_do_not():
    goods = products(**{f"{kind}{i}": {"category": kind} for kind in ("red", "blue") for i in range(10)})
    loyal = [(f"{kind}fan{j}", day, f"{kind}{day % 10}") for kind in ("red", "blue") for j in range(10) for day in range(5)]
    taste, value = tastes(history(sold_table(loyal), goods), "category")
    assert taste.max() > 1.8
    assert taste.min() < 0.2
    rng = np.random.default_rng(3)
    mixed = [(f"c{j}", day, f"{rng.choice(['red', 'blue'])}{day % 10}") for j in range(40) for day in range(6)]
    taste, _ = tastes(history(sold_table(mixed), goods), "category")
    assert taste == pytest.approx(np.ones(taste.shape), abs=0.25)


def test_goods_nobody_bought_lately_are_not_offered():
    found = offers([("ann", 1, "odd"), ("bob", 0, "old"), *POPULAR], last=69)
    assert "old" not in set(found.table["good"])


# --- filters -----------------------------------------------------------------------------------------


def blocked(found) -> pd.DataFrame:
    return found.filters.set_index("filter")


def test_consumables_are_offered_again_and_nothing_else_owned():
    goods = products(best={"category": "socks"}, next={"category": "shoes"}, third={"category": "shoes"})
    again = ASKED.model_copy(update={"consumables": ("socks",)})
    assert set(of(offers(POPULAR, goods, settings=again), "x0")) == {"best"}
    assert of(offers(POPULAR, goods), "x0") == []
    assert set(of(offers(POPULAR, settings=ASKED.model_copy(update={"consumables": "all"})), "x0")) == {"best", "next", "third"}


def test_a_size_of_another_kind_forbids_nothing_and_goods_without_her_size_are_left_out():
    goods = products(best={"size": "S"}, next={"size": "39"}, third={"size": "one"}, both={"size": "M"})
    systems = size_systems(pd.DataFrame({"sizes": [frozenset({"S", "M"}), frozenset({"M", "L"}), frozenset({"39", "40"}), frozenset(), None]}))
    assert systems["S"] == systems["M"] == systems["L"] != systems["39"] == systems["40"]
    people = table({"customer_id": "string", "shoe_size": "string"}, [("ann", "38")])
    listed = ibis.union(
        goods, table(PRODUCTS, [("next-38", "best-shoe", None, None, None, "38", None), ("n39", "best-shoe", None, None, None, "39", None)])
    )
    settings = ASKED.model_copy(update={"on_sale_days": 15})
    found = offers([("ann", 1, "odd"), ("zoe", 0, "next-38"), *POPULAR], listed, customers=people, settings=settings)
    assert of(found, "ann") == ["best", "third"]
    assert of(found, "zoe") == ["best", "third"]
    assert blocked(found).loc["size", "applied"]


def returned(*rows) -> ibis.Table:
    """Returns from rows (customer, product, stage, status=None, kind=None)."""
    schema = dict.fromkeys(("customer_id", "product_id", "stage", "status", "kind", "order_id"), "string") | {"amount": "decimal(18,2)"}
    return table(schema, [(*row, *(None, None)[len(row) - 3 :], f"{row[0]}-10", 0) for row in rows])


@pytest.mark.parametrize("how", [("open",), ("refused",), ("cancelled",), ("settled", "维修")])
def test_what_was_only_asked_to_be_sent_back_or_came_home_repaired_did_not_come_back(how):
    asked = returned(("x0", "best", "after_delivery", *how))
    found = offers(POPULAR, returns=asked, settings=ASKED.model_copy(update={"consumables": "all"}))
    assert set(of(found, "x0")) == {"best", "next", "third"}
    # She wears the size she kept.
    sold, goods = sold_table([("x0", 10, "best")]), products(best={"size": "S"})
    for back, sizes in ((asked, [{"S"}]), (returned(("x0", "best", "after_delivery")), [])):
        assert [*(known(history(sold, goods), sold, on(20), ASKED, returns=back, products=goods).sizes or {}).values()] == sizes


def test_what_came_back_is_not_offered_again_even_if_a_consumable():
    back = returned(("x0", "best", "after_delivery"), ("x0", "next", "before_dispatch"))
    found = offers(POPULAR, returns=back, settings=ASKED.model_copy(update={"consumables": "all"}))
    assert set(of(found, "x0")) == {"next", "third"}
    assert blocked(found).loc["returned", ["pairs", "customers"]].tolist() == [1, 1]


CONSENTS = {"customer_id": "string", "channel": "string", "purpose": "string", "changed_at": "timestamp", "changed_on": "date", "given": "boolean"}


def consents(*rows) -> ibis.Table:
    return table(CONSENTS, [(who, "any", purpose, datetime(2025, 1, day), date(2025, 1, day), given) for who, purpose, day, given in rows])


@pytest.mark.parametrize(
    ("agreed", "offered"),
    [
        ([("ann", "personalisation", 1, True)], ["cotton", "third"]),
        ([("ann", "personalisation", 1, True), ("ann", "personalisation", 2, False)], ["wool coat", "cotton", "third"]),
        ([("ann", "marketing", 1, True)], ["wool coat", "cotton", "third"]),
    ],
)
def test_an_avoided_fabric_is_used_only_with_consent_to_personalisation(agreed, offered):
    rows = [("ann", 1, "odd")] + [(f"x{i}", 10, good) for good, n in (("wool coat", 6), ("cotton", 4), ("third", 2)) for i in range(n)]
    people = table({"customer_id": "string", "avoided_fabric": "string"}, [("ann", "Wool、mohair")])
    settings = ASKED.model_copy(update={"on_sale_days": 15})
    found = offers(rows, customers=people, consents=consents(*agreed), settings=settings)
    assert of(found, "ann") == offered
    # Nothing of it leaves the filter but a count.
    assert not {"wool", "mohair"} & set(found.table.drop(columns="good").astype(str).to_numpy().ravel())


def test_without_consents_the_field_is_not_read_and_the_record_says_so():
    people = table({"customer_id": "string", "avoided_fabric": "string"}, [("x9", "best")])
    row = blocked(offers(POPULAR, customers=people)).loc["fabric"]
    assert (row["applied"], row["why_not"]) == (False, "no-consent")


@pytest.mark.parametrize(
    ("season", "day", "sold"), [("冬", (2026, 6, 30), False), ("秋", (2026, 8, 5), True), ("Spring/Summer", (2026, 6, 30), True)]
)
def test_a_season_is_on_from_a_month_before(season, day, sold):
    assert in_season(season, date(*day)) == sold


def test_goods_out_of_season_or_sold_under_cost_are_left_out():
    goods = products(best={"season": "夏"}, next={"season": "四季", "cost": 4.0}, third={"cost": 10.0})
    found = offers([("ann", 1, "odd"), *POPULAR], goods)
    assert of(found, "ann") == ["next"]
    assert blocked(found)["applied"].to_dict() == {
        "owned": True, "size": False, "returned": False, "fabric": False, "season": True, "stock": False, "margin": True,
    }  # fmt: skip
    assert set(filters.FILTERS) == set(blocked(found).index)


def test_goods_of_which_no_piece_is_left_are_left_out_and_those_not_told_of_stay():
    goods = products(best={}, next={}, third={}).mutate(stock=ibis.cases((ibis._.name == "best", 0), (ibis._.name == "next", 3)))
    found = offers([("ann", 1, "odd"), *POPULAR], goods)
    assert of(found, "ann") == ["next", "third"]
    assert blocked(found).loc["stock", "applied"]


# --- backtest ----------------------------------------------------------------------------------------


def test_the_future_changes_no_guess():
    rows = random_rows(11, customers=150, goods=12, days=200, mean=6)
    origin = (pd.Timestamp(on(150)) - pd.Timestamp(0)).days
    settings = AffinitySettings(on_sale_days=60)
    past = history(sold_table(rows), None)
    told = guessed(past, origin, settings)
    assert len(told) > 5
    # Whoever buys again after the period has another last order; for the others nothing may change.
    cut = guessed(past.until(origin + settings.backtest_days), origin, settings)
    both = told.merge(cut, on="person", suffixes=("", "_cut"))
    assert len(both) == len(told)
    assert (both["ours"] == both["ours_cut"]).all()
    assert (both["similar"] == both["similar_cut"]).all()


def test_every_customer_is_guessed_once_and_figures_add_up():
    rows = random_rows(5, customers=200, goods=10, days=240, mean=6)
    past = history(sold_table(rows), None)
    found = backtest(past, on(240), AffinitySettings(offers=3)).set_index("method")
    assert found["customers"].nunique() == 1
    assert found["customers"].iloc[0] <= 200
    assert (found["hit_rate"] == found["hits"] / found["customers"]).all()
    assert ((found["low"] <= found["hit_rate"]) & (found["hit_rate"] <= found["high"])).all()
    assert (found["mrr"].between(found["mrr_low"], found["mrr_high"]) & found["coverage"].between(0, 1)).all()
    assert found.loc["popular", ["ahead", "ahead_low", "ahead_high"]].tolist() == [0, 0, 0]


def test_a_rule_everybody_follows_makes_recommendations_beat_popularity():
    rng = np.random.default_rng(2)
    rows = []
    for i in range(600):
        start, kind = int(rng.integers(0, 200)), int(rng.integers(0, 8))
        rows += [(f"c{i}", start, f"first{kind}"), (f"c{i}", start + int(rng.integers(5, 25)), f"then{kind if i % 10 else rng.integers(0, 8)}")]
    settings = AffinitySettings(offers=1, least_expected=1)
    found = backtest(history(sold_table(rows), None), on(210), settings).set_index("method")
    assert found.loc["ours", "hit_rate"] > 0.5
    assert found.loc["ours", "ahead_low"] > 0.3


def test_the_popularity_of_a_good_is_its_buyers_and_one_large_order_makes_none():
    rows = [(f"x{i}", 10, "best") for i in range(4)] + [("bulk", 11, "heap")] * 50
    past = history(sold_table(rows), None)
    on_it = shelf(past, (pd.Timestamp(on(20)) - pd.Timestamp(0)).days, ASKED)
    assert past.goods[on_it.goods[on_it.share.argmax()]] == "best"
    assert on_it.share.sum() == pytest.approx(1)


@pytest.mark.parametrize("rows", [[("ann", 0, "A")], [("ann", 0, "A"), ("bob", 0, "A")]])
def test_a_shop_with_one_good_has_nothing_to_offer_and_no_backtest(rows):
    found = offers(rows)
    assert found.table.empty
    assert backtest(history(sold_table(rows), None), on(20), ASKED).empty
