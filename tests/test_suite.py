"""The suite itself: every process finds the same tests under the same names, or workers refuse to share them."""

import os
import subprocess
import sys

import pytest

from tests.conftest import FOUND, ROOT


@pytest.mark.slow
def test_every_process_finds_the_same_tests_under_the_same_names(pytestconfig, tmp_path):
    # Sets and dicts of strings have an order of their own in each process, and names made of seconds differ by now.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"PYTHONHASHSEED": "1", "LIST_OF_TESTS": str(tmp_path / "tests.txt")}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:nbval", "-p", "no:xdist"]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    there = (tmp_path / "tests.txt").read_text(encoding="utf-8").split("\n")
    here = pytestconfig.stash[FOUND]
    assert len(there) > 1_000
    assert set(here) <= set(there)
    if len(here) > 1_000:  # all of them, in the order in which workers count them
        assert there == here
