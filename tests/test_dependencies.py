"""What the package stands on: everything it imports is declared, bounded from above, and nothing that only its tests need."""

import importlib.metadata
import re
import sys
import tomllib

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as plain

from retention import project
from tests.conftest import ROOT
from tests.test_structure import PACKAGE, imported, modules

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = {plain(r.name): r for r in map(Requirement, tomllib.loads(PYPROJECT)["project"]["dependencies"])}
# As the file writes it: "jupyterlab~=4.6",  # what it is for
REASONS = {plain(Requirement(line).name): why for line, why in re.findall(r'^ +"([^"]+)", +# (.+)$', PYPROJECT, re.MULTILINE)}


def of_others(names: set[str]) -> set[str]:
    """Top-level names that are neither Python's nor ours."""
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"retention"}


def in_notebooks() -> set[str]:
    cells = [c.source for path in project.notebooks() for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    return set(re.findall(r"^\s*(?:from|import) ([\w.]+)", "\n".join(cells), re.MULTILINE))


@pytest.fixture(scope="module")
def wanted() -> dict[str, set[str]]:
    """Name of each package from elsewhere that code or notebooks import → the distributions that bring it."""
    brought = importlib.metadata.packages_distributions()
    names = of_others(in_notebooks().union(*map(imported, modules(PACKAGE))))
    return {name: {plain(d) for d in brought.get(name, [])} for name in names}


def test_all_that_is_imported_is_declared_as_the_product_s_own(wanted):
    assert {name for name, brought in wanted.items() if not brought & DECLARED.keys()} == set()


def test_all_that_is_declared_is_imported_or_says_what_it_is_for(wanted):
    assert DECLARED.keys() - set().union(*wanted.values()) == REASONS.keys()


def test_no_version_is_taken_that_nobody_has_tried():
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").split() if "==" in line)
    for name, requirement in DECLARED.items():
        assert requirement.specifier.contains(pins[name]), name
        assert not requirement.specifier.contains(f"{int(pins[name].split('.')[0]) + 1}.0"), name
