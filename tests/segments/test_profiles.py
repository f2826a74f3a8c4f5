"""What the customers of a group are like, the high-value sentence's facts, the preview list, the matrix."""

import numpy as np
import pandas as pd
import pytest

from retention.segments import filled_matrix, group_profiles, high_value_profile, preference_profiles, preview_list
from retention.settings import MatrixRow, SegmentationSettings, SettingsProblem
from retention.stats import newcombe, wilson
from tests.segments.conftest import measured, pyramid_of, segments_of


@pytest.fixture
def base():
    """Eighty high-value customers, 60 of them 法式 and 30 of those at ¥1,000 an order, and 120 others, 30 of them 法式."""
    table = measured([10] * 80 + [200] * 120, [2] * 80 + [1] * 120, [2000.0] * 30 + [600.0] * 50 + [100.0] * 120)
    style = ["法式"] * 60 + ["通勤"] * 20 + ["法式"] * 30 + ["通勤"] * 90
    return segments_of(["high_value"] * 80 + ["lost"] * 120), pyramid_of(table, usual_style=style)


def test_groups_have_their_money_and_the_last_row_is_everybody(base):
    segments, pyramid = base
    table = group_profiles(segments, pyramid, margin_rate=0.25).set_index("group")
    assert table.index.tolist() == ["lost", "high_value", "all"]
    best = table.loc["high_value"]
    assert (best["customers"], best["share"], best["net_paid"], best["margin"]) == (80, 0.4, 90_000, 22_500)
    assert best["aov"] == pytest.approx(90_000 / 160)
    assert best["aov_low"] < best["aov"] < best["aov_high"]
    assert best["money_share"] + table.loc["lost", "money_share"] == pytest.approx(1)
    assert table["clv"].isna().all()
    assert not [name for name in table if str(name).startswith("reach")]


def test_without_a_margin_no_margin_is_shown(base):
    assert group_profiles(*base)["margin"].isna().all()


def test_small_groups_have_no_intervals(base):
    table = group_profiles(*base, least_group=100).set_index("group")
    assert table["aov_low"].isna().to_dict() == {"lost": False, "high_value": True, "all": False}


def test_forecasts_and_reach_are_added_up(base):
    segments, pyramid = base
    forecasts = pd.DataFrame({"customer_id": pyramid["customer_id"], "expected_orders": 0.5, "p_order": 0.25, "revenue": 50.0, "clv": 10.0})
    reach = pd.DataFrame({"customer_id": pyramid["customer_id"], "reach_sms": pd.array([True, False] * 100, dtype="boolean")})
    best = group_profiles(segments, pyramid, forecasts, reach).set_index("group").loc["high_value"]
    assert (best["revenue"], best["revenue_each"], best["clv"], best["expected_orders"], best["reach_sms"]) == (4000, 50, 800, 40, 0.5)
    assert best["expected_churn"] == 0.75


def test_the_board_of_groups_counts_buyers_of_the_window_and_answers(base):
    segments, pyramid = base
    pyramid.loc[pyramid.index[:20], ["orders_window", "net_paid_window"]] = 0
    scores = pd.DataFrame({"customer_id": pyramid["customer_id"][:60], "score": [10] * 30 + [8] * 18 + [3] * 12})
    table = group_profiles(segments, pyramid, scores=scores).set_index("group")
    best, lost = table.loc["high_value"], table.loc["lost"]
    assert (best["buyers"], best["repurchase_rate"], lost["repurchase_rate"]) == (60, 1, 0)
    assert best["spend_per_buyer"] == pytest.approx((10 * 2000 + 50 * 600) / 60)
    assert (best["answers"], best["nps"]) == (60, 30)
    assert best["nps_low"] < 30 < best["nps_high"]
    assert (lost["answers"], np.isnan(lost["nps"])) == (0, True)


def test_preferences_stand_beside_those_of_the_others(base):
    table = preference_profiles(*base).set_index("group")
    best = table.loc["high_value"]
    assert (best["value"], best["customers"], best["n"], best["share"], best["others"]) == ("法式", 60, 80, 0.75, 0.25)
    assert (best["low"], best["high"]) == pytest.approx(wilson(60, 80))
    assert best["differs"]
    assert table.loc["lost", "value"] == "通勤"


def test_the_high_value_profile_is_tested(base):
    found = high_value_profile(*base, core_aov=800)
    assert found.taste is not None
    assert found.core_taste is not None
    assert (found.n, found.taste["value"], found.taste["share"]) == (80, "法式", 0.75)
    assert (found.taste["difference_low"], found.taste["difference_high"]) == pytest.approx(newcombe(60, 80, 30, 120))
    assert found.aov.low < 562.5 < found.aov.high
    assert (found.core_n, found.core_taste["share"], found.core_taste["others"]) == (30, 1.0, 0.6)


def test_a_shop_without_high_value_customers_or_styles_has_no_profile(base):
    segments, pyramid = base
    nobody = high_value_profile(segments.assign(group="lost"), pyramid, core_aov=800)
    assert (nobody.n, nobody.taste, nobody.core_n, nobody.enough) == (0, None, 0, False)
    assert np.isnan(nobody.aov.value)
    assert high_value_profile(segments, pyramid.drop(columns="usual_style")).taste is None


def test_the_preview_list_takes_the_core_first_then_the_most_expected(base):
    segments, pyramid = base
    forecasts = pd.DataFrame({"customer_id": pyramid["customer_id"], "expected_orders": 1.0, "p_order": 0.3, "revenue": np.arange(200.0), "clv": 1.0})
    listed = preview_list(segments, pyramid, 40, 800, forecasts)
    assert listed["core"].tolist() == [True] * 30 + [False] * 10
    assert listed["expected"].tolist() == [*range(29, -1, -1), *range(79, 69, -1)]
    assert "usual_style" in listed
    assert preview_list(segments, pyramid, 5)["expected"].isna().all()


ROW = MatrixRow(key="vip", groups=("high_value",), channels=("wecom", "sms"), offer_cost=2, budget=50)


@pytest.fixture
def reach(base):
    """Of the eighty, the first ten have WeCom, the first forty SMS."""
    flags = {"reach_wecom": [i < 10 for i in range(200)], "reach_sms": [i < 40 for i in range(200)]}
    return pd.DataFrame({"customer_id": base[1]["customer_id"], **flags})


def test_the_matrix_is_filled_with_the_shops_numbers(base, reach):
    segments, pyramid = base
    forecasts = pd.DataFrame({"customer_id": pyramid["customer_id"], "expected_orders": 0.5, "p_order": 0.3, "revenue": 10.0})
    settings = SegmentationSettings(matrix=(ROW,), channel_costs={"wecom": 0, "sms": 0.5})
    table = filled_matrix(segments, settings, reach, forecasts).set_index("channel")
    assert table.index.tolist() == ["wecom", "sms", "any"]
    assert table["people"].tolist() == [80] * 3
    assert table["reachable"].tolist() == [10, 40, 40]
    # SMS 40 × ¥0.5 + 40 × ¥2; told once, ten by WeCom for nothing and thirty by SMS.
    assert table["cost"].tolist() == [20, 100, 95]
    assert table["affordable"].tolist() == [10, 20, 21]
    assert table["orders"].tolist() == [5, 20, 20]


def test_costs_and_reach_that_are_not_known_stay_missing(base, reach):
    segments, _ = base
    table = filled_matrix(segments, SegmentationSettings(matrix=(ROW,), channel_costs={"wecom": 0}), reach, None).set_index("channel")
    assert table["cost"].isna().tolist() == [False, True, True]
    assert table["orders"].isna().all()
    blind = filled_matrix(segments, SegmentationSettings(matrix=(ROW,)), None, None)
    assert blind["reachable"].isna().all()
    assert blind["people"].tolist() == [80] * 3


def test_the_default_matrix_has_the_seeds_three_rows(base):
    table = filled_matrix(base[0], SegmentationSettings(), None, None)
    assert table.groupby("key", sort=False)["channel"].agg(list).to_dict() == {
        "vip": ["wecom", "phone", "any"],
        "dormant": ["email", "sms", "push", "any"],
        "new": ["email", "sms", "any"],
    }


def test_a_row_of_ones_own_needs_its_texts(tmp_path):
    path = tmp_path / "02_segmentation.yaml"
    path.write_text("matrix:\n  - {key: friends, groups: [active], channels: [sms]}\n", encoding="utf-8")
    with pytest.raises(SettingsProblem, match="row 'friends' needs goal and message"):
        SegmentationSettings.read(path)
