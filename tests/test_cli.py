"""The command as people meet it: help with examples, and what goes wrong as one sentence with an exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from retention import cli

ORDERS = "客户,日期,金额\n" + "".join(f"客户{i % 7},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(20))
COMMANDS = ("sample", "import", "check", "run")


def retention(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    """The command in a process of its own, as a shell starts it."""
    command = [sys.executable, "-c", "from retention.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_help_lists_the_commands(tmp_path):
    shown = retention("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert {command.name or command.callback.__name__ for command in cli.app.registered_commands} == set(COMMANDS)
    assert all(re.search(rf"^\s*{command} ", shown.stdout, re.MULTILINE) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_shows_an_example(command, tmp_path):
    shown = retention(command, "--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert re.search(rf"Examples?: retention {command} -", plain(shown.stdout))


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
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(arguments, code, sentence, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "no_amount.csv").write_text("客户,日期\n王芳,2026-05-01\n", encoding="utf-8")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "notes.docx").touch()
    for name, content in {"broken": "name: [never closed", "misspelt": "langauge: zh\nexports: [orders.csv]"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "shop.yaml").write_text(content, encoding="utf-8")
    ended = retention(*arguments, cwd=tmp_path)
    assert ended.returncode == code, ended.stderr
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


def test_what_is_left_of_a_failed_import_is_nothing(tmp_path):
    (tmp_path / "no_amount.csv").write_text("客户,日期\n王芳,2026-05-01\n", encoding="utf-8")
    retention("import", "--data", "no_amount.csv", cwd=tmp_path)
    assert not (tmp_path / "data" / "no-amount" / "tables").exists()
    assert list((tmp_path / "data").rglob(".tmp-*")) == []


def test_three_columns_are_imported_and_every_row_is_accounted_for(tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS + "王芳,someday,100\n", encoding="utf-8")
    ended = retention("import", "--data", "orders.csv", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "orders.csv: 21 rows read, 20 kept; 1 unreadable ordered_at (e.g. row 22)"
