"""Lots, what so many people can show, and what they have shown; golden figures of a published e-mail test where its data lie beside."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention import experiments

HILLSTROM = Path(__file__).parents[3] / "shared/data/hillstrom/hillstrom.parquet"
IDS = [f"c{number}" for number in range(20_000)]


def test_a_lot_is_the_hash_of_salt_and_number():
    drawn = experiments.control_group(["ann", "bob", "cid"], "s", 0.4)
    by_hand = [int(hashlib.sha256(f"s|{who}".encode()).hexdigest()[:8], 16) < round(0.4 * 2**32) for who in ("ann", "bob", "cid")]
    assert drawn.tolist() == by_hand


def test_nobody_and_everybody():
    assert not experiments.control_group(IDS[:100], "s", 0).any()
    assert experiments.control_group(IDS[:100], "s", 1).all()


def test_a_larger_share_keeps_those_who_were_drawn():
    small, large = (experiments.control_group(IDS, "s", share) for share in (0.1, 0.2))
    assert not (small & ~large).any()
    assert abs(small.mean() - 0.1) < 0.007
    assert abs(large.mean() - 0.2) < 0.009


def test_lots_of_two_salts_know_nothing_of_each_other():
    one, other = (experiments.control_group(IDS, salt, 0.5) for salt in ("a", "b"))
    assert abs((one & other).mean() - 0.25) < 0.01


def test_variants_have_their_shares_and_are_drawn_apart_from_the_arms():
    names = experiments.variants_of(IDS, "s", {"a": 0.2, "b": 0.3, "c": 0.5})
    assert [float((names == name).mean()) for name in "abc"] == pytest.approx([0.2, 0.3, 0.5], abs=0.012)
    held = experiments.control_group(IDS, "s", 0.5)
    assert abs(held[names == "a"].mean() - 0.5) < 0.03
    assert set(experiments.variants_of(["x"], "s", {})) == {""}


@pytest.mark.parametrize(
    ("base", "other", "times", "sizes"),
    [(0.08, 0.10, 1, (3213, 3213)), (0.08, 0.10, 9, (1839, 16551)), (0.08, 0.12, 1, (882, 882)), (0.08, 0.12, 9, (515, 4635))],
)
def test_sizes_of_groups(base, other, times, sizes):
    assert experiments.group_sizes(base, other, times) == sizes


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_the_smallest_difference_is_the_one_whose_groups_are_as_large(share):
    rise = experiments.smallest_difference(0.08, 10_000, share)
    control, treated = experiments.group_sizes(0.08, 0.08 + rise, (1 - share) / share)
    assert control + treated == pytest.approx(10_000, abs=12)


@pytest.mark.parametrize("people", [0, 1, 5])
def test_too_few_people_show_nothing(people):
    assert np.isnan(experiments.smallest_difference(0.05, people, 0.5))


def test_the_control_group_is_as_small_as_shows_half_as_many_again():
    assert experiments.chosen_share(0.05, 1_000_000) == 0.05
    middling = experiments.chosen_share(0.05, 4_000)
    assert experiments.smallest_difference(0.05, 4_000, middling) <= 0.025 < experiments.smallest_difference(0.05, 4_000, 0.05)
    assert experiments.chosen_share(0.05, 1_500) == 0.5
    assert experiments.chosen_share(0.05, 200) == 0.1


def test_differences_by_hand():
    told = experiments.difference_of_shares(56, 70, 48, 80)
    assert (round(told.value, 4), round(told.low, 4), round(told.high, 4)) == (0.2, 0.0524, 0.3339)
    assert np.isnan(experiments.difference_of_shares(0, 0, 1, 5).value)
    assert experiments.difference_of_means([2, 4], [1, 1]).value == 2


@pytest.mark.real
def test_the_published_e_mail_test():
    if not HILLSTROM.exists():
        pytest.skip("the Hillstrom data set does not lie beside the project")
    data = pd.read_parquet(HILLSTROM)
    control = data[data["segment"] == "No E-Mail"]
    golden = {
        ("Mens E-Mail", "visit"): (7.66, 6.995, 8.323),
        ("Womens E-Mail", "visit"): (4.52, 3.889, 5.157),
        ("Mens E-Mail", "conversion"): (0.681, 0.501, 0.864),
        ("Womens E-Mail", "conversion"): (0.311, 0.150, 0.475),
    }
    for (arm, what), figures in golden.items():
        treated = data[data["segment"] == arm]
        told = experiments.difference_of_shares(int(treated[what].sum()), len(treated), int(control[what].sum()), len(control))
        assert (told.value * 100, told.low * 100, told.high * 100) == pytest.approx(figures, abs=0.006)
    for arm, figures in (("Mens E-Mail", (0.770, 0.485, 1.055)), ("Womens E-Mail", (0.424, 0.169, 0.680))):
        told = experiments.difference_of_means(data.loc[data["segment"] == arm, "spend"], control["spend"])
        assert (told.value, told.low, told.high) == pytest.approx(figures, abs=0.0006)
