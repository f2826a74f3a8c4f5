"""Parity with unmodified lifetimes 0.11.3, and the manners of the one module that imports it."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from retention.lifetime import BgNbd, Customers, Discount, expected_orders, fit_bgnbd, fit_gamma_gamma, forecast
from retention.lifetime import reference as ref
from tests.lifetime.simulated import simulated_shop


@pytest.fixture(scope="module")
def shop():
    """20,000 customers of a simulated shop, histories in whole days."""
    ages = np.random.default_rng(8).integers(20, 700, 20_000)
    shop = simulated_shop(0.55, 70.0, 0.8, 2.6, ages, future=90, seed=8, spend=(6.0, 4.0, 400.0))
    whole = np.maximum(np.ceil(shop["recency"]), shop["frequency"] > 0).astype(int)
    return shop.assign(recency=whole, T=shop["T"].astype(int))


@pytest.fixture(scope="module", params=["cdnow", "simulated"])
def histories(request, shop):
    return shop if request.param == "simulated" else request.getfixturevalue("cdnow")


def of(fitter) -> BgNbd:
    """Our model with the parameters lifetimes found."""
    return BgNbd(*map(float, fitter.params_[ref.PARAMETERS]), False, np.nan, np.nan, np.full((4, 4), np.nan), 0, 0, True)


@pytest.fixture(scope="module")
def theirs(histories):
    columns = histories["frequency"], histories["recency"], histories["T"]
    return ref.fitted(ref.library().BetaGeoFitter(), *columns)


def test_parameters_agree_to_five_digits_and_the_likelihood_is_not_lower(histories, theirs):
    ours = fit_bgnbd(histories)
    assert [ours.r, ours.alpha, ours.a, ours.b] == pytest.approx(theirs.params_.tolist(), rel=1e-5)
    theirs_in_days = -theirs._negative_log_likelihood_ * len(histories) + histories["frequency"].sum() * np.log(theirs._scale)
    assert ours.log_likelihood >= theirs_in_days - 1e-6


def test_expected_orders_agree_to_nine_digits_at_equal_parameters(histories, theirs):
    same = of(theirs)
    reference = ref.quietly(theirs.predict, 365, histories["frequency"], histories["recency"], histories["T"])
    assert reference.notna().all()
    assert expected_orders(same, Customers.of(histories), 365) == pytest.approx(reference.to_numpy(), rel=1e-9)


def test_value_agrees_in_their_convention_of_30_day_months(histories, theirs):
    buyers = histories[histories["frequency"] > 0]
    spend = ref.fitted(ref.library().GammaGammaFitter(), buyers["frequency"], buyers["monetary_value"])
    money = histories["monetary_value"].fillna(0)
    columns = histories["frequency"], histories["recency"], histories["T"]
    reference = ref.quietly(spend.customer_lifetime_value, theirs, *columns, money, time=12, discount_rate=0.01, freq="D")
    monthly = Discount(yearly=1.01 ** (365 / 30) - 1, step=30)
    ours = forecast(fit_bgnbd(histories), fit_gamma_gamma(histories), histories, 360, monthly, None)["revenue"]
    assert ours.sum() == pytest.approx(reference.sum(), rel=1e-6)
    assert ours.to_numpy() == pytest.approx(reference.to_numpy(), rel=1e-4)


def test_the_1411_customers_lifetimes_loses_are_kept(cdnow):
    weeks = cdnow["frequency"], cdnow["recency"] / 7, cdnow["T"] / 7
    theirs = ref.quietly(ref.library().BetaGeoFitter(penalizer_coef=0.01).fit, *weeks)
    lost = ref.quietly(theirs.predict, 39, *weeks)
    assert theirs.params_["a"] + theirs.params_["b"] < 1
    assert lost.isna().sum() == 1411
    assert lost.sum() == pytest.approx(1620.3, abs=0.05)
    in_weeks = pd.DataFrame(dict(zip(("frequency", "recency", "T"), weeks, strict=True)))
    ours = expected_orders(of(theirs), Customers.of(in_weeks), 39)
    assert np.isfinite(ours).all()
    assert ours.sum() == pytest.approx(1934.2, abs=0.05)


def test_the_notebooks_line_says_how_far_apart_the_two_are(cdnow):
    table = ref.against_lifetimes(cdnow, customers=800, days=365)
    assert set(table["model"]) == {"bgnbd", "mbgnbd", "gamma_gamma"}
    assert table["customers"].eq(800).all()
    assert table["difference"].abs().max() < 1e-5


def test_pareto_nbd_of_lifetimes_gives_the_published_reference(cdnow):
    model = ref.quietly(ref.library().ParetoNBDFitter().fit, cdnow["frequency"], cdnow["recency"] / 7, cdnow["T"] / 7)
    assert model.params_.tolist() == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=0.01)  # its search starts at random
    in_weeks = -model._negative_log_likelihood_ + cdnow["frequency"].sum() * np.log(model._scale)
    assert in_weeks == pytest.approx(-9594.98, abs=0.01)


def test_importing_and_fitting_leaves_the_process_as_it_was():
    code = """
import warnings, pandas as pd
def state():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pd.get_option("mode.chained_assignment")
import numba, scipy.stats, autograd.numpy, retention.lifetime
filters, option = list(warnings.filters), state()
from retention.lifetime import reference
reference.library()
history = pd.DataFrame({"frequency": [0, 1, 2, 5, 0, 3], "recency": [0, 9, 30, 50, 0, 4], "T": [60, 60, 55, 70, 20, 30]})
try:
    reference.against_lifetimes(history)
finally:
    assert list(warnings.filters) == filters, [f for f in warnings.filters if f not in filters]
    assert state() == option
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "AssertionError" not in run.stderr, run.stderr
    assert "Pandas4Warning" not in run.stderr, run.stderr


def test_comparison_without_repeat_orders_says_so(cdnow):
    from retention.tables import DataProblem

    with pytest.raises(DataProblem, match="no repeat order"):
        ref.against_lifetimes(cdnow[cdnow["frequency"] == 0].assign(monetary_value=np.nan))


def test_without_lifetimes_the_page_says_in_one_line_what_the_check_needs():
    """In a process that cannot find the package: the room and its page import, and nothing else is lost."""
    code = """
import sys
sys.modules["lifetimes"] = None
from types import SimpleNamespace
from retention.pages.lifetime import sections
from retention.pages.kit.words import Words
for language in ("en", "zh"):
    print(sections._against_lifetimes(SimpleNamespace(words=Words(language))))
"""
    utf8 = os.environ | {"PYTHONIOENCODING": "utf-8"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=utf8)
    english, chinese = told.stdout.splitlines()
    assert "lifetimes needs that package" in english
    assert "需要安装该程序库" in chinese
