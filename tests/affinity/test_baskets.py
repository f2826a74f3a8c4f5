"""Basket measures equal mlxtend's on the same baskets."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from mlxtend.frequent_patterns import apriori, association_rules

from retention.affinity import basket_rules, goods_of
from retention.affinity.baskets import measures
from retention.shop import Shop
from tests.affinity.conftest import random_rows, sold_table

MEASURES = {
    "support": "support", "confidence": "confidence", "lift": "lift", "leverage": "leverage", "conviction": "conviction", "zhang": "zhangs_metric",
}  # fmt: skip


def by_mlxtend(baskets: pd.DataFrame, least: int) -> pd.DataFrame:
    """Rules between two goods in at least `least` of the baskets (columns order_id, good)."""
    held = pd.crosstab(baskets["order_id"], baskets["good"]).astype(bool)
    frequent = apriori(held, min_support=(least - 0.5) / len(held), use_colnames=True, max_len=2)
    if not (frequent["itemsets"].map(len) == 2).any():
        return pd.DataFrame(columns=["antecedent", "consequent", *MEASURES])
    rules = association_rules(frequent, metric="support", min_threshold=0)
    rules = rules.assign(antecedent=rules["antecedents"].map(min), consequent=rules["consequents"].map(min))
    return rules.rename(columns={theirs: ours for ours, theirs in MEASURES.items()})


def assert_equal_to_mlxtend(ours: pd.DataFrame, theirs: pd.DataFrame):
    key = ["antecedent", "consequent"]
    ours, theirs = (table.sort_values(key, ignore_index=True)[[*key, *MEASURES]] for table in (ours, theirs))
    assert len(ours)
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False, rtol=1e-9)


def test_measures_equal_those_of_mlxtend():
    rows = random_rows(3, customers=120, goods=8, mean=6)
    baskets = pd.DataFrame([(f"{who}-{day}", good) for who, day, good in rows], columns=["order_id", "good"])
    assert_equal_to_mlxtend(basket_rules(sold_table(rows), least_joint=3), by_mlxtend(baskets, 3))


def test_herstyles_baskets_of_categories_give_mlxtends_measures(herstyle):
    shop = Shop(herstyle)
    sold = goods_of(shop.need("order_lines"), shop.table("products"), "category")
    baskets = sold.select("order_id", "good").to_pandas()
    assert_equal_to_mlxtend(basket_rules(sold, least_joint=20), by_mlxtend(baskets, 20))


@tries(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_the_measures_of_any_baskets_lie_where_they_can(baskets):
    a, c = (sum(x) for x in zip(*baskets, strict=True))
    joint = sum(x and y for x, y in baskets)
    if not joint:
        return
    row = measures([joint], [a], [c], len(baskets)).iloc[0]
    assert 0 < row["support"] <= row["confidence"] <= 1
    assert -1 <= row["zhang"] <= 1
    assert np.sign(round(row["leverage"], 12)) == np.sign(round(row["lift"] - 1, 12)) == np.sign(round(row["zhang"], 12))
    assert (row["conviction"] == np.inf) == (joint == a)


def test_a_good_twice_in_an_order_counts_once_and_guests_count_too():
    rows = [("ann", 1, "A"), ("ann", 1, "A"), ("ann", 1, "B"), (None, 2, "A"), (None, 2, "B"), ("bulk", 3, "A"), ("bulk", 3, "B")]
    table = basket_rules(sold_table(rows), least_joint=1, left_out=["bulk"])
    assert table[["antecedent", "consequent", "orders", "n", "joint"]].to_numpy().tolist() == [["A", "B", 2, 2, 2], ["B", "A", 2, 2, 2]]


@pytest.mark.parametrize("rows", [[("ann", 1, "A")], [("ann", 1, "A"), ("bob", 1, "B")]])
def test_a_shop_without_pairs_has_no_rules(rows):
    assert basket_rules(sold_table(rows), least_joint=1).empty
