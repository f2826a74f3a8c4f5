"""An import that asks stops with the words to type; what was typed is kept, so that nobody is asked twice."""

import os
import re
from typing import get_args

import pytest
import yaml

from retention import cli, options
from retention.imports.answers import OPTIONS, Answers, Role

STATES = "客户,日期,金额,状态\n" + "".join(
    f"客户{i % 7},2026-0{1 + i % 6}-1{i % 3},{100 + i},{'神秘' if i % 9 == 0 else '已完成'}\n" for i in range(20)
)


@pytest.fixture
def here(tmp_path):
    (tmp_path / "orders.csv").write_text(STATES, encoding="utf-8")
    return tmp_path


def plain(text):
    return re.sub(r"\s+", " ", text)


def test_a_question_stops_with_the_words_to_type_which_then_work_and_are_kept(retention, here):
    asked = retention("import", "--data", "orders.csv")
    assert asked.code == cli.BAD_DATA
    told = """orders.csv: words of '状态' that could mean anything: '神秘' (3 rows). Say what each means, e.g. --word "神秘=completed\""""
    assert asked.err.startswith(told)
    answered = retention("import", "--data", "orders.csv", "--word", "神秘=closed")
    assert answered.code == 0
    assert "status = 状态 (closed 3 left out)" in answered.out
    kept = here / "data" / "orders" / "import.yaml"
    assert os.stat(kept).st_mode & 0o777 == 0o600
    said = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert said.pop("given_on")
    assert said == {"status": {"神秘": "closed"}, "given_for": "orders.csv"}
    assert retention("import", "--data", "orders.csv").code == 0


def test_an_answer_is_kept_though_another_question_follows(retention, here):
    content = STATES.replace("客户,日期,金额,状态", "客户,日期,总金额,状态").replace("\n", ",1\n").replace("状态,1", "状态,总价")
    (here / "orders.csv").write_text(content, encoding="utf-8")
    assert "--amount 总金额 or --amount 总价" in retention("import", "--data", "orders.csv").err
    assert '--word "神秘=completed"' in retention("import", "--data", "orders.csv", "--amount", "总金额").err
    answered = retention("import", "--data", "orders.csv", "--word", "神秘=paid")
    assert "amount = 总金额" in answered.out


def test_answers_of_a_shop_with_settings_stand_beside_them(retention, here):
    (here / "params" / "corner").mkdir(parents=True)
    (here / "params" / "corner" / "shop.yaml").write_text("language: zh\n", encoding="utf-8")
    assert retention("import", "--params", "params/corner", "--data", "orders.csv", "--ignore", "状态").code == 0
    assert yaml.safe_load((here / "params" / "corner" / "import.yaml").read_text(encoding="utf-8"))["ignore"] == ["状态"]


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        (
            ("--amount", "实收"),
            cli.BAD_DATA,
            "orders.csv: no column '实收' (--amount, typed now or kept in import.yaml). The file has the columns: 客户",
        ),
        (("--word", "神秘"), cli.BAD_SETTINGS, "--word 神秘: write the word and what it means, e.g. --word 已签收=completed"),
        (("--word", "神秘=gone"), cli.BAD_SETTINGS, "the command: status.神秘"),
        (("--dates", "tomorrow"), 2, "'tomorrow' is not one of"),
    ],
)
def test_answers_that_cannot_be_are_refused_and_not_kept(retention, here, typed, code, sentence):
    refused = retention("import", "--data", "orders.csv", *typed)
    assert refused.code == code
    assert sentence in plain(refused.err)
    assert not (here / "data" / "orders" / "import.yaml").exists()


def test_a_file_of_the_same_name_from_another_place_does_not_replace_a_shop(retention, here):
    for place, amount in (("a", 10), ("b", 99)):
        (here / place).mkdir()
        (here / place / "orders.csv").write_text(f"customer,date,amount\nx,2026-05-01,{amount}\n", encoding="utf-8")
    assert retention("import", "--data", "a/orders.csv").code == 0
    refused = retention("import", "--data", "b/orders.csv")
    assert refused.code == cli.BAD_DATA
    assert plain(refused.err).startswith(
        f"data/orders holds the shop imported from {here / 'a' / 'orders.csv'}; {here / 'b' / 'orders.csv'} is another"
    )
    assert "--shop NAME; if it is the same shop: --shop orders" in plain(refused.err)
    assert retention("import", "--data", "b/orders.csv", "--shop", "second").code == 0
    assert (here / "data" / "second" / "tables").is_dir()
    assert retention("import", "--data", "b/orders.csv", "--shop", "orders").code == 0


def test_answers_that_a_map_has_no_use_for_are_said_and_not_kept(retention, here):
    (here / "lines.csv").write_text(
        "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,a,2,2011-01-01 10:00,4.50,k1\n", encoding="utf-8"
    )
    ended = retention("import", "--data", "lines.csv", "--amount", "UnitPrice")
    assert ended.code == 0
    assert "--amount is not used: the import map online_retail says what the columns of these files mean" in plain(ended.err)
    assert not (here / "data" / "lines" / "import.yaml").exists()


def test_the_commands_options_are_what_an_import_asks_for():
    """They stand apart, because help must come at once and the import is heavy."""
    assert {field: option for option, (field, _) in options.COLUMNS.items()} == OPTIONS
    assert set(OPTIONS) == set(get_args(Role))
    for field, values, _ in options.CHOICES.values():
        assert ("", *values) == get_args(Answers.model_fields[field].annotation)
    fields = {"columns", "status", "ignore", "given_on", "given_for", *(field for field, _, _ in options.CHOICES.values())}
    assert fields == set(Answers.model_fields)
