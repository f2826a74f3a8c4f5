"""What is compiled counts as a plain loop would, to the last bit, however the work is cut up."""

from collections import defaultdict
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from retention import affinity
from retention.affinity import sequences
from retention.affinity.arranging import sorted_lines
from retention.affinity.sequences import measured
from retention.settings import AffinitySettings
from retention.tables import DataProblem
from tests.affinity.conftest import START, random_rows, sold_table

WINDOW, LAST = 30, 230
CLASSES = [0, 1, 2, 2, 3, 3, 3, 3, 4]


def bought(rows, left_out=(), bulk_times=None, last=LAST):
    return affinity.purchases(sold_table(rows), START + timedelta(days=last), WINDOW, left_out, bulk_times)


def every_pair(goods: int) -> np.ndarray:
    return np.array([(a, c) for a in range(goods) for c in range(goods) if a != c])


def first_days(rows) -> tuple[dict, dict]:
    """Of each customer the days with purchases, in order, and the first day of each good."""
    days: dict = defaultdict(set)
    first: dict = defaultdict(dict)
    for who, day, good in rows:
        days[who].add(day)
        first[who][good] = min(day, first[who].get(good, day))
    return {who: sorted(some) for who, some in days.items()}, first


def plain(rows, a: str, c: str) -> tuple[int, int, float]:
    """Index purchases, of them followed, expected: purchase by purchase."""
    days, first = first_days(rows)
    counts: list[dict] = [defaultdict(int) for _ in range(4)]
    n1, x1, n0, x0 = counts
    for who, own in days.items():
        first_a, first_c = (first[who].get(good, 10_000) for good in (a, c))
        for prior, s in enumerate(own):
            if s + WINDOW > LAST or s > first_a or s >= first_c:
                continue
            g = (START + timedelta(days=s)).strftime("%Y-%m"), CLASSES[min(prior, 8)]
            n, x = (n1, x1) if s == first_a else (n0, x0)
            n[g] += 1
            x[g] += first_c <= s + WINDOW
    strata = sorted(g for g in n0 if n0[g])
    expected = 0.0
    for g in strata:
        expected += n1[g] * x0[g] / n0[g]
    return sum(n1[g] for g in strata), sum(x1[g] for g in strata), expected


@pytest.mark.parametrize("seed", range(3))
def test_counts_and_expected_followers_are_those_of_a_plain_loop_to_the_last_bit(seed):
    rows = random_rows(seed, customers=150, goods=6, mean=6)
    table = measured(bought(rows), every_pair(6), 0.9)
    assert table["joint"].sum() > 100
    for row in table.itertuples():
        assert (row.n, row.joint, row.expected) == plain(rows, row.antecedent, row.consequent)


def planted(seed: int) -> list[tuple]:
    """A random shop where g1 draws g4 and g6 a week later."""
    rows = random_rows(seed, customers=500, goods=7, mean=5)
    taken = {who: day for who, day, good in sorted(rows, reverse=True) if good == "g1" and day < 180}
    return rows + [(who, day + 7, ("g4", "g6", "g0")[i % 3]) for i, (who, day) in enumerate(sorted(taken.items()))]


@pytest.mark.parametrize("counted", [100, pytest.param(1, marks=pytest.mark.soak)])
def test_however_pairs_and_couples_are_cut_into_parts_the_rules_are_the_same(counted, monkeypatch):
    some, asked = bought(planted(1)), AffinitySettings(least_expected=1, least_joint=5)
    whole = affinity.tested_rules(some, asked)
    assert whole.rules["shown"].any()
    monkeypatch.setattr(sequences, "COUNTED", counted)
    monkeypatch.setattr(sequences, "COUPLES", 3)
    parts = affinity.tested_rules(some, asked)
    assert parts.pairs == whole.pairs
    pd.testing.assert_frame_equal(parts.rules, whole.rules, check_exact=True)


def test_the_order_of_lines_changes_no_figure():
    rows = planted(2)
    shuffled = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    tables = [measured(bought(some), every_pair(7), 0.9) for some in (rows, shuffled)]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_bulk_accounts_found_on_the_way_are_those_left_out_by_name():
    rows = random_rows(3, customers=200, goods=5) + [("agent", day, "g1") for day in range(200)] + [("depot", 5, "only theirs")] * 300
    left_out = affinity.bulk_accounts(sold_table(rows).mutate(counts=True), times=5)
    assert left_out == ["agent", "depot"]
    named, on_the_way = bought(rows, left_out), bought(rows, bulk_times=5)
    assert "only theirs" not in named.goods
    assert on_the_way.goods == named.goods
    assert on_the_way.left_out == named.left_out == ("agent", "depot")
    pd.testing.assert_frame_equal(*(measured(some, every_pair(5), 0.9) for some in (on_the_way, named)), check_exact=True)


def test_several_goods_together_count_as_one_good_of_that_name():
    rows = planted(4)
    renamed = [(who, day, "g4 / g6" if good in ("g4", "g6") else good) for who, day, good in rows]
    union, one = affinity.rule(bought(rows), "g1", ["g4", "g6"]), affinity.rule(bought(renamed), "g1", ["g4 / g6"])
    assert union["joint"].iloc[0] > 20
    pd.testing.assert_frame_equal(union, one, check_exact=True)


def test_a_shop_whose_every_purchase_is_too_late_to_follow_has_no_rules():
    some = bought([("ann", 225, "A"), ("ann", 228, "C"), ("bob", 226, "A")])
    assert affinity.tested_rules(some, AffinitySettings()).rules.empty
    assert affinity.rule(some, "A", ["C"])["n"].tolist() == [0]


def test_more_goods_than_can_be_numbered_are_refused_with_what_to_set():
    with pytest.raises(DataProblem, match="goods are too many for rules. Set goods: product_name or category"):
        sorted_lines(np.array([2**30]), np.array([0]), np.array([2**40]))
