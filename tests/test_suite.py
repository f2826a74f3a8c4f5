"""The suite itself: every process finds the same tests under the same names, or workers refuse to share them."""

import os
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT


def collecting(seed: str) -> subprocess.Popen:
    """A process that lists the suite's tests; sets and dicts of strings have an order of their own there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:nbval"]
    return subprocess.Popen(command, cwd=ROOT, env=environment | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_every_process_finds_the_same_tests_under_the_same_names():
    one = collecting("1")
    time.sleep(1.1)  # names made of seconds differ then
    both = [one, collecting("2")]
    listed = [process.communicate()[0].splitlines() for process in both]
    first, second = ([line for line in lines if "::" in line] for lines in listed)
    assert len(first) > 1_000
    assert [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]] == []
