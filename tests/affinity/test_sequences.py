"""Sequential rules against a plain reading of their definition (METHODS §5), and the laws they keep."""

import json
import math
from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from scipy.stats import gamma, poisson

from retention import affinity, imports, project, samples, stats
from retention.affinity.sequences import measured
from retention.settings import AffinitySettings, shop_settings
from retention.shop import Shop
from tests.affinity.conftest import START, random_rows, sold_table

WINDOW = 30


def prior_class(prior: int) -> int:
    return 0 if prior == 0 else 1 if prior == 1 else 2 if prior <= 3 else 3 if prior <= 7 else 4


def by_hand(rows, a: str, c: str, last: int, window: int = WINDOW) -> dict:
    """n, joint, expected, lift and se of one pair, purchase by purchase, straight from the definition."""
    baskets: dict = defaultdict(lambda: defaultdict(set))
    for who, day, good in rows:
        baskets[who][day].add(good)
    at_risk = []  # who, stratum, is index, followed
    for who, days in baskets.items():
        for prior, s in enumerate(sorted(days)):
            if s + window > last:
                continue
            had_a = any(a in days[d] for d in days if d < s)
            had_c = any(c in days[d] for d in days if d <= s)
            if had_a or had_c:
                continue
            month = (START + timedelta(days=s)).strftime("%Y-%m")
            y = any(c in days[d] for d in days if s < d <= s + window)
            at_risk.append((who, (month, prior_class(prior)), a in days[s], y))
    reference: dict = defaultdict(list)
    for _, g, index, y in at_risk:
        if not index:
            reference[g].append(y)
    share = {g: sum(ys) / len(ys) for g, ys in reference.items()}
    index_rows = [(who, g, y) for who, g, index, y in at_risk if index and g in share]
    n, joint = len(index_rows), sum(y for _, _, y in index_rows)
    expected = sum(share[g] for _, g, _ in index_rows)
    found = {"n": n, "joint": joint, "expected": expected, "at_risk": at_risk, "reference": sum(map(len, reference.values()))}
    if joint == 0 or expected == 0:
        return found
    in_stratum: dict = defaultdict(int)
    for _, g, _ in index_rows:
        in_stratum[g] += 1
    psi: dict = defaultdict(float)
    reference_psi: dict = defaultdict(float)
    for who, g, index, y in at_risk:
        if g not in share:
            continue
        if index:
            psi[who] += y / joint - share[g] / expected
        else:
            psi[who] -= in_stratum[g] / len(reference[g]) * (y - share[g]) / expected
            reference_psi[who] -= in_stratum[g] / len(reference[g]) * (y - share[g]) / expected
    of_expected = sum(x**2 for x in reference_psi.values())
    return found | {"lift": joint / expected, "se": math.sqrt(sum(x**2 for x in psi.values())), "of_expected": of_expected}


def tail_by_hand(told: dict) -> float:
    """P(joint or more) of a Poisson count whose mean is itself only known to `of_expected`, by summing over many possible means."""
    shape = 1 / max(told["of_expected"], 1e-9)
    means = gamma.ppf((np.arange(4000) + 0.5) / 4000, shape, scale=told["expected"] / shape)
    return float(poisson.sf(told["joint"] - 1, means).mean())


def followed(rows, last: int, window: int = WINDOW):
    return affinity.purchases(sold_table(rows), START + timedelta(days=last), window)


def every_pair(bought):
    numbers = range(len(bought.goods))
    pairs = np.array([(a, c) for a in numbers for c in numbers if a != c]).reshape(-1, 2)
    return measured(bought, pairs, 0.9)


HAND = [
    ("ann", 0, "A"), ("ann", 12, "C"),  # index, followed
    ("bob", 1, "A"), ("bob", 40, "C"),  # index, too late
    ("cid", 2, "X"), ("cid", 20, "C"), ("cid", 25, "A"),  # reference, followed; the later A had C before
    ("dot", 3, "X"),  # reference
    ("eve", 4, "A"), ("eve", 4, "C"),  # bought together: not at risk
    ("fay", 5, "X"), ("fay", 9, "A"), ("fay", 12, "C"),  # reference (followed), then index in a stratum without reference
    ("gus", 69, "A"), ("gus", 75, "C"),  # cannot be followed for 30 days
]  # fmt: skip


def test_the_hand_sized_shop_gives_what_one_counts_with_a_pencil():
    table = affinity.rule(followed(HAND, last=98), "A", ["C"])
    row = table.iloc[0]
    # January, first purchase: index ann and bob, reference cid, dot and fay, of whom cid and fay were followed.
    assert (row["n"], row["joint"]) == (2, 1)
    assert row["confidence"] == 0.5
    assert row["expected"] == pytest.approx(2 * 2 / 3)
    assert row["lift"] == pytest.approx(0.75)


@pytest.mark.parametrize("seed", range(4))
def test_every_pair_has_the_figures_of_the_definition(seed):
    rows, last = random_rows(seed, customers=60, goods=5), 230
    for row in every_pair(followed(rows, last)).itertuples():
        told = by_hand(rows, row.antecedent, row.consequent, last)
        assert (row.n, row.joint) == (told["n"], told["joint"])
        assert row.expected == pytest.approx(told["expected"])
        if told["joint"] and told["expected"]:
            assert row.se_log == pytest.approx(told["se"])
            z = stats.z_of(0.9)
            assert (row.low, row.high) == pytest.approx((told["lift"] * math.exp(-z * told["se"]), told["lift"] * math.exp(z * told["se"])))
            normal = 0.5 * math.erfc(math.log(told["lift"]) / told["se"] / math.sqrt(2))
            assert row.p == pytest.approx(max(normal, tail_by_hand(told)), rel=0.02)


PURCHASES = st.lists(st.tuples(st.sampled_from(["ann", "bob", "cid", "dot"]), st.integers(0, 120), st.sampled_from("ABC")), min_size=1, max_size=40)


@tries(max_examples=40)
@given(PURCHASES, st.integers(30, 120))
def test_index_and_reference_together_are_the_purchases_at_risk_and_nothing_later_changes_them(rows, last):
    known = [row for row in rows if row[1] <= last]
    if not known:
        return
    table = every_pair(followed(known, last))
    for row in table.itertuples():
        told = by_hand(rows, row.antecedent, row.consequent, last)
        lonely = sum(index for _, g, index, _ in told["at_risk"] if g not in {h for _, h, i, _ in told["at_risk"] if not i})
        assert row.n + told["reference"] + lonely == len(told["at_risk"])
        # `rows` knows what came after `last`; nothing of it may show.
        assert (row.n, row.joint) == (told["n"], told["joint"])
        assert 0 <= row.joint <= row.n


def expected_from_margins(rows, a: str, c: str, last: int) -> float:
    """Σ over strata of A's first purchases × the share of all purchases that a customer's first C follows."""
    days: dict = defaultdict(set)
    first: dict = {}
    for who, day, good in rows:
        days[who].add(day)
        first[who, good] = min(day, first.get((who, good), day))
    index: dict = defaultdict(int)
    every: dict = defaultdict(int)
    follows: dict = defaultdict(int)
    for who, of_hers in days.items():
        for prior, s in enumerate(sorted(of_hers)):
            if s + WINDOW <= last:
                g = ((START + timedelta(days=s)).strftime("%Y-%m"), prior_class(prior))
                every[g] += 1
                index[g] += first.get((who, a)) == s
                follows[g] += s < first.get((who, c), -1) <= s + WINDOW
    return sum(index[g] * follows[g] / every[g] for g in every)


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_tested_are_those_whose_margins_expect_enough_whatever_followed(seed):
    rows, last = random_rows(seed, customers=150, goods=5, mean=6), 230
    asked = AffinitySettings(least_expected=4, least_joint=5)
    tested = affinity.tested_rules(followed(rows, last), asked)
    goods = {good for _, _, good in rows}
    enough = {(a, c) for a in goods for c in goods if a != c and expected_from_margins(rows, a, c, last) >= 4}
    assert tested.pairs == len(enough) > 0
    listed = {(row.antecedent, row.consequent) for row in tested.rules.itertuples()}
    assert listed == {(a, c) for a, c in enough if by_hand(rows, a, c, last)["joint"] >= 5}
    # Pairs with few joint purchases count as tested: their p of 1 stands in the adjustment.
    rank = tested.rules["p"].rank()
    assert (tested.rules["p_adjusted"] <= (tested.rules["p"] * tested.pairs / rank).clip(upper=1) + 1e-12).all()
    assert (tested.rules["p_adjusted"] >= tested.rules["p"]).all()


def test_a_planted_rule_is_found_and_its_interval_allows_for_the_choice():
    rows = random_rows(7, customers=800, goods=6, mean=4)
    taken = {who: day for who, day, good in sorted(rows, reverse=True) if good == "g2" and day < 180}
    rows += [(who, day + 7, "g5") for i, (who, day) in enumerate(sorted(taken.items())) if i % 3 == 0]
    tested = affinity.tested_rules(followed(rows, 240), AffinitySettings(least_expected=5))
    shown = affinity.shown_rules(tested)
    assert shown[["antecedent", "consequent"]].iloc[0].tolist() == ["g2", "g5"]
    one, alone = shown.iloc[0], tested.rules.iloc[0]
    assert one["level"] == pytest.approx(1 - len(shown) * 0.1 / tested.pairs)
    assert one["low"] < alone["low"] < one["lift"] < alone["high"] < one["high"]
    assert one["confidence_low"] < one["confidence"] < one["confidence_high"]


def test_b_or_c_counts_who_takes_either_and_needs_neither_before():
    rows = [
        ("ann", 0, "A"), ("ann", 10, "B"),
        ("bob", 0, "A"), ("bob", 10, "C"), ("bob", 12, "B"),
        ("cid", 0, "A"),
        ("dot", 0, "C"), ("dot", 1, "A"), ("dot", 5, "B"),
        *[(f"x{i}", 2, "X") for i in range(8)], ("x0", 5, "B"),
    ]  # fmt: skip
    row = affinity.rule(followed(rows, 98), "A", ["B", "C"]).iloc[0]
    assert (row["consequent"], row["n"], row["joint"]) == ("B / C", 3, 2)
    assert row["expected"] == pytest.approx(3 / 8)
    low, high = stats.wilson(2, 3, 0.9)
    assert (row["confidence_low"], row["confidence_high"]) == (low, high)


def test_guests_and_accounts_left_out_do_not_count():
    rows = [*HAND, (None, 3, "A"), (None, 5, "C"), ("bulk", 3, "A"), ("bulk", 5, "C")]
    bought = affinity.purchases(sold_table(rows), START + timedelta(days=98), WINDOW, left_out=["bulk"])
    assert affinity.rule(bought, "A", ["C"]).equals(affinity.rule(followed(HAND, 98), "A", ["C"]))


def test_accounts_that_buy_like_a_shop_are_found():
    rows = [(f"c{i}", day, "X") for i in range(30) for day in (1, 2 + i)] + [("depot", 5, "X")] * 40 + [("agent", day, "X") for day in range(90)]
    sold = sold_table(rows).mutate(counts=True)
    assert affinity.bulk_accounts(sold, times=5) == ["agent", "depot"]


def test_a_shop_with_one_good_or_too_few_customers_has_no_rules_and_no_error():
    asked = AffinitySettings()
    for rows in ([("ann", 0, "A")], [("ann", 0, "A"), ("bob", 5, "B")], random_rows(1, 5, 3)):
        tested = affinity.tested_rules(followed(rows, 200), asked)
        assert tested.rules.empty
        assert affinity.shown_rules(tested).empty
        assert affinity.best_unions(followed(rows, 200), affinity.shown_rules(tested)).empty


def test_a_good_nobody_bought_is_named_in_the_error():
    with pytest.raises(KeyError, match="nobody bought 'Z'"):
        affinity.rule(followed(HAND, 98), "A", ["Z"])


# --- many shops without any rule ---------------------------------------------------------------------


def null_shops(shops: int, customers: int):
    """Lifts and hits (1 inside the 90 % interval) of the three most popular pairs in shops whose goods are independent."""
    lifts, hits = [], []
    for seed in range(shops):
        bought = followed(random_rows(1000 + seed, customers, goods=6, mean=4), 240)
        numbers = [bought.number(f"g{i}") for i in (0, 1, 2)]
        table = measured(bought, np.array([(numbers[0], numbers[1]), (numbers[1], numbers[2]), (numbers[2], numbers[0])]), 0.9)
        lifts += table["lift"].tolist()
        hits += ((table["low"] <= 1) & (table["high"] >= 1)).tolist()
    return np.array(lifts), np.array(hits)


def test_independent_goods_have_a_lift_of_one_and_intervals_that_hold_it():
    lifts, hits = null_shops(shops=40, customers=300)
    assert 0.95 <= np.median(lifts) <= 1.05
    assert 0.82 <= hits.mean() <= 0.97


@pytest.mark.soak
def test_over_two_thousand_shops_the_median_lift_is_one_and_coverage_is_ninety_per_cent():
    lifts, hits = null_shops(shops=2000, customers=600)
    assert 0.97 <= np.median(lifts) <= 1.01
    assert 0.88 <= hits.mean() <= 0.92


@pytest.mark.soak
def test_in_shops_without_rules_a_false_one_is_shown_no_oftener_than_accepted():
    asked = AffinitySettings()
    false = []
    for seed in range(200):
        tested = affinity.tested_rules(followed(random_rows(5000 + seed, 1500, goods=12, mean=5), 240), asked)
        false.append(bool(tested.rules["shown"].any()))
    assert np.mean(false) <= 0.1 + 2 * math.sqrt(0.1 * 0.9 / 200)


# --- the rule planted in HerStyle --------------------------------------------------------------------

TRUE_SHARES = {("B",): 0.19, ("C",): 0.14, ("B", "C"): 0.30}


def planted(folder):
    """Purchases of HerStyle, and the names of dress A, shoes B and bag C."""
    shop = Shop(folder)
    lines = shop.need("order_lines")
    asked = AffinitySettings()
    goods = affinity.goods_of(lines, shop.table("products"))
    bought = affinity.purchases(goods, shop.as_of, asked.window_days, affinity.bulk_accounts(lines, asked.bulk_times))
    rule = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["planted"]["rule"]
    return bought, {letter: told["name"] for letter, told in rule.items()}


def assert_planted_shares_hold(bought, names):
    for letters, share in TRUE_SHARES.items():
        row = affinity.rule(bought, names["A"], [names[letter] for letter in letters]).iloc[0]
        assert row["confidence_low"] <= share <= row["confidence_high"], letters


def test_herstyles_planted_shares_lie_inside_the_intervals(herstyle):
    assert_planted_shares_hold(*planted(herstyle))


@pytest.mark.soak
def test_in_the_whole_sample_the_planted_rules_are_shown(tmp_path):
    samples.make(tmp_path, customers=20_000)
    imports.import_shop([tmp_path / "raw"], shop_settings(project.root() / "params" / "herstyle"), tmp_path, date(2026, 11, 1))
    bought, names = planted(tmp_path)
    assert_planted_shares_hold(bought, names)
    shown = affinity.shown_rules(affinity.tested_rules(bought, AffinitySettings()))
    pairs = set(zip(shown["antecedent"], shown["consequent"], strict=True))
    assert {(names["A"], names["B"]), (names["A"], names["C"])} <= pairs
    assert affinity.best_unions(bought, shown)["consequent"].tolist() == [f"{names['B']} / {names['C']}"]
