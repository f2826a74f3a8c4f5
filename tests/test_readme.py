"""What the README promises is there: each row's notebook section and function, each command, each link."""

import importlib
import re
import tomllib
from pathlib import Path

import nbformat
import pytest

from retention import project
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d.]+) \| [^|]+ \| (\d\d) `([^`]+)` \| `([\w.]+)` \|$", README, re.MULTILINE)


def test_the_table_has_a_row_for_each_line_of_it():
    assert len(ROWS) == len(re.findall(r"^\| \d", README, re.MULTILINE)) > 5


@pytest.mark.parametrize(("row", "notebook", "cell", "function"), ROWS)
def test_each_row_is_where_the_readme_says(row, notebook, cell, function):
    (path,) = [p for p in project.notebooks() if p.stem.startswith(notebook)]
    assert cell in [c.id for c in nbformat.read(path, as_version=4).cells]
    module, _, name = function.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


def test_commands_and_links_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake (\w+)", README)) - {"On", "and", "or"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target not in ("report", "test", "fast", "lab", "soak", "bench", "clean"), target
    for link in re.findall(r"\]\(([\w./-]+)\)", README):
        assert (ROOT / link).exists(), link


def test_contributing_follows_a_method_that_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:retention|tests|notebooks|params)/[\w./-]+\.(?:py|ipynb|yaml|md|ftl))`", text)
    assert len(paths) > 8
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_every_pinned_dependency_of_the_project_has_one_version():
    constraints = Path(ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower() for line in constraints if "==" in line}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = declared["dependencies"] + declared["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~ ]", name)[0].lower().replace(".", "-").replace("_", "-") for name in wanted}
    assert names - pinned == set()
    assert len(pinned) == len([line for line in constraints if "==" in line])
