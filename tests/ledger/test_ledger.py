"""The ledger's promises, one by one, on messages made by hand. The names of complaints are those that users of other tools have."""

import json
import multiprocessing
import os
import shutil
from datetime import timedelta

import pandas as pd
import pytest

from retention import ledger
from retention.ledger import handing
from tests.ledger import made

pytestmark = pytest.mark.filterwarnings("error")
NOBODY = pd.DataFrame(columns=["message_key", "address", "channel", "at", "source"])
NO_STATUS = pd.DataFrame(columns=["source", "receipt_id", "message_key", "call", "address", "status", "at", "code"])


@pytest.fixture
def root(tmp_path):
    return tmp_path / "messages"


def opened(root, later=timedelta(), **settings):
    return ledger.opened(root, "shop", made.NOW + later, **settings)


def reserve(book, numbers, **changes):
    return ledger.reserve(book, made.proposal(book, list(numbers), **changes), "test")


def with_codes(book, n=100):
    ledger.add_coupons(book, "back", made.codes(n), "test")


def states(book):
    return dict(book.db.execute("select state, count(*) from messages group by state"))


def hand_over(book, batch=1):
    ledger.top_up(book, batch, "test")
    return ledger.hand_over(book, batch, made.write, "test")


def told_in(folder):
    return [json.loads(line) for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines()]


# --- once --------------------------------------------------------------------------------------------


def test_no_planned_message_vanishes_and_none_is_reserved_twice(root):
    with opened(root) as book:
        with_codes(book)
        first = reserve(book, range(10))
        second = reserve(book, range(5, 15))
        assert (first.messages, second.messages, second.known) == (10, 5, 5)
        assert hand_over(book, 1) + hand_over(book, 2) == 15
        keys = [row["key"] for batch in (1, 2) for row in told_in(book.place("outbox", batch))]
        assert sorted(keys) == sorted(made.key(i) for i in range(15))
        assert states(book) == {"exported": 15}


def test_a_plan_made_before_somebody_else_reserved_is_made_again(root):
    with opened(root) as book:
        old = made.proposal(book, [1, 2])
        reserve(book, [1])
        with pytest.raises(ledger.PlannedAnew):
            ledger.reserve(book, old, "late")
        assert states(book) == {"held": 1}


def test_the_key_decides_even_where_two_planners_work_without_a_lock(root, tmp_path):
    with opened(root) as book:
        one = made.proposal(book, [1])
        other = made.proposal(book, [1])
        ledger.reserve(book, one, "a")
        forced = ledger.Proposal(
            other.entries.head(0), *(getattr(other, name) for name in ("assignments", "messages", "tags", "batches", "steps")), version=1
        )
        assert ledger.reserve(book, forced, "b").messages == 0


def test_one_occasion_of_a_group_is_taken_by_one_journey(root):
    """mautic-like doubles: two journeys of one group, one occasion."""
    with opened(root) as book:
        told = made.proposal(book, [0, 1])
        entries = told.entries.assign(exclusive_group="g", group_key="2026")
        both = ledger.Proposal(entries, told.assignments, told.messages, told.tags, told.batches, told.steps, told.version)
        with pytest.raises(ledger.PlannedAnew):
            ledger.reserve(book, both, "test")
        assert (states(book), book.version) == ({}, 0)


def test_a_variant_a_phone_or_a_text_is_not_part_of_what_is_sent_once(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, [1])
        again = reserve(book, [1], variant="b", address="another", template="another")
        assert (again.messages, again.known) == (0, 1)


def test_what_was_cancelled_before_anybody_saw_it_may_be_planned_again(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, [1])
        ledger.cancel(book, {made.key(1): "withdrawn"}, "test")
        assert states(book) == {"cancelled": 1}
        assert reserve(book, [1]).messages == 1
        assert book.db.execute("select attempt, batch, why from messages").fetchall() == [(2, 2, None)]


# --- coupons -----------------------------------------------------------------------------------------


def test_each_message_has_its_own_code_and_who_gets_none_is_held(root):
    with opened(root) as book:
        with_codes(book, 3)
        assert reserve(book, range(5)).held == 2
        assert states(book) == {"held": 2, "reserved": 3}
        assert hand_over(book) == 3
        # Who got none was not written to, and may be by a later plan.
        assert states(book) == {"cancelled": 2, "exported": 3}
        ledger.add_coupons(book, "back", made.codes(10), "test")
        assert reserve(book, range(5)).messages == 2
        codes = [code for (code,) in book.db.execute("select coupon from messages where coupon is not null")]
        assert len(codes) == len(set(codes)) == 5


def test_codes_that_come_later_let_held_messages_go(root):
    with opened(root) as book:
        reserve(book, range(2))
        with_codes(book)
        assert hand_over(book) == 2


def test_a_code_twice_in_a_pool_is_known_and_in_another_pool_refused(root):
    with opened(root) as book:
        assert ledger.add_coupons(book, "back", made.codes(3), "test") == (3, 0)
        assert ledger.add_coupons(book, "back", made.codes(4), "test") == (1, 3)
        with pytest.raises(ledger.Refused, match="4 of these codes are in pool 'back' already"):
            ledger.add_coupons(book, "other", made.codes(4), "test")


def test_a_code_that_ends_before_the_text_says_is_not_given(root):
    with opened(root) as book:
        ledger.add_coupons(book, "back", made.codes(1).assign(expires_on="2026-07-10"), "test")
        assert reserve(book, [1]).held == 1  # its text says 2026-07-16
        ledger.add_coupons(book, "back", made.codes(1, first=5).assign(expires_on="2026-07-16"), "test")
        assert hand_over(book) == 1


def test_a_cancelled_message_gives_its_code_back(root):
    with opened(root) as book:
        with_codes(book, 1)
        reserve(book, [1, 2])
        ledger.cancel(book, {made.key(1): "x", made.key(2): "x"}, "test")
        assert ledger.pools(book)[["free", "issued"]].to_numpy().tolist() == [[1, 0]]


# --- handing over ------------------------------------------------------------------------------------


def test_what_needs_approval_waits_for_it(root):
    with opened(root) as book:
        with_codes(book)
        told = made.proposal(book, [1, 2])
        ledger.reserve(book, ledger.Proposal(**{**vars(told), "batches": told.batches.assign(needs="anomaly")}), "test")
        with pytest.raises(ledger.Refused, match=r"batch 1 waits for approval \(anomaly\): `retention messages approve 1`"):
            hand_over(book)
        ledger.approve(book, 1, "Li")
        ledger.cancel(book, {made.key(1): "ordered meanwhile"}, "judged again")
        assert hand_over(book) == 1  # an approval holds for fewer


def test_a_batch_that_somebody_changed_is_refused(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, [1, 2])
        book.db.execute("update messages set template = 'another' where message_key = ?", (made.key(1),))
        with pytest.raises(ledger.Refused, match="does not say what was planned and approved"):
            hand_over(book)
        assert list((root / "outbox").iterdir()) == []


def test_whoever_withdraws_while_a_batch_is_written_is_not_in_it(root):
    """odoo#167752: unsubscribing between scheduling and sending has no effect. Here it has, to the last moment."""

    def write(folder, rows, actions):
        calls = made.write(folder, rows, actions)
        if not withdrawn:
            withdrawn.append(1)
            told = pd.DataFrame([{"message_key": made.key(4), "address": "", "channel": "sms", "at": made.NOW, "source": "reply"}])
            ledger.receive(book, NO_STATUS, told, "gateway")
        return calls

    withdrawn = []
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(0, 8, 2))
        assert ledger.hand_over(book, 1, write, "test") == 3
        assert made.key(4) not in {row["key"] for row in told_in(book.place("outbox", 1))}
        assert states(book) == {"cancelled": 1, "exported": 3}


def test_a_message_whose_time_is_over_expires_and_its_code_is_free(root):
    """mautic#3340: two weeks off, then all missed mails at once."""
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
    with opened(root, timedelta(days=14)) as book:
        assert ledger.expire(book) == 3
        assert states(book) == {"expired": 3}
        assert ledger.batches(book)["state"].tolist() == ["void"]
        assert ledger.pools(book)["issued"].tolist() == [0]


def test_a_batch_is_taken_by_one_and_again_only_with_a_reason(root):
    """chatwoot#12821: a cron picks up what is running already."""
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        hand_over(book)
        place = ledger.take(book, 1, "night")
        assert place == str(root / "taken" / "000001")
        assert (root / "taken" / "000001" / "manifest.json").is_file()
        with pytest.raises(ledger.Refused, match="batch 1 was taken by night; its folder lies at"):
            ledger.take(book, 1, "day")
        assert ledger.take(book, 1, "day", again="the first computer died before it sent") == place
        assert "again: the first computer died" in book.db.execute("select what from log order by seq desc").fetchone()[0]


def test_a_folder_that_was_carried_away_is_not_taken_as_if_it_were_there(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        hand_over(book)
        shutil.rmtree(root / "outbox" / "000001")
        with pytest.raises(ledger.Refused, match="carried it away untaken, so it may have been sent"):
            ledger.take(book, 1, "night")


def test_what_was_handed_over_cannot_be_voided(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        reserve(book, range(3, 5))
        hand_over(book)
        with pytest.raises(ledger.Refused, match="batch 1 is published: what was handed over cannot be taken back"):
            ledger.void(book, 1, "Li", "wrong text")
        assert ledger.void(book, 2, "Li", "wrong text") == 2
        with pytest.raises(ledger.Refused, match="batch 2 is void, not open or approved"):
            hand_over(book, 2)
        with pytest.raises(ledger.Refused, match="there is no batch 7; the last one is 2"):
            hand_over(book, 7)


def test_tags_are_noted_with_the_plan_and_handed_over_as_a_batch(root):
    """odoo#152695: the mail was cancelled, and the next tasks still ran."""
    with opened(root) as book:
        told = made.proposal(book, [1])
        since = pd.Timestamp("2026-07-01T08:30")
        tags = pd.DataFrame([{"customer_id": "C1", "tag": "新客", "since": since, "until": pd.NaT, "by": "ice_breaker"}])
        done = ledger.reserve(book, ledger.Proposal(**{**vars(told), "tags": tags}), "test")
        assert done.batches == (1, 2)
        assert ledger.actions(book, 2)["tag"].tolist() == ["新客"]
        assert ledger.known(book).tags["tag"].tolist() == ["新客"]
        with pytest.raises(ledger.Refused, match="batch 2 holds tags and tiers"):
            ledger.void(book, 2, "test", "not wanted")


def test_files_are_for_their_owner_only(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(2))
        hand_over(book)
    modes = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in root.rglob("*") if path.suffix != ".lock"}
    assert {mode for name, mode in modes.items() if (root / name).is_dir()} == {0o700}
    assert modes["ledger.sqlite3"] == modes["sealed/000001.jsonl"] == 0o600
    assert modes["outbox/000001/manifest.json"] == 0o600


def test_no_address_and_no_name_is_in_the_files_of_keys(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(2))
        hand_over(book)
    text = (root / "sealed" / "000001.jsonl").read_text(encoding="utf-8")
    assert [word for word in ('"N0"', "params") if word in text] == []


# --- whose ledger ------------------------------------------------------------------------------------


def test_a_ledger_on_another_machine_hands_nothing_over_until_adopted(root, tmp_path):
    """listmonk#1801: a server cloned from a snapshot sends the campaign of the morning again."""
    with opened(root) as book:
        reserve(book, [1])
    clone = tmp_path / "clone"
    shutil.copytree(root, clone)
    with pytest.raises(ledger.Refused, match=r"last used elsewhere \(another folder, another file\)"), ledger.opened(clone, "shop", made.NOW):
        pass
    with ledger.opened(clone, "shop", made.NOW, check=False) as book:
        assert ledger.adopt(book, "Li") == ["another folder", "another file"]
    with ledger.opened(clone, "shop", made.NOW) as book:
        assert states(book) == {"held": 1}


def test_a_clock_that_went_back_is_refused(root):
    with opened(root, timedelta(hours=2)) as book:
        reserve(book, [1])
    with opened(root, timedelta(hours=2, minutes=-4)):
        pass
    with pytest.raises(ledger.Refused, match="the clock stands at 2026-07-01 08:30 UTC, before 2026-07-01 10:30 UTC"), opened(root):
        pass


def test_a_rehearsal_is_never_taken_for_the_real_ledger(root):
    with opened(root, rehearsal=True):
        pass
    with pytest.raises(ledger.Refused, match="holds a rehearsal ledger, which is never used for a real one"), opened(root):
        pass


def test_a_shop_that_was_renamed_is_refused_since_its_name_is_in_every_key(root):
    with opened(root):
        pass
    with pytest.raises(ledger.Refused, match="is the ledger of 'shop', and this shop is called 'new'"), ledger.opened(root, "new", made.NOW):
        pass


def test_key_files_that_are_gone_are_asked_for(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        hand_over(book)
        entered = ledger.known(book)
    (root / "sealed" / "000001.jsonl").unlink()
    with pytest.raises(ledger.Refused, match="the key files of batches 000001 are gone"), opened(root):
        pass
    with opened(root, check=False) as book:
        assert ledger.reconcile(book, [], ledger.keys_lost(book), "Li") == 0
    with opened(root) as book:
        pd.testing.assert_frame_equal(ledger.known(book).messages, entered.messages)


def test_an_older_ledger_takes_in_all_that_was_handed_out(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(4))
    backup = (root / "ledger.sqlite3").read_bytes()
    with opened(root) as book:
        hand_over(book)
        reserve(book, range(4, 9))
        hand_over(book, 2)
        wanted = ledger.known(book)
    (root / "ledger.sqlite3").write_bytes(backup)
    with pytest.raises(ledger.Refused, match="older than what was handed out \\(batches 000001, 000002\\)"), opened(root):
        pass
    with opened(root, check=False) as book:
        assert ledger.reconcile(book, ledger.handed_out_unknown(book), [], "Li") == 9
    with opened(root) as book:
        found = ledger.known(book)
        order = ["message_key"]
        pd.testing.assert_frame_equal(found.messages.sort_values(order, ignore_index=True), wanted.messages.sort_values(order, ignore_index=True))
        assert sorted(found.entries["customer_id"]) == sorted(wanted.entries["customer_id"])
        assert reserve(book, range(9)).messages == 0
        assert ledger.pools(book)["issued"].tolist() == [9]


# --- answers -----------------------------------------------------------------------------------------


def receipt(i, status, n, minutes=0):
    at = made.NOW + timedelta(minutes=minutes)
    return {"source": "csv", "receipt_id": f"r{n}", "message_key": made.key(i), "call": "", "address": "", "status": status, "at": at, "code": ""}


def test_receipts_move_forward_only_and_once(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        hand_over(book)
        told = pd.DataFrame([receipt(0, "delivered", 1), receipt(1, "failed", 2), receipt(0, "submitted", 3), receipt(77, "delivered", 4)])
        first = ledger.receive(book, told, NOBODY, "gateway")
        assert (first.new, first.known, first.strange, first.moved) == (3, 0, 1, 2)
        again = ledger.receive(book, told, NOBODY, "gateway")
        assert (again.new, again.known, again.strange, again.moved) == (0, 3, 1, 0)
        assert states(book) == {"delivered": 1, "exported": 1, "failed": 1}


def test_doubt_is_never_sent_again(root):
    """listmonk#1109: the server says error, the mail was delivered, the retry doubles."""
    with opened(root) as book:
        with_codes(book)
        reserve(book, [1])
        hand_over(book)
        ledger.receive(book, pd.DataFrame([receipt(1, "unknown", 1)]), NOBODY, "gateway")
        assert reserve(book, [1]).messages == 0


def test_a_withdrawal_is_of_all_who_share_the_address_and_is_kept_once(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(4), address="shared")
        hand_over(book)
        told = pd.DataFrame([{"message_key": "", "address": "shared", "channel": "sms", "at": made.NOW, "source": "R"}])
        assert ledger.receive(book, NO_STATUS, told, "gateway").withdrawals == 1
        again = ledger.receive(book, NO_STATUS, told.assign(channel=""), "gateway")
        assert (again.withdrawals, again.withdrawals_known) == (0, 1)
        other = ledger.receive(book, NO_STATUS, told.assign(address="new", message_key="f" * 32), "gateway", {"new": ["C9"]})
        assert (other.withdrawals, other.withdrawals_strange) == (1, 0)
        nobody = ledger.receive(book, NO_STATUS, told.assign(address="nobody"), "gateway")
        assert nobody.withdrawals_strange == 1
        assert ledger.withdrawals(book)["customer_id"].tolist() == ["C0000000", "C0000001", "C9"]


def test_names_are_blanked_ninety_days_after_the_end(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(2))
        hand_over(book)
        reserve(book, range(2, 3))
        assert ledger.blank(book) == 0
    with opened(root, timedelta(days=91)) as book:
        assert ledger.blank(book) == 2
        assert book.db.execute("select count(*) from messages where params = '{}'").fetchone() == (2,)


def test_every_change_is_in_a_log_that_hashes_the_line_before(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(2))
        hand_over(book)
        rows = book.db.execute("select what, sha from log order by seq").fetchall()
    assert [what for what, _ in rows] == ["begun", "100 codes for back", "reserved 2 messages", "codes 1", "sealed 1", "published 1"]
    assert len({sha for _, sha in rows}) == 6


def test_a_full_disk_leaves_all_as_it_was(root):
    class Full(OSError):
        pass

    def write(folder, rows, actions):
        made.write(folder, rows, actions)
        raise Full("no room")

    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        with pytest.raises(Full):
            ledger.hand_over(book, 1, write, "test")
        assert states(book) == {"reserved": 3}
        assert [path for path in (root / "staging").iterdir() if path.suffix != ".lock"] == []
        assert hand_over(book) == 3


def test_recovering_publishes_what_was_sealed_and_nothing_else(root, monkeypatch):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(3))
        reserve(book, range(3, 6))
        monkeypatch.setattr(handing, "publish", lambda *_: None)
        ledger.hand_over(book, 1, made.write, "test")
        monkeypatch.undo()
        assert list((root / "outbox").iterdir()) == []
        assert ledger.recover(book) == [1]
        assert [path.name for path in (root / "outbox").iterdir()] == ["000001"]
        assert ledger.recover(book) == []


def test_what_lies_in_the_outbox_beyond_its_time_is_not_taken_and_who_withdrew_since_is_named(root):
    with opened(root) as book:
        with_codes(book)
        reserve(book, range(0, 4, 2))
        hand_over(book)
    with opened(root, timedelta(hours=1)) as book:
        told = pd.DataFrame([{"message_key": made.key(2), "address": "", "channel": "", "at": made.NOW, "source": "reply"}])
        ledger.receive(book, NO_STATUS, told, "gateway")
        assert ledger.withdrawn_since(book, 1) == [made.key(2)]
    with opened(root, timedelta(days=10)) as book, pytest.raises(ledger.Refused, match="the time of batch 1 is over"):
        ledger.take(book, 1, "night")


def test_a_killed_run_s_journal_and_an_empty_file_are_looked_at_all_the_same(tmp_path):
    root = tmp_path / "hot"
    with opened(root) as book:
        with_codes(book)

    def killed():
        with opened(root) as book:
            book.db.execute("pragma cache_size = 5")
            os.environ["RETENTION_CRASH_AT"] = "reserve: before commit"
            reserve(book, range(3_000))

    process = multiprocessing.get_context("fork").Process(target=killed)
    process.start()
    process.join()
    assert (root / "ledger.sqlite3-journal").exists()
    assert ledger.standing(root).states.empty
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "ledger.sqlite3").touch()
    assert ledger.standing(empty) is None
