"""Before and after: regression to the mean is shown, not called an effect."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.segments import before_after, spent_around


def extremes(seed: int, lift: float = 1.0) -> pd.DataFrame:
    """The best fifth of a period in which everybody spends by chance around a mean of their own; afterwards `lift` times as much."""
    rng = np.random.default_rng(seed)
    own = rng.gamma(4, 25, 2_000)
    before, after = rng.gamma(2, own / 2), rng.gamma(2, own / 2) * lift
    best = before >= np.quantile(before, 0.8)
    return pd.DataFrame({"before": before[best], "after": after[best]})


def test_the_best_fifth_falls_by_itself_and_so_did_the_one_before():
    found = before_after(extremes(1), extremes(2))
    assert found.ratio < 0.75
    assert found.usual < 0.75
    assert found.beyond.low < 1 < found.beyond.high


def test_what_goes_beyond_the_usual_change_is_seen():
    found = before_after(extremes(1, lift=1.3), extremes(2))
    assert found.ratio < 1
    assert found.beyond.low > 1
    assert found.beyond.value == pytest.approx(1.3, abs=0.12)


def test_without_an_earlier_group_there_is_no_correction():
    alone, few = before_after(extremes(1), None), before_after(extremes(1), extremes(2).head(10))
    assert np.isnan(alone.beyond.value)
    assert np.isnan(few.beyond.value)
    assert few.n_earlier == 10
    nobody = before_after(extremes(1).head(0), None)
    assert (nobody.n, np.isnan(nobody.ratio)) == (0, True)


def test_who_is_in_it_is_fixed_on_the_day(bought):
    orders = bought(("a", "2026-05-01", 10), ("a", "2026-06-10", 30), ("b", "2026-06-11", 50), ("c", "2026-01-01", 5), ("c", "2026-07-20", 9))
    table = spent_around(orders, date(2026, 5, 31), 31).set_index("customer_id")
    assert table.loc["a"].tolist() == [10.0, 30.0, 30]
    assert table.loc["c"].tolist() == [0.0, 0.0, 150]
    assert "b" not in table.index
