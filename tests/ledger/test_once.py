"""The proof of `make prove-once` in short: killed at each named point once, at random a few times; and proof that it would find a double."""

import pytest

from tests.ledger import prove_once

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path):
    return tmp_path / "messages"


@pytest.mark.parametrize("name", prove_once.points())
def test_killed_at_a_named_point_nothing_is_doubled_or_lost(root, name):
    killed, found = prove_once.at_point(root, 300, 100, name, carried=name.startswith("publish"))
    assert killed
    assert found.holds, found


def test_planners_and_a_taker_killed_at_random_send_everything_once(root):
    found, at_work = prove_once.at_random(root, 1_500, 50, 8)
    assert found.holds, found
    assert at_work > 2


def test_the_proof_finds_a_program_that_writes_again_what_is_gone(root):
    _, found = prove_once.at_point(root, 300, 100, "publish: moved, not noted", carried=True, mutant=True)
    assert found.doubles == 100


def test_a_restored_backup_is_refused_and_right_once_reconciled(root):
    refused, found = prove_once.older_copy(root, 300, 100, looked_at=True)
    assert "older than what was handed out" in refused
    assert found.holds, found


def test_the_proof_finds_a_restored_backup_that_nobody_looked_at(root):
    _, found = prove_once.older_copy(root, 300, 100, looked_at=False)
    assert found.doubles == 300


def test_a_full_disk_is_told_and_leaves_nothing_half_done(root):
    said, found = prove_once.on_a_full_disk(root, 1_500, 100)
    assert "disk" in said or "written" in said
    assert found.holds, found


@pytest.mark.soak
def test_once_in_full():
    assert prove_once.main(300_000, 200) == 0
