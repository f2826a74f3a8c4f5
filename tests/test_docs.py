"""The pages under docs/ say what is true: exit codes, links, commands."""

import re

import pytest

from retention import cli
from retention.report.runner import Code
from tests.conftest import ROOT

SCHEDULE = (ROOT / "docs" / "SCHEDULE.md").read_text(encoding="utf-8")
CODES = {int(code): kind for code, kind in re.findall(r"^\| (\d+) \| (\w*) *\| \w", SCHEDULE, re.MULTILINE)}
# Ends that are no run's: the command was not understood, Ctrl-C.
NO_RUN = {2: "", 130: ""}


def test_the_schedule_names_every_exit_code_of_a_run():
    of_runs = {int(code): code.name.lower() for code in Code}
    assert of_runs | NO_RUN == CODES


def test_the_command_leaves_with_no_other_code():
    by_name = {"BAD_DATA": Code.BAD_DATA, "BAD_SETTINGS": Code.BAD_SETTINGS, "BUSY": Code.LOCKED, "CANNOT_WRITE": Code.CANNOT_WRITE}
    assert {name: getattr(cli, name) for name in by_name} == by_name


def test_what_is_no_command_leaves_with_the_code_that_the_schedule_names(retention):
    assert retention("rum").code == 2


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_links_and_commands_are_there(page):
    text = page.read_text(encoding="utf-8")
    assert [link for link in re.findall(r"\]\(([\w./-]+)\)", text) if not (page.parent / link).exists()] == []
    commands = {command.name or command.callback.__name__ for command in cli.app.registered_commands}
    assert set(re.findall(r"\bretention (\w+) --", text)) <= commands
    assert f"(docs/{page.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
