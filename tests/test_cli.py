"""The command as people meet it: help with examples, and what goes wrong as one sentence with an exit code."""

import re

import pytest

from retention import cli

ORDERS = "客户,日期,金额\n" + "".join(f"客户{i % 7},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(20))
COMMANDS = ("sample", "import", "lab", "backup", "check", "run")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_help_lists_the_commands(retention):
    shown = retention("--help")
    assert shown.code == 0
    assert {command.name or command.callback.__name__ for command in cli.app.registered_commands} == set(COMMANDS)
    assert all(re.search(rf"^\s*{command} ", shown.out, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_shows_an_example(retention, command):
    shown = retention(command, "--help")
    assert shown.code == 0
    assert re.search(rf"Examples?: retention {command} -", plain(shown.out))


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("import", "--data", "nowhere.csv"), cli.BAD_DATA, "nowhere.csv: no such file or folder. Give the place of the shop's exports"),
        (("import", "--data", "notes.docx"), cli.BAD_DATA, "notes.docx: no file to read. Exports end in .csv"),
        (("import", "--data", "empty.csv"), cli.BAD_DATA, "empty.csv: the file is empty. Export it again"),
        (("import", "--data", "no_amount.csv"), cli.BAD_DATA, "no_amount.csv: no column for amount (金额)"),
        (("import",), cli.BAD_SETTINGS, "no exports given. Name a file or folder with --data"),
        (("import", "--params", "nowhere"), cli.BAD_SETTINGS, "nowhere"),
        (("import", "--params", "broken"), cli.BAD_SETTINGS, "shop.yaml"),
        (("import", "--params", "misspelt"), cli.BAD_SETTINGS, "langauge"),
        (("check", "--params", "misspelt"), cli.BAD_SETTINGS, "did you mean 'language'?"),
        (("run", "77", "--data", "orders.csv"), cli.BAD_SETTINGS, "no notebook 77; there are 01_data_pyramid"),
        (("run", "--data", "orders.csv", "--as-of", "30.6.2026"), cli.BAD_SETTINGS, "as_of is '30.6.2026'; it should be a date like 2026-06-30"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(retention, arguments, code, sentence, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "no_amount.csv").write_text("客户,日期\n王芳,2026-05-01\n", encoding="utf-8")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "notes.docx").touch()
    for name, content in {"broken": "name: [never closed", "misspelt": "langauge: zh\nexports: [orders.csv]"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "shop.yaml").write_text(content, encoding="utf-8")
    ended = retention(*arguments)
    assert ended.code == code, ended.err
    assert sentence in ended.err
    assert "Traceback" not in ended.out + ended.err


def test_what_is_left_of_a_failed_import_is_nothing(retention, tmp_path):
    (tmp_path / "no_amount.csv").write_text("客户,日期\n王芳,2026-05-01\n", encoding="utf-8")
    retention("import", "--data", "no_amount.csv")
    assert not (tmp_path / "data" / "no-amount" / "tables").exists()
    assert list((tmp_path / "data").rglob(".tmp-*")) == []


def test_three_columns_are_imported_and_every_row_is_accounted_for(retention, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS + "王芳,someday,100\n", encoding="utf-8")
    ended = retention("import", "--data", "orders.csv")
    assert ended.code == 0, ended.err
    assert ended.out.splitlines() == ["orders.csv: 21 rows read, 20 kept; 1 unreadable ordered_at (e.g. row 22)", "tables: orders 20"]
