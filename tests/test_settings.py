"""Settings as people write them."""

import random
import re
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from retention import project
from retention.settings import (
    MODELS,
    JourneysSettings,
    LoyaltySettings,
    OwnField,
    PyramidSettings,
    Settings,
    SettingsProblem,
    ShopSettings,
    day_asked,
    load_yaml,
    not_read,
    notebook_settings,
    notebooks_asked,
    shop_settings,
)
from retention.settings.reading import MOST_BYTES, MOST_VALUES


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
    assert shop_settings(folder).name
    for model in MODELS.values():
        notebook_settings(model, folder)


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
        (f"assumptions: {{goal_pull: {{value: -3, low: -5, high: 0, {GUESS}}}}}", "goal_pull: value is -3; .* above -1"),
        (f"assumptions: {{elasticity: {{value: 2, p95: 1, low: 0, high: 9, {GUESS}}}}}", "p95 1 .* median 2, so it should lie above"),
        ("design: {burn_costs: {cash: 0.5}}", "cash is 1, not 0.5"),
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
assumptions: {{pulled_forward: {{value: 1, low: 0, high: 1, {GUESS}}}, goal_pull: {{value: -0.9, low: -0.99, high: 0, {GUESS}}}}}
"""
    read = LoyaltySettings.read(written(tmp_path, text))
    assert (read.redemption_prior, read.design.expiry_months, read.assumptions.goal_pull.low) == ((0, 1), (1, 60), -0.99)


# --- files that are odd, broken or made to harm -----------------------------------------------------

SWELLING = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 7)) for n in b"bcdefghi")
ODD = {
    "a number as a key": (b"name: a\n1: b\n", "line 2: the key '1' is no text; put it in quotes"),
    "yes and no as keys": (b"true: b\n", "line 1: the key 'true' is no text; put it in quotes"),
    "a day as a key": (b"2026-01-01: b\n", "line 1: the key '2026-01-01' is no text; put it in quotes"),
    "nothing as a key": (b"~: b\n", "line 1: the key '~' is no text; put it in quotes"),
    "a list as a key": (b"? [a, b]\n: c\n", "line 1: a list or names where a name should stand"),
    "names as a key": (b"{a: 1}: c\n", "line 1: a list or names where a name should stand"),
    "a key twice": (b"name: a\nname: b\n", "line 2: the key 'name' stands twice"),
    "a very long key twice": (b"%s: a\n%s: b\n" % (b"k" * 900, b"k" * 900), "line 2: the key 'kkk.*kkk' stands twice"),
    "a key twice deep inside": (b"fields:\n  x: {kind: text, kind: text}\n", "line 2: the key 'kind' stands twice"),
    "deep lists": (b"name: " + b"[" * 9_000, "line 1: more than 20 levels of lists and names"),
    "deep names": (b"".join(b" " * n + b"a:\n" for n in range(400)), "line 20: more than 20 levels of lists and names"),
    "depth by references": (
        b"a: &a [x]\n" + b"".join(b"k%d: &k%d [*%s]\n" % (n, n, b"k%d" % (n - 1) if n else b"a") for n in range(400)),
        "line 20: more than 20 levels of lists and names",
    ),
    "a reference to itself": (b"name: &a [*a]\n", r"line 1: \*a stands inside itself; write its values out"),
    "references that swell": (SWELLING, "line 5: more than 10,000 values"),
    "a reference to nothing": (b"name: *nobody\n", "not readable as YAML, line 1: found undefined alias 'nobody'"),
    "a time that is none": (b"name: !!timestamp x\n", "line 1: the tag !!timestamp; write values without tags"),
    "bytes": (b"name: !!binary aGVsbG8=\n", "line 1: the tag !!binary; write values without tags"),
    "code": (b"name: !!python/object/apply:os.system ['true']\n", "line 1: the tag !!python/object/apply:os.system; write values without tags"),
    "a day that is none": (b"name: 2026-13-45\n", "line 1: '2026-13-45' is no day of the calendar"),
    "a number without end": (b"margin_rate: %s\n" % (b"9" * 5_000), "line 1: '999.*' is no number"),
    "too many values": (b"exports: [%s]\n" % (b"a, " * (MOST_VALUES + 1)), "line 1: more than 10,000 values"),
    "a file that is too large": (b"#" * (MOST_BYTES + 1), "line 1: the file is larger than 200,000 bytes, so it is no settings file"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "line 1: not text in UTF-8; save the file as UTF-8"),
    "Chinese as Windows writes it": ("language: zh\nname: 小店\n".encode("gb18030"), "line 2: not text in UTF-8; save the file as UTF-8"),
    "UTF-16": ("name: a\n".encode("utf-16"), "line 1: not text in UTF-8; save the file as UTF-8"),
    "a NUL": (b"language: en\nname: a\x00b\n", r"line 2: the sign U\+0000, which no text holds"),
    "a NUL in quotes": (b'name: "a\\0b"\n', r"line 1: the sign U\+0000, which no text holds"),
    "half a character in quotes": (b'name: "a\\uD800b"\n', r"line 1: the sign U\+D800, which no text holds"),
    "a tab": (b"fields:\n\tx: {kind: text}\n", "not readable as YAML, line 2: found character '.t' that cannot start any token"),
    "an open bracket": (b"exports: [a, b\n", "not readable as YAML, line 2: "),
    "two files in one": (b"name: a\n---\nname: b\n", "not readable as YAML, line 2: but found another document"),
    "a long value": (b"language: %s\n" % (b"x" * 100_000), "language: Input should be 'en', 'zh' or '', not 'x+[.]{3}x+'"),
    "a long unknown name": (b"%s: 1\n" % (b"x" * 900), "unknown setting 'x+…x+'"),
    "no number": (b"margin_rate: .nan\n", "margin_rate: Input should be a finite number, not nan"),
    "an endless number": (b"margin_rate: 1e999\n", "margin_rate: Input should be a finite number, not inf"),
    "many mistakes": (b"".join(b"x%d: 1\n" % n for n in range(900)), "unknown setting 'x0'; .*; and 897 more"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_settings_file_is_refused_in_one_short_sentence(name, tmp_path):
    content, sentence = ODD[name]
    path = tmp_path / "shop.yaml"
    path.write_bytes(content)
    with pytest.raises(SettingsProblem, match=sentence) as refused:
        ShopSettings.read(path)
    assert in_short(refused.value, path)


def in_short(problem: SettingsProblem, path: Path) -> bool:
    """Whether the sentence names the file, and is one line of at most 300 letters beside it."""
    told = str(problem)
    return told.startswith(str(path)) and len(told) <= len(str(path)) + 320 and told.isprintable()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbfname: a\n", "a"),
        (b"name: a\r\nlanguage: en\r\n", "a"),
        (b"name: a\rlanguage: en\r", "a"),
        (b"name: &own a\nmap: *own\n", "a"),
        ("name: \u202eab\n".encode(), "\u202eab"),
        (b"", ""),
        (b"# nothing yet\n", ""),
    ],
)
def test_files_as_editors_on_any_system_write_them_are_read(content, name, tmp_path):
    (tmp_path / "shop.yaml").write_bytes(content)
    assert ShopSettings.read(tmp_path / "shop.yaml").name == name


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    with pytest.raises(SettingsProblem, match="cannot be read: "):
        load_yaml(tmp_path)


PIECES = [
    *(b"\x00 \xff \t \r \n : - ? | > ' \" { } [ ] & * ! % @ ` # , ~ << \xef\xbb\xbf \xe2\x80\xae \xc2\x85 \xf0\x9f\x98\x80".split(b" ")),
    *(b'&a |*a|!!set|!!timestamp x|!!float|---\n|...\n|? [a]\n|<<: *a|: |- - - |{a: {a: |[[[[[[[[[|\\u0000|"\\uD800"|\n\n|    '.split(b"|")),
]
VALUES = [
    *(b"null|~|true|no|0|-1|1e999|-.inf|.nan|2026-02-30|2026-02-01|0x1F|010|''|'a'|[]|{}|[1, 2]|[null]|{a: 1}|[[]]|{kind: {}}".split(b"|")),
    *(b'!!int x|*a|&a [*a]|text: text|99999999999999999999|0.00000001|1_000|21:00|"\\0"'.split(b"|")),
    *(b"9" * 400, b"9" * 5_000, b"[" * 300, b"x" * 5_000),
]


def mangled(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A settings file after one to four accidents."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        lines = content.split(b"\n")
        at, line = chance.randrange(len(content) + 1), chance.randrange(len(lines))
        kind = chance.randrange(8)
        if kind == 0:
            content = content[:at] + content[at + chance.randrange(40) :]
        elif kind == 1:
            content = content[:at] + chance.choice(PIECES) + content[at:]
        elif kind == 2:
            lines[line] = chance.choice(chance.choice(others).split(b"\n"))
        elif kind == 3:
            lines[line] = lines[chance.randrange(len(lines))]
        elif kind == 4:
            lines[line] = re.sub(rb"(?<=[:\[,] )[^,}\]]+", lambda _: chance.choice(VALUES), lines[line], count=1)
        elif kind == 5:
            lines[line] = chance.choice((b" ", b"  ", b"\t", b"- ", b"a:\n  ")) + lines[line]
        elif kind == 6:
            lines[line] = lines[line].replace(b":", b": " + chance.choice(VALUES) + b"\n", 1)
        else:
            lines[line] = re.sub(rb"\w+(?=:)", lambda _: chance.choice(VALUES), lines[line], count=1)
        content = content if kind < 2 else b"\n".join(lines)
    return content


@pytest.mark.parametrize("times", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_a_mangled_settings_file_gives_settings_or_a_short_sentence(times, tmp_path):
    shipped = sorted((project.root() / "params").glob("*/*.yaml"))
    contents, chance = [path.read_bytes() for path in shipped], random.Random(times)
    told: list[tuple[Path, SettingsProblem]] = []
    for _ in range(times):
        number = chance.randrange(len(shipped))
        path = tmp_path / shipped[number].name
        path.write_bytes(mangled(contents[number], contents, chance))
        model: type[Settings] = MODELS.get(path.stem, JourneysSettings if path.stem == "journeys" else ShopSettings)
        try:
            model.read(path)
        except SettingsProblem as problem:
            told.append((path, problem))
    assert [str(problem) for path, problem in told if not in_short(problem, path)] == []
    assert times * 0.3 < len(told) < times * 0.95


# --- the files of a params folder ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Shop.yaml", "shop.yaml"),
        ("shop.yml", "shop.yaml"),
        ("SHOP.YAML", "shop.yaml"),
        ("shops.yaml", "shop.yaml"),
        ("02_segmentation.yaml.txt", "02_segmentation.yaml"),
        ("2_segmentation.yaml", "02_segmentation.yaml"),
        ("05_service-nps.yml", "05_service_nps.yaml"),
        ("journey.yaml", "journeys.yaml"),
    ],
)
def test_a_file_that_only_nearly_has_the_name_of_a_settings_file_is_refused(tmp_path, name, meant):
    written(tmp_path, "language: en\n")
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(SettingsProblem, match=rf"{re.escape(name)}: no settings file is read by this name; did you mean {meant}\?"):
        shop_settings(tmp_path)


def test_a_folder_without_shop_yaml_but_with_shop_yml_says_which_is_which(tmp_path):
    (tmp_path / "shop.yml").write_text("name: Corner\n", encoding="utf-8")
    with pytest.raises(SettingsProblem, match=r"shop\.yml: .*did you mean shop\.yaml"):
        shop_settings(tmp_path)


def test_other_files_in_the_folder_are_nobody_s_mistake(tmp_path):
    written(tmp_path, "map: till.yaml\n")
    names = ["till.yaml", "journeys.yaml", "schedule.yaml", "import.yaml", "shop.yaml~", "shop.yaml.bak", ".shop.yaml.swp", "notes.txt", "README"]
    for name in [*names, "shop old.yaml", "01_data_pyramid_2025.yaml", "wishes.yml"]:
        (tmp_path / name).touch()
    about = shop_settings(tmp_path)
    told = not_read(tmp_path, about)
    assert [Path(line.partition(": ")[0]).name for line in told] == ["01_data_pyramid_2025.yaml", "shop old.yaml", "wishes.yml"]


@pytest.mark.parametrize(
    ("params", "sentence"), [(None, "params is None; it should be the folder that holds shop.yaml"), (5, "params is 5"), ("nowhere", "looked for /")]
)
def test_params_that_are_no_folder_get_a_sentence(params, sentence):
    with pytest.raises(SettingsProblem, match=sentence):
        shop_settings(params)


# --- what is asked for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", ["2026-06-30", date(2026, 6, 30), datetime(2026, 6, 30, 23, 59), pd.Timestamp("2026-06-30 08:00", tz="Asia/Shanghai")]
)
def test_a_day_may_be_given_as_any_kind_of_date(day):
    assert day_asked(day) == "2026-06-30"


@pytest.mark.parametrize("day", ["30.6.2026", "20260630", "2026-02-30", "", None, 20260630, pd.NaT, ["2026-06-30"]])
def test_what_is_no_day_gets_a_sentence(day):
    with pytest.raises(SettingsProblem, match=r"as_of is .*; it should be a date like 2026-06-30, last_order or today"):
        day_asked(day)


@pytest.mark.parametrize("wanted", ["", "0", "x", "77", "data_pyramid", 6])
def test_a_notebook_that_is_not_there_gets_a_sentence_with_those_that_are(wanted):
    with pytest.raises(
        SettingsProblem, match=f"no notebook {wanted}; there are 01_data_pyramid, 02_segmentation, 03_loyalty_design, 04_automation, 05_service_nps"
    ):
        notebooks_asked([wanted], list(MODELS))
