"""Receipts, replies and withdrawals as gateways and other programs write them: nothing guessed, nothing lost, no address in a sentence."""

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.handover import Receipts, read_receipts, token
from retention.handover.receipts import STATUSES, WITHDRAWALS
from retention.tables import DataProblem
from tests.handover.hand_made import key
from tests.laws import tries


def report(**changed):
    told = {
        "phone_number": "13800000001", "send_time": "2026-12-01 10:00:00", "report_time": "2026-12-01 10:00:05", "success": True,
        "err_code": "DELIVERED", "err_msg": "用户接收成功", "sms_size": "1", "biz_id": "9932^0", "out_id": "000042-1",
    }  # fmt: skip
    return told | changed


def reply(**changed):
    return {"phone_number": "13800000001", "content": "R", "send_time": "2026-12-01 07:59:59", "dest_code": "1069", "sequence_id": 77} | changed


def read(tmp_path: Path, content: object, name: str = "back.json", **others) -> Receipts:
    path = tmp_path / name
    written = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
    path.write_bytes(written if isinstance(written, bytes) else written.encode("utf-8"))
    found = read_receipts(path, **others)
    adds_up(found)
    return found


def adds_up(found: Receipts) -> None:
    """Kept and left out are what was read, and what was left out is told."""
    assert len(found.statuses) + len(found.withdrawals) + found.replies + found.left_out == found.read
    assert list(found.statuses) == list(STATUSES)
    assert list(found.withdrawals) == list(WITHDRAWALS)
    assert found.statuses["at"].dtype == found.withdrawals["at"].dtype == "datetime64[s]"
    assert bool(found.left_out) <= bool(found.unread)
    assert not re.search(r"\d{7}|@", " ".join(found.unread))


# --- Alibaba Cloud -----------------------------------------------------------------------------------------------


def test_a_receipt_of_the_gateway(tmp_path):
    found = read(tmp_path, [report(), report(success=False, err_code="MOBILE_NOT_ON_SERVICE", phone_number="+8613800000002")])
    assert found.kind == "SmsReport"
    assert found.unread == ()
    assert found.statuses.to_dict("records") == [
        {
            "source": "aliyun", "receipt_id": "9932^0|13800000001|2026-12-01 10:00:05", "message_key": "", "call": "000042-1",
            "address": "+8613800000001", "status": "delivered", "at": pd.Timestamp("2026-12-01 02:00:05"), "code": "DELIVERED",
        },
        {
            "source": "aliyun", "receipt_id": "9932^0|+8613800000002|2026-12-01 10:00:05", "message_key": "", "call": "000042-1",
            "address": "+8613800000002", "status": "failed", "at": pd.Timestamp("2026-12-01 02:00:05"), "code": "MOBILE_NOT_ON_SERVICE",
        },
    ]  # fmt: skip


def test_receipts_that_come_again_and_late_are_all_told_under_the_same_name(tmp_path):
    late = report(report_time="2026-12-05 10:00:00")
    found = read(tmp_path, [report(), late, report()])
    assert found.read == 3
    assert found.statuses["receipt_id"].nunique() == 2
    again = read(tmp_path, [report()], "again.json")
    assert again.statuses.loc[0].to_dict() == found.statuses.loc[0].to_dict()


@pytest.mark.parametrize("content", ["[]", "[{}, {}]\n", '{"a": 1}'])
def test_no_entry_is_none_and_none_that_is_known_is_refused(tmp_path, content):
    if content == "[]":
        assert read(tmp_path, content).read == 0
        return
    with pytest.raises(
        DataProblem, match="back.json holds neither receipts nor replies; receipts are Alibaba Cloud's SmsReport or SmsUp as JSON, or"
    ):
        read(tmp_path, content)


def test_pushes_collected_line_by_line_are_read_too(tmp_path):
    found = read(tmp_path, f"{json.dumps([report(), report(out_id='000042-2')])}\n\n{json.dumps(reply())}\n")
    assert (found.kind, len(found.statuses), len(found.withdrawals)) == ("SmsReport and SmsUp", 2, 1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"success": "maybe"}, "1 left out, success is 'maybe', neither true nor false (entry 2)"),
        ({"phone_number": "138****0001"}, "1 left out, the number is masked or none (entry 2)"),
        ({"report_time": "soon"}, "1 left out, report_time is no moment (entry 2)"),
        ({"out_id": None}, "1 left out, without out_id, so nobody can tell which message it was (entry 2)"),
    ],
)
def test_a_receipt_nobody_can_use_is_left_out_and_told(tmp_path, changed, sentence):
    found = read(tmp_path, [report(), report(**changed)])
    assert (len(found.statuses), found.left_out, found.unread) == (1, 1, (sentence,))


def test_an_entry_of_another_kind_is_told(tmp_path):
    found = read(tmp_path, [report(), {"ticket": 1}, "text", None])
    assert found.unread == ("3 left out, neither a receipt nor a reply (entries 2, 3, 4)",)


@pytest.mark.parametrize(
    "content", ["R", "r", " Ｒ ", "TD", "td", "T", "退订", "退订。", "【R】", "STOP", "stop!", "Unsubscribe", "ＴＤ\n", "Opt  out"]
)
def test_a_reply_that_ends_messages(tmp_path, content):
    found = read(tmp_path, [reply(content=content)])
    row = found.withdrawals.loc[0]
    assert row[["source", "receipt_id", "address", "channel"]].tolist() == ["aliyun", "77", "+8613800000001", "sms"]
    assert row["at"] == pd.Timestamp("2026-11-30 23:59:59")
    assert (found.replies, found.unread) == (0, ())


@pytest.mark.parametrize("content", ["好的", "TDS", "R1", "谢谢", "", "Right", "[]"])
def test_other_replies_are_counted_and_not_kept(tmp_path, content):
    found = read(tmp_path, [reply(content=content), reply()])
    assert (found.replies, len(found.withdrawals), found.unread) == (1, 1, ())


@pytest.mark.parametrize("content", ["我要退订", "取消退订", "please stop this", "再发就投诉"])
def test_a_reply_that_may_end_messages_is_neither_guessed_nor_passed_over(tmp_path, content):
    found = read(tmp_path, [reply(), reply(content=content)])
    assert found.replies == 1
    assert found.unread == ("1 reply may ask, in other words, to be written to no more; please read entry 2",)


def test_a_withdrawal_of_a_number_nobody_can_use_is_told(tmp_path):
    found = read(tmp_path, [reply(phone_number="138****0001"), reply(send_time="")])
    assert found.unread == (
        "1 left out, a withdrawal of which the number is masked or none (entry 1)",
        "1 left out, a withdrawal of which send_time is no moment (entry 2)",
    )


@pytest.mark.parametrize("content", ['[{"phone_number": "138', "[" * 100_000, b"[\xff\xfe]"])
def test_json_that_is_cut_or_none_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(DataProblem, match=r"^back.json begins like JSON and cannot be read to its end; it may be cut$"):
        read(tmp_path, content)


# --- statuses as CSV ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("delivered", "delivered"), ("DELIVRD", "delivered"), ("success", "delivered"), ("成功", "delivered"), ("已送达", "delivered"),
        ("sent", "submitted"), ("发送成功", "submitted"), ("Accepted", "submitted"), ("bounced", "failed"), ("Hard Bounce", "failed"),
        ("failed", "failed"), ("失败", "failed"), ("UNDELIV", "failed"), ("unknown", "unknown"), ("task_created", "task_created"),
    ],
)  # fmt: skip
def test_words_of_gateways(tmp_path, word, status):
    found = read(tmp_path, f"key,status,at\n{key(1)},{word},2026-12-01T10:00:00+08:00\n", "back.csv")
    assert found.kind == "statuses"
    assert found.statuses[["message_key", "status", "at"]].iloc[0].tolist() == [key(1), status, pd.Timestamp("2026-12-01 02:00:00")]


def test_an_unknown_word_is_named_and_never_guessed(tmp_path):
    rows = [f"{key(n)},{word},2026-12-01T10:00:00Z,{n}" for n, word in enumerate(("opened", "delivered", "opened", "ok?"))]
    found = read(tmp_path, "\n".join(["message_key,状态,时间,code", *rows]), "back.csv")
    assert found.statuses[["message_key", "code"]].to_numpy().tolist() == [[key(1), "1"]]
    assert found.unread == ("2 left out, nobody here knows the status 'opened' (rows 2, 4)", "1 left out, nobody here knows the status 'ok?' (row 5)")


def test_a_status_that_is_a_withdrawal_is_one(tmp_path):
    found = read(tmp_path, f"key,status,at\n{key(1)},Unsubscribed,2026-12-01T10:00:00Z\n{key(2)},spam report,2026-12-01T10:00:00Z\n", "back.csv")
    assert found.withdrawals[["message_key", "channel", "said"]].to_numpy().tolist() == [[key(1), "", "unsubscribed"], [key(2), "", "spam_report"]]


def test_a_message_may_be_named_by_its_call_and_address(tmp_path):
    found = read(
        tmp_path, "call,phone,status,at\n000042-1,13800000001,delivered,2026-12-01T10:00:00Z\n000042-1,,delivered,2026-12-01T10:00:00Z", "b.csv"
    )
    assert found.statuses[["call", "address"]].to_numpy().tolist() == [["000042-1", "+8613800000001"]]
    assert found.unread == ("1 left out, it names no message (key: 32 hexadecimal signs, or call and address) (row 3)",)


@pytest.mark.parametrize(
    ("moment", "utc"),
    [
        ("2026-12-01T10:00:00+08:00", "2026-12-01 02:00"), ("2026-12-01 10:00:00 +0800", "2026-12-01 02:00"),
        ("2026-12-01T02:00Z", "2026-12-01 02:00"),
        ("2026/12/1 10:00", "2026-12-01 02:00"), ("2026-12-1 9:05:07", "2026-12-01 01:05:07"),
    ],
)  # fmt: skip
def test_moments_as_programs_write_them(tmp_path, moment, utc):
    found = read(tmp_path, f"key,status,at\n{key(1)},sent,{moment}\n", "back.csv", zone="Asia/Shanghai")
    assert found.statuses["at"].tolist() == [pd.Timestamp(utc)]


@pytest.mark.parametrize("moment", ["", "soon", "2026-12-01", "2026-13-01 10:00", "1026-12-01 10:00Z", "46357.5", "2026-12-01T25:00:00Z"])
def test_what_is_no_moment_is_told(tmp_path, moment):
    found = read(tmp_path, f"key,status,at\n{key(1)},sent,{moment}\n", "back.csv", zone="Asia/Shanghai")
    assert found.unread == ("1 left out, it has no moment (2026-12-01T10:00:00+08:00) (row 2)",)


def test_a_moment_without_its_zone_is_not_guessed(tmp_path):
    content = f"key,status,at\n{key(1)},sent,2026-12-01 10:00:00\n"
    assert read(tmp_path, content, "b.csv").unread[0].startswith("1 left out, it does not tell its zone; write moments as")
    assert read(tmp_path, content, "b.csv", zone="America/New_York").statuses["at"].tolist() == [pd.Timestamp("2026-12-01 15:00")]
    with pytest.raises(DataProblem, match="no time zone is called 'Mars/Base'"):
        read(tmp_path, content, "b.csv", zone="Mars/Base")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_however_a_spreadsheet_saved_it(tmp_path, encoding, delimiter):
    text = f"key,状态,时间\r\n\r\n{key(1)},失败,2026-12-01T10:00:00Z\r\n{key(1).upper()} ,成功,2026-12-01T10:00:00Z\r\n"
    found = read(tmp_path, text.replace(",", delimiter).encode(encoding), "back.csv")
    assert found.statuses["status"].tolist() == ["failed", "delivered"]
    assert found.statuses["message_key"].tolist() == [key(1)] * 2


def test_rows_of_another_length_are_told(tmp_path):
    found = read(tmp_path, f"key,status,at\n{key(1)},sent\n{key(1)},sent,2026-12-01T10:00:00Z,1,2\n", "back.csv")
    assert found.unread == ("2 left out, it has more or fewer cells than the head (rows 2, 3)",)


# --- withdrawals as CSV ------------------------------------------------------------------------------------------


def test_withdrawals_by_key_token_or_address(tmp_path):
    made = token(b"s" * 32, key(9))
    rows = [
        f"{key(1)},,,,2026-12-01T10:00:00Z",
        f",{made},,,2026-12-01T10:00:00Z",
        ",,138 0000 0001,短信,2026-12-01T10:00:00Z",
        ",,'+1 212 555 0199,SMS,2026-12-01T10:00:00Z",
        ",,Ann@Shop.Example,E-Mail,2026-12-01T10:00:00Z",
        ",,Ann@Shop.Example,,2026-12-01T10:00:00Z",
        ",,+1 310-555-0199,sms,2026-12-01T10:00:00Z",
        ",,0086 138 0000 0001,any,2026-12-01T10:00:00Z",
    ]
    found = read(tmp_path, "\n".join(["key,token,address,channel,at", *rows]), "back.csv")
    assert found.kind == "withdrawals"
    assert found.withdrawals[["message_key", "token", "address", "channel"]].to_numpy().tolist() == [
        [key(1), "", "", ""],
        ["", made, "", "email"],
        ["", "", "+8613800000001", "sms"],
        ["", "", "+12125550199", "sms"],
        ["", "", "ann@shop.example", "email"],
        ["", "", "ann@shop.example", "any"],
        ["", "", "+13105550199", "sms"],
        ["", "", "+8613800000001", "any"],
    ]
    assert found.unread == ()


def test_withdrawals_nobody_can_use_are_told_without_the_address(tmp_path):
    rows = ["138****0001,sms", "2125550199,sms", "a***@b.example,email", ",sms", "13800000001,telegram", "8.61E+12,sms"]
    found = read(tmp_path, "\n".join(["phone,channel,at", *(f"{row},2026-12-01T10:00:00Z" for row in rows)]), "back.csv")
    assert len(found.withdrawals) == 0
    assert found.unread == (
        "4 left out, the number is masked or none, or without its country code (rows 2, 3, 4, 7)",
        "1 left out, it names nobody (key, token or address) (row 5)",
        "1 left out, nobody here knows the channel 'telegram' (row 6)",
    )


def test_numbers_without_a_country_code_are_of_the_shops_country(tmp_path):
    content = "phone,channel,at\n(310) 555-0199,sms,2026-12-01T10:00:00Z\n"
    assert read(tmp_path, content, "b.csv", country="US").withdrawals["address"].tolist() == ["+13105550199"]


# --- neither -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "back.csv is empty; receipts are Alibaba"),
        (b"\xef\xbb\xbf", "back.csv is empty; receipts are Alibaba"),
        (b"\n\n,,\n", "back.csv is empty; receipts are Alibaba"),
        (b"a,b\n1,2\n", "back.csv has the columns a, b; receipts are Alibaba"),
        (b"key,at\n1,2\n", "back.csv has the columns key, at; receipts are Alibaba"),
        (b"phone,email,channel,at\n1,2,3,4\n", "back.csv has 2 columns for address; keep the one that holds"),
        (b'key,status,at\n"1,2,3\n', "back.csv cannot be read as CSV (unexpected end of data); it may be cut. Receipts are"),
        (b"PK\x03\x04\x00\x00\xff", "back.csv is no text that can be read; receipts are"),
    ],
)
def test_what_is_no_file_of_receipts_is_told_what_was_expected(tmp_path, content, sentence):
    with pytest.raises(DataProblem) as problem:
        read(tmp_path, content, "back.csv")
    assert str(problem.value).startswith(sentence)
    assert "\n" not in str(problem.value)


NUMBERS = st.sampled_from(["13800000001", "1", None, "R"])
REPLIES = st.one_of(st.text(), st.sampled_from(["R", "退订", "我要退订"]))
ENTRIES = st.one_of(
    st.builds(report, success=st.sampled_from([True, False, "true", None, 3]), phone_number=NUMBERS),
    st.builds(reply, content=REPLIES, send_time=st.sampled_from(["2026-12-01 10:00:00", "x"]), phone_number=NUMBERS),
    st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=4),
)
ROWS = st.tuples(st.sampled_from([key(1), "", "x"]), st.sampled_from(["sent", "?", "退订", "a\nb"]), st.sampled_from(["2026-12-01T10:00Z", ""]))


@tries(30)
@given(st.lists(ENTRIES, max_size=8))
def test_of_any_entries_all_are_accounted_for(entries):
    with TemporaryDirectory() as folder:
        try:
            found = read(Path(folder), [report(), *entries])
        except DataProblem as problem:
            pytest.fail(str(problem))
    assert found.read == 1 + len(entries)


@tries(30)
@given(st.lists(ROWS, max_size=8))
def test_of_any_rows_all_are_accounted_for(rows):
    table = pd.DataFrame(rows, columns=["key", "status", "at"])
    with TemporaryDirectory() as folder:
        found = read(Path(folder), table.to_csv(index=False), "back.csv")
    assert found.read == len(rows)
