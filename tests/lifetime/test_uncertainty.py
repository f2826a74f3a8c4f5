import numpy as np
import pandas as pd
import pytest

from retention.lifetime import Discount
from retention.lifetime.uncertainty import bootstrap, covariance_of, predictive_interval, sandwich, totals

WEEKS_39 = 39 * 7


def test_cdnow_total_has_the_published_errors(cdnow, cdnow_model, cdnow_spend):
    covariance = sandwich(cdnow_model, cdnow_spend, cdnow)
    whole = totals(cdnow_model, cdnow_spend, cdnow, covariance, WEEKS_39, Discount()).set_index("quantity").loc["orders"]
    assert whole["value"] == pytest.approx(1653.4, abs=0.05)
    assert whole["parameter_se"] == pytest.approx(75.1, abs=0.2)
    # Measured 73 with 400 simulated futures (± 2.6); here customers' variances are added.
    assert whole["process_se"] == pytest.approx(71, abs=4)
    assert [whole["low"], whole["high"]] == pytest.approx([1490, 1830], abs=12)
    assert whole["high"] < 1882, "the model errs, not the parameters: the actual lies outside"


def test_bootstrap_and_sandwich_agree(cdnow, cdnow_model, cdnow_spend):
    by_sandwich = np.sqrt(np.diag(sandwich(cdnow_model, cdnow_spend, cdnow)))
    by_bootstrap = bootstrap(cdnow_model, cdnow_spend, cdnow, 300, seed=1).std(axis=0)
    assert by_bootstrap == pytest.approx(by_sandwich, rel=0.2)


def test_one_step_stands_for_a_refit(cdnow, cdnow_model, cdnow_spend):
    several = pd.concat([cdnow] * 30, ignore_index=True)
    full = bootstrap(cdnow_model, cdnow_spend, several, 8, seed=2)
    step = bootstrap(cdnow_model, cdnow_spend, several, 8, seed=2, refit_up_to=0)
    assert np.abs(full - step).max() < 0.1 * full.std(axis=0).max()
    # Not the same numbers: one Newton step ends near the maximum, not on it.
    assert np.abs(full - step).max() > 0


def test_the_same_seed_gives_the_same_covariance(cdnow, cdnow_model, cdnow_spend):
    first, second = (covariance_of(cdnow_model, cdnow_spend, cdnow, 10, seed=3) for _ in range(2))
    assert (first == second).all()


def test_intervals_of_small_totals_stay_above_zero():
    low, high = predictive_interval(0.4, 0.5, 0.90)
    assert 0 <= low < 0.4 < high
    assert predictive_interval(0.0, 0.0, 0.90) == (0.0, 0.0)
