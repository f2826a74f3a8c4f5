"""The net promoter score against published figures and hand-made answers; its intervals, weights and what goes with it."""

from datetime import datetime, timedelta

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import stats
from retention.service import drivers, nps, weights
from tests.laws import tries

COLUMNS = ("survey_id", "customer_id", "order_id", "kind", "wave", "channel", "asked_at", "asked_on", "answered_on", "score", "weight")


def told(rows: list[dict]) -> pd.DataFrame:
    """Answers as `nps.answers` gives them, from rows with a score; asked on 1 May unless they say otherwise, answered a day later."""
    asked = datetime(2026, 5, 1)
    made = []
    for place, row in enumerate(rows):
        usual = {"survey_id": f"s{place:05}", "customer_id": f"c{place}", "kind": "nps", "asked_on": asked.date(), "asked_at": asked}
        answered = None if row.get("score") is None and not row.get("dismissed") else (asked + timedelta(days=1)).date()
        made.append(dict.fromkeys(COLUMNS) | usual | {"answered_on": answered} | {key: value for key, value in row.items() if key in COLUMNS})
    frame = pd.DataFrame(made, columns=list(COLUMNS))
    frame["score"] = frame["score"].astype(float)
    texts = ("survey_id", "customer_id", "order_id", "kind", "wave", "channel")
    schema = dict.fromkeys(texts, "string") | {"asked_at": "timestamp", "asked_on": "date", "answered_on": "date"}
    return nps.answers(ibis.memtable(frame, schema=ibis.schema({**schema, "score": "float64", "weight": "float64"} | {})))


def of(promoters: int, passives: int, detractors: int, silent: int = 0, **more) -> pd.DataFrame:
    scores = [9] * promoters + [8] * passives + [3] * detractors
    return told([{"score": score, **more} for score in scores] + [{**more} for _ in range(silent)])


def test_fifty_thirty_twenty():
    found = nps.score(of(50, 30, 20))
    assert (found["value"], found["n"]) == (30, 100)
    assert ((found["low"] + found["high"]) / 2, (found["high"] - found["low"]) / 2) == pytest.approx((29.1, 15.1), abs=0.05)
    assert np.isnan(found["response"]) or found["response"] == 1


def test_only_the_question_of_recommending_counts():
    """PostHog #19500: other questions from 0 to 10 are no promoters' score."""
    found = told([{"score": 10}, {"score": 4, "kind": "after_sales"}])
    assert found["score"].tolist() == [10]


def test_who_answered_without_a_score_counts_as_an_answer_and_in_no_score():
    """Formbricks #2908."""
    found = nps.score(told([{"score": 9}] * 40 + [{"dismissed": True}] * 10 + [{}] * 50))
    assert (found["asked"], found["answered"], found["n"]) == (100, 50, 40)
    assert (found["response"], found["value"]) == (0.5, 100)


@tries(100)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=80))
def test_promoters_passives_and_detractors_are_all_answers(scores):
    """Formbricks #9248."""
    table = told([{"score": score} for score in scores])
    found = nps.score(table)
    assert found["promoters"] + found["passives"] + found["detractors"] == found["n"] == sum(score is not None for score in scores)
    assert nps.distribution(table)["answers"].sum() == found["n"]
    assert np.isnan(found["value"]) == (found["n"] < 30)


def test_answers_alone_have_no_rate_of_response():
    found = nps.score(told([{"score": 9, "asked_on": None, "asked_at": None}] * 40))
    assert np.isnan(found["response"])
    assert found["value"] == 100


def test_waves_are_the_shop_s_or_quarters():
    table = nps.with_waves(pd.concat([of(1, 0, 0, wave="spring"), of(1, 0, 0)], ignore_index=True))
    assert table["wave"].tolist() == ["spring", "2026Q2"]


def test_waves_of_the_same_people_are_compared_person_by_person():
    one, two = of(20, 10, 10, wave="a"), of(25, 10, 5, wave="b")
    paired = nps.by_wave(pd.concat([one, two], ignore_index=True)).set_index("wave")
    assert (paired.loc["b", "change"], bool(paired.loc["b", "paired"])) == (25, True)
    strangers = nps.by_wave(pd.concat([one, two.assign(customer_id="x" + two["customer_id"])], ignore_index=True)).set_index("wave")
    assert (strangers.loc["b", "change"], bool(strangers.loc["b", "paired"])) == (25, False)
    width = paired["change_high"] - paired["change_low"], strangers["change_high"] - strangers["change_low"]
    assert width[0]["b"] < width[1]["b"]
    few = nps.by_wave(pd.concat([of(20, 0, 0, wave="a"), two], ignore_index=True))
    assert few["change"].isna().all()


def test_groups_of_few_answers_are_compared_with_nobody():
    table = of(60, 10, 30)
    groups = {f"c{n}": "few" if n < 10 else "low" if n >= 60 else "high" for n in range(100)}
    found = nps.by_segment(table, groups).set_index("segment")
    assert found.loc["few", ["n"]].tolist() == [10]
    assert np.isnan([found.loc["few", "value"], found.loc["few", "p"]]).all()
    assert found.loc[["low", "high"], "apart"].tolist() == [True, True]
    assert found["n"].sum() == 100


def test_equal_groups_are_told_apart_in_no_more_than_their_share_of_shops():
    draws, apart = np.random.default_rng(3), 0
    for _ in range(200):
        table = pd.DataFrame({"customer_id": [f"c{n}" for n in range(400)], "band": draws.choice(nps.BANDS, 400, p=[0.5, 0.3, 0.2])})
        table = table.assign(points=table["band"].map(nps.POINTS), asked_on=pd.NaT, answered=True)
        apart += nps.by_segment(table, {f"c{n}": f"g{n % 5}" for n in range(400)})["apart"].any()
    assert apart <= 20


@pytest.mark.soak
@pytest.mark.parametrize("n", [30, 100, 500])
def test_ninety_per_cent_intervals_hold_the_truth_in_about_ninety_of_a_hundred_surveys(n):
    draws, held = np.random.default_rng(n), 0
    for _ in range(1_000):
        p = draws.dirichlet([5, 3, 2])
        found = stats.nps(*(int(k) for k in draws.multinomial(n, p)), level=0.9)
        held += found.low <= 100 * (p[0] - p[2]) <= found.high
    assert 870 <= held <= 930


def test_the_airport_of_san_francisco(real):
    """SFO customer survey 2017: n 2,746, +39.8, ± 2.61; weighted +40.4 with 2,267 answers' worth."""
    survey = pd.read_csv(real / "sfo_nps_2017" / "2017_SFO_Customer_Survey_20250817.csv", low_memory=False).rename(columns=str.strip)
    score = pd.to_numeric(survey["NETPRO"], errors="coerce")
    rows = [{"score": None if value == 11 or pd.isna(value) else value, "weight": w} for value, w in zip(score, survey["WEIGHT"], strict=True)]
    table = told(rows)
    found = nps.score(table)
    assert (found["n"], round(found["value"], 1), round((found["high"] - found["low"]) / 2, 2)) == (2_746, 39.8, 2.61)
    assert nps.bootstrapped(table) == pytest.approx((37.3, 42.4), abs=0.25)
    weighted = weights.weighted_score(table, table["weight"].astype(float))
    assert (round(weighted["value"], 1), round(weighted["n_eff"])) == (40.4, 2_267)
    wrong = score.dropna()
    assert 100 * ((wrong >= 9).mean() - (wrong <= 6).mean()) == pytest.approx(41.6, abs=0.05)


# --- weights ---------------------------------------------------------------------------------------


def survey(draws: np.random.Generator, n: int = 3_000) -> tuple[pd.DataFrame, float]:
    """Customers of two channels; the contented channel answers four times as often. The truth is all customers' score."""
    wecom = draws.random(n) < 0.4
    band = np.where(wecom, draws.choice(nps.BANDS, n, p=[0.7, 0.2, 0.1]), draws.choice(nps.BANDS, n, p=[0.35, 0.35, 0.3]))
    points = pd.Series(band).map(nps.POINTS).to_numpy()
    heard = draws.random(n) < np.where(wecom, 0.2, 0.05)
    channel = np.where(wecom, "wecom", "sms")
    asked = pd.DataFrame({"channel": channel, "asked_on": pd.Timestamp("2026-05-01"), "points": np.where(heard, points, np.nan)})
    return asked, float(points.mean())


def test_weights_bring_back_who_did_not_answer():
    table, truth = survey(np.random.default_rng(5), 40_000)
    raw = float(table["points"].mean())
    found = weights.weighted_score(table, weights.response_weights(table, ["channel"]))
    assert abs(found["value"] - truth) < 3 < abs(raw - truth)
    assert found["low"] < truth < found["high"]
    assert found["n_eff"] < found["n"]


@pytest.mark.soak
def test_the_weighted_score_is_nearer_to_the_truth_than_the_raw_one():
    misses = []
    for seed in range(200):
        table, truth = survey(np.random.default_rng(seed))
        found = weights.weighted_score(table, weights.response_weights(table, ["channel"]))
        misses.append((abs(float(table["points"].mean()) - truth), abs(found["value"] - truth), found["low"] <= truth <= found["high"]))
    raw, weighted, held = np.array(misses, dtype=float).T
    gain = raw - weighted
    assert gain.mean() > 2 * gain.std(ddof=1) / np.sqrt(len(gain))
    assert held.mean() > 0.9


def test_where_nobody_is_told_who_kept_silent_there_are_no_weights():
    table, _ = survey(np.random.default_rng(1))
    alone = table[table["points"].notna()]
    assert weights.response_weights(alone, ["channel"]).isna().all()
    assert np.isnan(weights.weighted_score(alone, weights.response_weights(alone, ["channel"]))["value"])


# --- what goes with it -----------------------------------------------------------------------------


def scored(draws: np.random.Generator, n: int, effect: float) -> pd.DataFrame:
    """Scores that a late parcel lowers; returns go with late parcels and lower nothing themselves."""
    late = draws.random(n) < 0.15
    returned = draws.random(n) < np.where(late, 0.5, 0.2)
    score = np.clip(np.round(draws.normal(8 + effect * late, 1.8)), 0, 10)
    return pd.DataFrame({"score": score, "late": late, "returned": returned, "rare": np.arange(n) < 12})


def test_differences_are_adjusted_for_the_other_things_and_few_answers_are_counted_only():
    found = drivers.drivers(scored(np.random.default_rng(2), 4_000, -1.5), ["late", "returned", "rare"]).set_index("thing")
    assert found.loc["late", "adjusted_low"] < -1.2 < found.loc["late", "adjusted_high"] + 1
    assert found.loc["returned", "raw"] < -0.2 < found.loc["returned", "adjusted"]
    assert found.loc["returned", "adjusted_low"] < 0 < found.loc["returned", "adjusted_high"]
    assert found["apart"].to_dict() == {"late": True, "returned": False, "rare": False}
    assert found.loc["rare", "with_it"] == 12
    assert np.isnan(found.loc["rare", "raw"])


def test_a_thing_that_is_rarely_known_takes_no_answer_from_the_others():
    table = scored(np.random.default_rng(4), 1_000, 0.0)
    table["score"] = np.clip(table["score"] - table["returned"], 0, 10)
    alone = drivers.drivers(table, ["returned"]).set_index("thing").loc["returned"]
    table["slow"] = pd.Series([True, False] * 40 + [None] * 920, dtype=object)
    beside = drivers.drivers(table, ["returned", "slow"]).set_index("thing")
    assert beside.loc["returned", "adjusted"] == pytest.approx(alone["adjusted"], abs=0.05)
    assert beside["apart"].to_dict() == {"returned": True, "slow": False}


def test_things_that_always_come_together_have_no_adjusted_figures():
    table = scored(np.random.default_rng(4), 500, -1.0).assign(again=lambda of: of["late"])
    found = drivers.drivers(table, ["late", "again", "returned"]).set_index("thing")
    assert found["raw"].notna().all()
    assert found["adjusted"].isna().to_dict() == {"late": True, "again": True, "returned": False}
    assert drivers.drivers(table, []).empty


def test_ranges_stay_on_the_scale():
    for table, ends in ((of(120, 0, 0), (90, 100)), (of(0, 0, 80), (-100, -90))):
        found = nps.score(table)
        assert ends[0] <= found["low"] <= found["high"] <= ends[1]


@pytest.mark.soak
def test_the_planted_difference_lies_inside_in_about_ninety_of_a_hundred_tables():
    """The score is rounded and cut at 0 and 10, so the truth is that of a table of a million."""
    big = scored(np.random.default_rng(99), 1_000_000, -1.75)
    truth = drivers.drivers(big, ["late", "returned"]).set_index("thing").loc["late", "adjusted"]
    hits = 0
    for seed in range(200):
        row = drivers.drivers(scored(np.random.default_rng(seed), 600, -1.75), ["late", "returned"], level=0.9).set_index("thing").loc["late"]
        hits += row["adjusted_low"] <= truth <= row["adjusted_high"]
    assert 165 <= hits <= 192


def test_where_nothing_goes_with_scores_little_is_told_to():
    wrong = 0
    for seed in range(200):
        table = scored(np.random.default_rng(seed), 400, 0.0)
        wrong += drivers.drivers(table, ["late", "returned"])["apart"].any()
    assert wrong <= 20


def test_holm_is_the_published_rule():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).random(12) ** 3
    assert stats.holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert np.isnan(stats.holm([0.2, np.nan])[1])
