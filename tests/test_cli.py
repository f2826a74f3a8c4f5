"""The command as people meet it: help with examples, and what goes wrong as one sentence with an exit code."""

import errno
import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from retention import cli
from tests.conftest import ROOT

ORDERS = "客户,日期,金额\n" + "".join(f"客户{i % 7},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(20))
COMMANDS = ("init", "sample", "import", "lab", "backup", "check", "run", "slip", "forms")


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
        (("import", "--data", "notes.docx"), cli.BAD_DATA, "notes.docx: no file to read (there is only: notes.docx). Exports end in .csv"),
        (("import", "--data", "empty.csv"), cli.BAD_DATA, "empty.csv: the file is empty. Export it again"),
        (("import", "--data", "no_amount.csv"), cli.BAD_DATA, "no_amount.csv: no column for amount (金额)"),
        (("import",), cli.BAD_SETTINGS, "no exports given. Name a file or folder with --data"),
        (("import", "--params", "nowhere"), cli.BAD_SETTINGS, "nowhere"),
        (("import", "--params", "broken"), cli.BAD_SETTINGS, "shop.yaml"),
        (("import", "--params", "misspelt"), cli.BAD_SETTINGS, "langauge"),
        (("check", "--params", "misspelt"), cli.BAD_SETTINGS, "did you mean 'language'?"),
        (("run", "77", "--data", "orders.csv"), cli.BAD_SETTINGS, "no notebook 77; there are 01_data_pyramid"),
        (("run", "01", "77", "--data", "orders.csv"), cli.BAD_SETTINGS, "no notebook 77; there are 01_data_pyramid"),
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


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "77", "--data", "orders.csv"),
        ("run", "--data", "orders.csv", "--as-of", "30.6.2026"),
        ("run", "--data", "nowhere.csv"),
        ("import", "--params", "nowhere"),
        ("lab", "--params", "misspelt"),
        ("--version",),
    ],
)
def test_what_is_wrong_with_the_command_is_told_before_anything_heavy_is_loaded(arguments, tmp_path):
    """Loading tables and notebooks takes seconds."""
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "misspelt").mkdir()
    (tmp_path / "misspelt" / "shop.yaml").write_text("langauge: zh", encoding="utf-8")
    script = "import sys; from retention.cli import main\ntry: main()\nfinally: print(sorted({'pandas', 'duckdb', 'nbformat'} & set(sys.modules)))"
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert "Traceback" not in ended.stderr
    assert ended.stdout.endswith("[]\n")
    assert arguments == ("--version",) or ended.returncode == cli.BAD_SETTINGS or "nowhere.csv: no such file" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_the_version_is_told(retention):
    assert retention("--version").out == f"retention {importlib.metadata.version('retention-playbook')}\n"


@pytest.mark.parametrize("place", ["params/corner", "corner"])
@pytest.mark.parametrize("given", ["absolute", "from below", "from beside"])
def test_data_and_reports_lie_beside_the_settings_wherever_the_command_is_run(retention, place, given, tmp_path, monkeypatch):
    """As a schedule does, which runs from the root of the file system."""
    shop = tmp_path / "srv"
    settings = shop / place
    settings.mkdir(parents=True)
    (settings / "shop.yaml").write_text(f"exports: [{'../' * len(Path(place).parts)}orders.csv]\nlanguage: en\n", encoding="utf-8")
    (shop / "orders.csv").write_text(ORDERS, encoding="utf-8")
    run_in = {"absolute": tmp_path, "from below": settings, "from beside": shop}[given]
    monkeypatch.chdir(run_in)
    ended = retention("import", "--params", str(settings) if given == "absolute" else os.path.relpath(settings, run_in))
    assert ended.code == 0, ended.err
    assert (shop / "data" / "corner" / "tables").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["srv"]
    assert sorted(path.name for path in shop.iterdir()) == sorted(["data", "orders.csv", Path(place).parts[0]])


def test_a_file_with_brackets_in_its_name_is_read_like_any_other(retention, tmp_path):
    """The moving line on the terminal knows marks in brackets."""
    (tmp_path / "orders[bold].csv").write_text(ORDERS, encoding="utf-8")
    with cli._progress("importing") as say:
        say("reading [/nothing]")
    assert retention("import", "--data", "orders[bold].csv").code == 0


@pytest.mark.parametrize("command", [("check",), ("import",), ("run", "01")])
@pytest.mark.parametrize("name", ["01_data_pyramid.yml", "1_data_pyramid.yaml", "01_data_pyramid.yaml.txt", "01-data-pyramid.yaml"])
def test_a_settings_file_with_nearly_the_right_name_is_refused_by_name(retention, command, name, tmp_path):
    (tmp_path / "corner").mkdir()
    (tmp_path / "corner" / "shop.yaml").write_text("language: en\nexports: [../orders.csv]\n", encoding="utf-8")
    (tmp_path / "corner" / name).write_text("dormant_days: 30\n", encoding="utf-8")
    ended = retention(*command, "--params", "corner")
    assert ended.code == cli.BAD_SETTINGS
    assert ended.err.startswith(f"corner/{name}: no settings file is read by this name; did you mean 01_data_pyramid.yaml? Rename it, or move it")
    assert not (tmp_path / "data").exists()


def test_a_file_of_another_name_among_the_settings_gets_a_line(retention, tmp_path):
    (tmp_path / "corner").mkdir()
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "corner" / "shop.yaml").write_text("language: en\nexports: [../orders.csv]\n", encoding="utf-8")
    (tmp_path / "corner" / "ideas.yaml").write_text("later: yes\n", encoding="utf-8")
    told = "corner/ideas.yaml: not read; no settings file has this name"
    checked, imported, kept = (retention(command, "--params", "corner") for command in ("check", "import", "backup"))
    assert told in checked.out.splitlines()
    assert imported.err.splitlines() == [told]
    assert told not in kept.out
    assert {checked.code, imported.code, kept.code} == {0}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "no permission for data/orders; ask its owner, or choose another folder"),
        (errno.EROFS, "data/orders can only be read, not written; choose another folder"),
        (errno.EDQUOT, "no room left for you on the disk that holds data/orders; free some and try again"),
    ],
)
def test_a_folder_that_is_closed_to_the_command_is_a_sentence(retention, tmp_path, monkeypatch, number, sentence):
    """Said by the system's own function: root, who runs this in a container, is refused nothing."""
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    opened = os.open

    def closed(path, *how, **more):
        if "data" in Path(os.fsdecode(path)).parts:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(os, "open", closed)
    for command in ("import", "run"):
        ended = retention(command, "--data", "orders.csv")
        assert (ended.code, ended.err) == (cli.CANNOT_WRITE, f"{sentence}\n")


def test_what_is_left_of_a_failed_import_is_nothing(retention, tmp_path):
    (tmp_path / "no_amount.csv").write_text("客户,日期\n王芳,2026-05-01\n", encoding="utf-8")
    retention("import", "--data", "no_amount.csv")
    assert not (tmp_path / "data" / "no-amount" / "tables").exists()
    assert list((tmp_path / "data").rglob(".tmp-*")) == []


def test_three_columns_are_imported_and_every_row_is_accounted_for(retention, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS + "王芳,someday,100\n", encoding="utf-8")
    ended = retention("import", "--data", "orders.csv")
    assert ended.code == 0, ended.err
    assert ended.out.splitlines() == [
        "orders.csv: customer = 客户 · date = 日期 · amount = 金额",
        "orders.csv: 21 rows read, 20 kept; 1 unreadable date in '日期' (e.g. row 22: 'someday')",
        "tables: orders 20",
    ]
