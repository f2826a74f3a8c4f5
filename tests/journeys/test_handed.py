"""What notebook 04 says of what was handed over: by a ledger made by hand, in both languages."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from retention import ledger
from retention.pages.automation import handed
from retention.pages.kit.words import Words
from tests.ledger import made


@pytest.fixture
def told(tmp_path):
    root = tmp_path / "messages"
    with ledger.opened(root, "shop", made.NOW) as book:
        ledger.add_coupons(book, "back", made.codes(5), "test")
        ledger.reserve(book, made.proposal(book, list(range(4))), "test")
        ledger.hand_over(book, 1, made.write, "test")
        told = made.proposal(book, [4, 5, 6])
        ledger.reserve(book, ledger.Proposal(**{**vars(told), "batches": told.batches.assign(needs="approval")}), "test")
        receipt = {"source": "csv", "call": "", "address": "", "at": made.NOW + timedelta(hours=3), "code": ""}
        statuses = [receipt | {"receipt_id": str(i), "message_key": made.key(i), "status": "delivered"} for i in range(2)]
        withdrew = [{"message_key": made.key(0), "address": "", "channel": "", "at": made.NOW, "source": "reply"}]
        ledger.receive(book, pd.DataFrame(statuses), pd.DataFrame(withdrew), "test")
    return ledger.standing(root)


def test_each_line_says_one_thing_and_they_agree_with_the_ledger(told):
    said = handed.in_words(told, datetime(2026, 7, 2, tzinfo=UTC), Words("en", "CNY")).replace("\u2068", "").replace("\u2069", "")
    assert said.split("\n\n") == [
        "In the last 30 days 4 messages were handed over; 2 are held, as their coupons have run out.",
        "1 batch waits for approval: `retention messages approve`.",
        "Of all that was handed over 2 arrived and 0 failed; of 2 nothing is known yet.",
        "The last receipt is from 2026-07-01.",
        "1 customer wants no more messages since; they get none.",
        "Codes left in back: 0.",
    ]


def test_batches_stand_newest_first_with_what_waits(told):
    rows = handed.rows(told, "Asia/Shanghai", Words("zh", "CNY"))
    assert rows[["batch", "state", "messages", "planned"]].to_numpy().tolist() == [
        [2, "等待审批", 3, "2026-07-01 16:30"],
        [1, "待领取", 4, "2026-07-01 16:30"],
    ]
    assert "短信" in rows["what"].iloc[0]


def test_long_after_nothing_was_handed_over_lately(told):
    said = handed.in_words(told, datetime(2026, 9, 2, tzinfo=UTC), Words("en", "CNY"))
    assert said.startswith("In the last 30 days 0 messages were handed over")
