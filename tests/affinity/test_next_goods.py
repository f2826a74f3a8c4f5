"""The good a message may name: of those recommended the first not just bought, never given back, and with a name."""

import ibis
import pandas as pd

from retention.affinity import good_to_offer
from tests.affinity.conftest import START, sold_table

RANKED = pd.DataFrame({"customer_id": ["ann"] * 3 + ["bob"] * 2, "rank": [2, 1, 3, 1, 2], "good": ["tea", "soap", "mug", "soap", "tea"]})
NAMES = {"soap": "rose  soap\n", "tea": "green tea", "mug": "mug"}


def returns(*rows) -> ibis.Table:
    names = ["customer_id", "product_id"]
    return ibis.memtable(pd.DataFrame(rows, columns=names, dtype=object), schema=dict.fromkeys(names, "string"))


def told(sold, back=None, names=NAMES):
    day = pd.Timestamp(START) + pd.Timedelta(10, "D")
    return good_to_offer(RANKED, sold_table([("eve", 1, "soap"), ("eve", 1, "tea"), ("eve", 1, "mug"), *sold]), back, day.date(), names)


def test_the_best_one_by_rank_in_one_line():
    assert told([]) == {"ann": "rose soap", "bob": "rose soap"}


def test_what_she_has_just_bought_is_not_offered_and_what_she_bought_long_ago_is_where_it_is_recommended():
    assert told([("ann", 10, "soap"), ("bob", 9, "soap")]) == {"ann": "green tea", "bob": "rose soap"}


def test_what_she_gave_back_is_never_offered():
    assert told([], returns(("bob", "soap"), ("ann", "mug"), (None, "tea"))) == {"ann": "rose soap", "bob": "green tea"}


def test_an_article_that_nobody_kept_is_known_by_its_name():
    names = {"soap-xl": "soap"}
    assert told([], returns(("ann", "soap-xl")), names | NAMES) == {"ann": "green tea", "bob": "rose soap"}


def test_who_has_none_left_has_none():
    assert told([("bob", 12, "soap"), ("bob", 12, "tea")]) == {"ann": "rose soap"}


def test_an_article_without_a_name_is_not_spoken_of_and_a_style_is_its_own_name():
    assert told([], names={"tea": "green tea"}) == {"ann": "green tea", "bob": "green tea"}
    sold = sold_table([("eve", 1, "x")]).mutate(product_id=ibis.literal("77"))
    assert good_to_offer(RANKED, sold, None, START, {}) == {"ann": "soap", "bob": "soap"}


def test_nobody_has_anything_where_nothing_is_recommended():
    assert good_to_offer(RANKED.head(0), sold_table([("eve", 1, "x")]), None, START, {}) == {}
