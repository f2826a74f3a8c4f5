"""Settings as people write them."""

from datetime import date

import pytest

from retention import playbook, project
from retention.settings import OwnField, PyramidSettings, SettingsProblem, ShopSettings, load_yaml


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
    for notebook in playbook.MODELS:
        playbook.notebook_settings(notebook, folder)
