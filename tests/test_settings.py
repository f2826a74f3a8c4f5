"""Settings as people write them."""

from datetime import date

import pytest

from retention import playbook, project
from retention.settings import LoyaltySettings, OwnField, PyramidSettings, SettingsProblem, ShopSettings, load_yaml


def written(tmp_path, text):
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_is_read_by_the_rules_of_1_2(tmp_path):
    values = load_yaml(written(tmp_path, "a: 21:00\nb: no\nc: 5e-3\nd: 010\ne: true\nf: 2025-11-11\ng: ~\nh: 0o7\ni: '1'\n"))
    assert values == {"a": "21:00", "b": "no", "c": 0.005, "d": 10, "e": True, "f": date(2025, 11, 11), "g": None, "h": "0o7", "i": "1"}


def test_a_key_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(SettingsProblem, match=r"shop\.yaml, line 2: the key 'name' stands twice"):
        load_yaml(written(tmp_path, "name: a\nname: b\n"))


def test_a_misspelt_setting_gets_the_right_name(tmp_path):
    with pytest.raises(SettingsProblem, match=r"unknown setting 'curency'; did you mean 'currency'\?"):
        ShopSettings.read(written(tmp_path, "curency: CNY\n"))


def test_a_misspelt_setting_deep_inside_gets_the_right_name(tmp_path):
    with pytest.raises(SettingsProblem, match=r"unknown setting 'fields.height.knd'; did you mean 'kind'"):
        ShopSettings.read(written(tmp_path, "fields:\n  height: {knd: number, kind: number}\n"))


@pytest.mark.parametrize(
    ("text", "sentence"), [("margin_rate: 1.5\n", "margin_rate"), ("window_days: soon\n", "window_days"), ("language: de\n", "language")]
)
def test_a_wrong_value_names_the_setting_and_the_value(tmp_path, text, sentence):
    with pytest.raises(SettingsProblem, match=rf"shop\.yaml: .*{sentence}.*not "):
        ShopSettings.read(written(tmp_path, text))


@pytest.mark.parametrize("text", ["- a\n- b\n", "just text\n"])
def test_a_file_that_is_no_settings_file_says_so(tmp_path, text):
    with pytest.raises(SettingsProblem, match="should hold lines like 'name: value'"):
        load_yaml(written(tmp_path, text))


def test_broken_yaml_names_the_file(tmp_path):
    with pytest.raises(SettingsProblem, match=r"shop\.yaml: not readable as YAML"):
        load_yaml(written(tmp_path, "a: [1, 2\n"))


def test_a_time_zone_nobody_knows_is_refused(tmp_path):
    with pytest.raises(SettingsProblem, match=r"time_zone: .*write it like Asia/Shanghai"):
        ShopSettings.read(written(tmp_path, "time_zone: Mars/X\n"))


def test_settings_cannot_be_changed_after_reading():
    with pytest.raises(ValueError, match="frozen"):
        ShopSettings().name = "x"


def test_every_setting_has_a_meaning():
    unexplained = [f"{m.__name__}.{n}" for m in (ShopSettings, PyramidSettings, OwnField) for n, f in m.model_fields.items() if not f.description]
    assert unexplained == []


@pytest.mark.parametrize("shop", ["herstyle", "online_retail", "cdnow"])
def test_the_shipped_params_are_valid(shop):
    folder = project.root() / "params" / shop
    assert playbook.shop_settings(folder).name
    for model in playbook.MODELS.values():
        playbook.notebook_settings(model, folder)


# --- 03_loyalty_design.yaml -------------------------------------------------------------------------

TIERS = "tiers: [{name: a}, {name: b, threshold: 100, discount: 0.05}]"
GUESS = "source: guess"


def programme_with(more):
    return f"programmes: {{own: {{label: Own, {TIERS}, {more}}}}}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"assumptions: {{contribution: {{value: 25, low: 20, high: 30, {GUESS}}}}}", "contribution: value is 25; .* between 0 and 1, .25 for 25 %"),
        (f"assumptions: {{contribution: {{value: 0.2, low: 0, high: 0.3, {GUESS}}}}}", "contribution: low is 0; "),
        (f"assumptions: {{pulled_forward: {{value: 30, low: 0, high: 60, {GUESS}}}}}", "pulled_forward: value is 30; it is a share"),
        (f"assumptions: {{redeemers: {{value: 0.6, low: 0.3, high: 3, {GUESS}}}}}", "redeemers: high is 3; it is a share"),
        (f"assumptions: {{redeem_chance: {{value: 0.6, low: -0.3, high: 1, {GUESS}}}}}", "redeem_chance: low is -0.3; it is a share"),
        (f"assumptions: {{uplift_light: {{value: -3, low: -5, high: 0, {GUESS}}}}}", "uplift_light: value is -3; .* above -1"),
        ("redemption_prior: [0.95, 0.5]", r"redemption_prior: .* write \[0.5, 0.95\]"),
        ("design: {expiry_months: [0, 6]}", "expiry_months: points live 1 to 60 months, .* not 0 and 6"),
        ("design: {expiry_months: [6, 200]}", "expiry_months: points live 1 to 60 months, .* not 6 and 200"),
        ("design: {earn_rate: [0, 5]}", "earn_rate: .* at most 1 .* not 5"),
        (programme_with("benefits: [{kind: reaching_gift, tier: 0, cost: 10}]"), "reaching_gift: tier 0 .* never reached; write tier: 1"),
        (programme_with("benefits: [{kind: reaching_coupon, tier: 0, discount: 0.2}]"), "reaching_coupon: tier 0 .* never reached"),
        (programme_with("qualification: {window: calendar_year, downgrade: true, review_months: 3}"), "write review_months: 12, not 3"),
    ],
)
def test_a_senseless_figure_of_a_programme_is_named_with_what_to_write_instead(tmp_path, text, sentence):
    with pytest.raises(SettingsProblem, match=sentence):
        LoyaltySettings.read(written(tmp_path, text + "\n"))


@pytest.mark.parametrize(("basis", "threshold"), [("orders", 1.4), ("orders", 0.4), ("points", 99.5)])
def test_what_is_counted_in_whole_numbers_has_whole_thresholds(tmp_path, basis, threshold):
    rules = "points: {per_money: 1}, burning: [{value: 0.01}]"
    text = (
        f"programmes: {{own: {{label: Own, tiers: [{{name: a}}, {{name: b, threshold: {threshold}}}], qualification: {{basis: BASIS}}, {rules}}}}}\n"
    )
    with pytest.raises(SettingsProblem, match=f"b: {basis} are whole numbers, so write a whole threshold, not {threshold}"):
        LoyaltySettings.read(written(tmp_path, text.replace("BASIS", basis)))
    money = LoyaltySettings.read(written(tmp_path, text.replace("BASIS", "paid")))
    assert money.programmes["own"].tiers[1].threshold == threshold


def test_figures_at_the_edge_of_sense_are_taken(tmp_path):
    text = f"""
redemption_prior: [0, 1]
design: {{expiry_months: [1, 60], earn_rate: [0, 1]}}
assumptions: {{pulled_forward: {{value: 1, low: 0, high: 1, {GUESS}}}, uplift_heavy: {{value: -0.9, low: -0.99, high: 0, {GUESS}}}}}
"""
    read = LoyaltySettings.read(written(tmp_path, text))
    assert (read.redemption_prior, read.design.expiry_months, read.assumptions.uplift_heavy.low) == ((0, 1), (1, 60), -0.99)
