"""Files of a batch: what stands in them, who can read them, that they read back as what was written, and that a change is noticed."""

import csv
import hashlib
import io
import json
import os
import stat
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import worklists
from retention.handover import FORMATS, About
from retention.imports import listed
from retention.tables import DataProblem
from tests.handover.hand_made import CODE, FORM, about, batch, call, key, mail, message, number
from tests.hostile import NAMES
from tests.laws import tries

TEXTS = st.one_of(st.text(), st.sampled_from(['"', "a\nb", "\r", ",;\t", "=1+1", "+1", "-1", "@x", "'", "👩‍👩‍👧 好", "\x00", "\x85"]))


def same(found: pd.DataFrame, rows: pd.DataFrame) -> bool:
    return found.to_numpy().tolist() == rows[["message_key", "address"]].to_numpy().tolist()


def table(folder: Path, name: str = "messages.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_bytes().decode("utf-8-sig"), newline="")))


def lines(folder: Path, name: str = "calls.jsonl") -> list[dict]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


BATCHES = {
    "csv": batch(message(1), mail(2), message(3, channel="wecom", address="")),
    "aliyun": batch(message(1), message(2), message(3)),
    "calls": batch(call(1), call(2), call(3)),
}


# --- all of them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rehearsal", [False, True])
def test_a_batch_reads_back_as_it_was_written_and_is_for_its_owner_only(tmp_path, name, rehearsal):
    rows = BATCHES[name]
    old = os.umask(0)
    try:
        told = FORMATS[name].write(tmp_path, rows, about(rehearsal=rehearsal))
    finally:
        os.umask(old)
    assert same(FORMATS[name].read_back(tmp_path), rows)
    assert told["message_key"].tolist() == rows["message_key"].tolist()
    assert told["position"].tolist() == [1, 2, 3]
    assert told["call"].tolist() == (["000042-1"] * 3 if name == "aliyun" else [""] * 3)
    files = list(tmp_path.iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert all(path.name.startswith("REHEARSAL_") == rehearsal for path in files)
    assert FORMATS[name].problems(rows, about()).tolist() == ["", "", ""]


@pytest.mark.parametrize("name", FORMATS)
def test_a_batch_without_messages_is_written_and_read_back(tmp_path, name):
    told = FORMATS[name].write(tmp_path, batch(), about())
    assert list(told) == ["message_key", "call", "position"]
    assert len(told) == 0
    assert FORMATS[name].read_back(tmp_path).shape == (0, 2)
    assert FORMATS[name].problems(batch(), about()).tolist() == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_was_changed_cut_or_taken_away_is_noticed(tmp_path, name):
    FORMATS[name].write(tmp_path, BATCHES[name], about())
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        for broken in (whole[:-1], whole[: len(whole) // 2], whole.replace(b"0", b"1", 1), whole + b"\n\n", b""):
            path.write_bytes(broken)
            with pytest.raises(DataProblem) as problem:
                FORMATS[name].read_back(tmp_path)
            assert "\n" not in str(problem.value)
            assert path.name in str(problem.value)
        path.unlink()
        with pytest.raises(DataProblem, match=f"{path.name} is not there"):
            FORMATS[name].read_back(tmp_path)
        path.write_bytes(whole)
    assert same(FORMATS[name].read_back(tmp_path), BATCHES[name])


def test_checksums_are_such_as_other_programs_read(tmp_path):
    FORMATS["csv"].write(tmp_path, BATCHES["csv"], about())
    head, line, end = (tmp_path / "SHA256SUMS").read_text().split("\n")
    digest = hashlib.sha256((tmp_path / "messages.csv").read_bytes()).hexdigest()
    assert (head, line, end) == ("# files: 1", f"{digest}  messages.csv", "")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (batch(message(1), message(1)), "a key of its own"),
        (batch(message(1, message_key="x")), "a key of its own"),
        (batch(call(1)), "csv takes sms, email, push, wecom, official_account; a message of this batch goes by phone"),
    ],
)
def test_messages_a_format_cannot_take_are_refused(tmp_path, rows, sentence):
    with pytest.raises(DataProblem, match=sentence):
        FORMATS["csv"].write(tmp_path, rows, about())
    assert list(tmp_path.iterdir()) == []


def test_a_batch_has_a_plain_name():
    with pytest.raises(DataProblem, match="a batch is named by letters"):
        About(batch="../x", shop="", signature="", rehearsal=False)


# --- csv ---------------------------------------------------------------------------------------------------------


def test_the_csv_file_of_sms(tmp_path):
    FORMATS["csv"].write(tmp_path, batch(message(1, coupon=None)), about())
    assert (tmp_path / "messages.csv").read_bytes().startswith(b"\xef\xbb\xbfmessage_key,channel,address,")
    assert table(tmp_path) == [
        {
            "message_key": key(1), "channel": "sms", "address": number(1), "send_from": "2026-12-01T10:00:00+08:00",
            "send_until": "2026-12-03T20:00:00+08:00", "text": message()["text"], "subject": "", "coupon": "",
        }
    ]  # fmt: skip


def test_a_rehearsals_rows_say_so(tmp_path):
    FORMATS["csv"].write(tmp_path, batch(message(1), mail(2)), about(rehearsal=True))
    rows = table(tmp_path, "REHEARSAL_messages.csv")
    assert [row["rehearsal"] for row in rows] == ["REHEARSAL"] * 2
    assert "演练，请勿发送。" in rows[1]["html"]


def test_the_shops_number_of_a_customer_stands_only_where_there_is_no_address(tmp_path):
    FORMATS["csv"].write(tmp_path, BATCHES["csv"], about())
    assert [row["customer_id"] for row in table(tmp_path)] == ["", "", "c3"]


@tries(30)
@given(texts=st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_any_text_is_written_no_cell_is_a_formula_and_the_keys_come_back(texts):
    messages = [mail(n, text=text, subject=subject) for n, (text, subject) in enumerate(texts)]
    messages += [message(n, text=text) for n, (text, _) in enumerate(texts, start=len(texts))]
    with TemporaryDirectory() as folder:
        FORMATS["csv"].write(Path(folder), batch(*messages), about())
        assert same(FORMATS["csv"].read_back(Path(folder)), batch(*messages))
        found = table(Path(folder))
    assert [row["text"].removeprefix("'") for row in found] == [one["text"].removeprefix("'") for one in messages]
    for row in found:
        runs = {name for name, cell in row.items() if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n")}
        assert runs <= {"address"}
        assert row["address"] == row["address"].strip("=-@")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"address": "13800000001"}, "the telephone is not written with its country code (+86…)"),
        ({"address": "+86138=1+1"}, "the telephone is not written with its country code (+86…)"),
        ({"address": ""}, "the telephone is not written with its country code (+86…)"),
        ({"channel": "email", "address": "a***@b.example"}, "the e-mail address does not work"),
        ({"channel": "email", "address": "=cmd@b.example"}, "the address begins like a formula"),
        ({"channel": "email", "address": "+tag@b.example"}, "the address begins like a formula"),
        ({"channel": "push", "address": "@device"}, "the address begins like a formula"),
        ({"channel": "push", "address": "", "customer_id": ""}, "nothing tells who it is for"),
        ({"channel": "wecom", "address": "", "customer_id": "-1"}, "the customer's number begins like a formula"),
        ({"coupon": "-5"}, "the coupon begins like a formula"),
        ({"channel": "email", "address": "a@b.example", "unsubscribe": "http://x.example"}, "is not one of https://"),
        ({"channel": "email", "address": "a@b.example", "unsubscribe": "https://x.example>\nBcc: b@c"}, "is not one of https://"),
    ],
)
def test_what_a_sender_could_not_use_as_it_stands_is_refused(tmp_path, changed, sentence):
    rows = batch(message(1), message(2, **changed))
    said = FORMATS["csv"].problems(rows, about())
    assert said.iloc[0] == ""
    assert sentence in said.iloc[1]
    assert "138" not in said.iloc[1]
    with pytest.raises(DataProblem, match="1 of 2 messages cannot be written"):
        FORMATS["csv"].write(tmp_path, rows, about())


@pytest.mark.parametrize(
    ("row", "others", "sentence"),
    [
        (message(text=" "), {}, "it has no text"),
        (mail(subject="\n"), {}, "it has no subject"),
        (mail(text="@小米，你好"), {}, "the text begins like a formula ('@'); let it begin with a word of the shop's own"),
        (mail(subject="=1"), {}, "the subject begins like a formula ('=')"),
        (mail(), {"postal_contact": " "}, "the shop's postal address is not known"),
        (message(send_until=pd.Timestamp("2026-12-01 02:00")), {}, "the time in which it may be sent is not known or over before it begins"),
        (message(send_from=pd.NaT), {}, "the time in which it may be sent is not known or over before it begins"),
    ],
)
def test_what_should_not_be_sent_is_told_before_a_batch_is_sealed(row, others, sentence):
    assert FORMATS["csv"].problems(batch(row), about(**others)).iloc[0].startswith(sentence)


# --- e-mail ------------------------------------------------------------------------------------------------------


class Seen(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def test_an_email_as_it_looks(tmp_path):
    FORMATS["csv"].write(tmp_path, batch(mail(1)), about())
    (row,) = table(tmp_path)
    assert row["List-Unsubscribe"] == "<https://herstyle.example/td?t=abc>"
    assert row["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    seen = Seen(row["html"])
    assert "你好！\n谢谢。" in seen.text
    assert [text for text in seen.text.split("\n") if text] == [
        "广告：谢谢你", "你好！", "谢谢。", "再见。", "杭州市丝绸路 1 号", "400-000-0000", "不想再收到这类邮件？ 退订",
    ]  # fmt: skip
    assert [found["href"] for tag, found in seen.tags if tag == "a"] == ["https://herstyle.example/td?t=abc"]
    assert FORMATS["csv"].notes(batch(mail(1)))[0].startswith("The DKIM signature of every e-mail must cover the headers List-Unsubscribe")
    assert FORMATS["csv"].notes(batch(message(1), mail(2, unsubscribe=""))) == ()


def test_a_service_email_without_a_link_has_no_headers_for_it(tmp_path):
    FORMATS["csv"].write(tmp_path, batch(mail(1, unsubscribe=None, language="en")), about())
    (row,) = table(tmp_path)
    assert (row["List-Unsubscribe"], row["List-Unsubscribe-Post"]) == ("", "")
    assert "href" not in row["html"]
    assert '<html lang="en">' in row["html"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_makes_anything_of_an_email_but_text(tmp_path, name):
    FORMATS["csv"].write(tmp_path, batch(mail(1), mail(2, text=f"{name}，你好", subject=f"广告：{name}", language=name)), about(postal_contact=name))
    plain, hostile = table(tmp_path)
    shown = Seen(hostile["html"])
    assert {tag for tag, _ in shown.tags} <= {tag for tag, _ in Seen(plain["html"]).tags}
    assert [found["href"] for tag, found in shown.tags if tag == "a"] == ["https://herstyle.example/td?t=abc"]
    assert {attribute for _, found in shown.tags for attribute in found} <= {
        attribute for _, found in Seen(plain["html"]).tags for attribute in found
    }
    assert not any(sign in hostile["html"] for sign in "\x00\x07\x1b\u202e\u2066")
    assert "\n" not in hostile["subject"]


# --- Alibaba Cloud -----------------------------------------------------------------------------------------------


def test_a_call_is_what_the_gateway_takes(tmp_path):
    rows = batch(message(1), message(2, params={"name": "Ann", "offer_until": 5}, text="【HerStyle】Ann，礼遇已放入账户，5前可用"))
    FORMATS["aliyun"].write(tmp_path, rows, about())
    assert lines(tmp_path) == [
        {
            "PhoneNumberJson": '["13800000001","13800000002"]', "SignNameJson": '["HerStyle","HerStyle"]', "TemplateCode": CODE,
            "TemplateParamJson": '[{"name":"王小雨","offer_until":"2026-12-15"},{"name":"Ann","offer_until":"5"}]', "OutId": "000042-1",
        }
    ]  # fmt: skip
    assert table(tmp_path, "places.csv") == [
        {"call": "000042-1", "position": "1", "message_key": key(1)},
        {"call": "000042-1", "position": "2", "message_key": key(2)},
    ]


def test_a_rehearsals_calls_hold_a_field_that_the_gateway_refuses(tmp_path):
    FORMATS["aliyun"].write(tmp_path, batch(message(1)), about(rehearsal=True))
    assert lines(tmp_path, "REHEARSAL_calls.jsonl")[0]["Rehearsal"] is True
    assert table(tmp_path, "REHEARSAL_places.csv")[0]["rehearsal"] == "REHEARSAL"


@pytest.mark.parametrize(("messages", "sizes"), [(0, []), (1, [1]), (99, [99]), (100, [100]), (101, [100, 1]), (201, [100, 100, 1])])
def test_a_call_has_at_most_100_numbers(tmp_path, messages, sizes):
    rows = batch(*map(message, range(messages)))
    FORMATS["aliyun"].write(tmp_path, rows, about())
    assert [len(json.loads(call["PhoneNumberJson"])) for call in lines(tmp_path)] == sizes
    assert same(FORMATS["aliyun"].read_back(tmp_path), rows)


@tries(30)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["thanks", "other"])), max_size=12))
def test_a_number_stands_once_in_a_call_and_a_call_has_one_template(told):
    rows = batch(*(message(n, address=number(who), template=template) for n, (who, template) in enumerate(told)))
    both = about(sms_templates={"thanks": CODE, "other": "SMS_200"}, sms_forms={"thanks": FORM, "other": FORM})
    with TemporaryDirectory() as folder:
        places = FORMATS["aliyun"].write(Path(folder), rows, both)
        assert same(FORMATS["aliyun"].read_back(Path(folder)), rows)
        calls = {call["OutId"]: call for call in lines(Path(folder))}
    assert places["message_key"].tolist() == rows["message_key"].tolist()
    assert not places[["call", "position"]].duplicated().any()
    for place, row in zip(places.itertuples(), rows.itertuples(), strict=True):
        call = calls[place.call]
        arrays = [json.loads(call[name]) for name in ("PhoneNumberJson", "SignNameJson", "TemplateParamJson")]
        assert len({len(array) for array in arrays}) == 1
        assert len({*arrays[0]}) == len(arrays[0])
        assert f"+86{arrays[0][place.position - 1]}" == row.address
        assert call["TemplateCode"] == {"thanks": CODE, "other": "SMS_200"}[row.template]


def test_the_same_telephone_twice_goes_into_another_call(tmp_path):
    rows = batch(message(1), message(2, address=number(1)), message(3))
    told = FORMATS["aliyun"].write(tmp_path, rows, about())
    assert list(zip(told["call"], told["position"], strict=True)) == [("000042-1", 1), ("000042-2", 1), ("000042-1", 2)]


@pytest.mark.parametrize(
    ("changed", "others", "sentence"),
    [
        ({"address": "+12125550199"}, {}, "the number is no mobile of the mainland"),
        ({"address": "13800000001"}, {}, "the number is no mobile of the mainland"),
        ({"template": "unheard"}, {}, "the text unheard has no code of the gateway's"),
        ({}, {"sms_forms": {}}, "it is not known what was registered for the text thanks"),
        ({"params": {"name": "王小雨"}}, {}, "the text thanks needs the value offer_until, and there is none"),
        ({"params": {"name": "长" * 36, "offer_until": "5"}}, {}, "the value name has 36 letters; the gateway takes 35"),
        ({"text": "【HerStyle】王小雨，别的话"}, {}, "the gateway would send something else than the text thanks as it was shown"),
        ({}, {"sign_name": "Other"}, "the gateway would send something else than the text thanks as it was shown"),
        ({"params": {"name": "Mary Lim", "offer_until": "2026-12-15"}}, {}, "the gateway would send something else"),
    ],
)
def test_what_the_gateway_would_not_or_not_so_send_is_told_and_not_written(tmp_path, changed, others, sentence):
    rows = batch(message(1, **changed))
    assert FORMATS["aliyun"].problems(rows, about(**others)).iloc[0].startswith(sentence)
    with pytest.raises(DataProblem, match="1 of 1 messages cannot be written"):
        FORMATS["aliyun"].write(tmp_path, rows, about(**others))


def test_a_value_of_35_letters_goes():
    name = "长" * 35
    row = message(1, params={"name": name, "offer_until": "5"}, text=f"【HerStyle】{name}，礼遇已放入账户，5前可用，拒收请回复R")
    assert FORMATS["aliyun"].problems(batch(row), about()).tolist() == [""]


# --- calls -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_to_call(tmp_path, language):
    FORMATS["calls"].write(tmp_path, batch(call(1), call(2, address="+12125550199", name=None, coupon=None)), about(language=language))
    head, *rows = openpyxl.load_workbook(tmp_path / "calls.xlsx").active.iter_rows(values_only=True)
    heads = {
        "zh": ["顾客编号", "姓名", "电话", "为什么联系", "说什么", "优惠", "优惠截止", "券码", "负责人", "最晚拨打", "已完成", "完成日期", "结果"],
        "en": [
            "Customer number",
            "Name",
            "Phone",
            "Why",
            "What to say",
            "Offer",
            "Offer until",
            "Coupon",
            "Owner",
            "Call by",
            "Done",
            "Done on",
            "Result",
        ],
    }
    assert list(head) == ["retention_list", *heads[language]]
    assert rows[0] == (
        f"first_order#{key(1)}|2026-12-01|phone|c1", "c1", "王小雨", "13800000001", "first_order", "问问她是否满意", "thanks_20", "2026-12-15",
        "AB12", None, "2026-12-03 20:00", None, None, None,
    )  # fmt: skip
    assert rows[1][2:4] == (None, "'+12125550199")
    assert openpyxl.load_workbook(tmp_path / "calls.xlsx").active.column_dimensions["A"].hidden


def test_why_somebody_is_called_stands_in_words_where_the_caller_has_them(tmp_path):
    FORMATS["calls"].write(tmp_path, batch(call(1)).assign(why="生日快到了"), about())
    assert table(tmp_path, "calls.csv")[0]["为什么联系"] == "生日快到了"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filled_in_list_comes_back_as_touches_named_by_their_messages(tmp_path, kind):
    FORMATS["calls"].write(tmp_path, batch(call(1), call(2, customer_id="a|b"), call(3)), about())
    path = tmp_path / f"calls.{kind}"
    if kind == "xlsx":
        book = openpyxl.load_workbook(path)
        for row in (2, 3):
            book.active.cell(row, 12, "是")
            book.active.cell(row, 14, "下单了")
        book.save(path)
    else:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for row in rows[1:3]:
            row[11], row[13] = "是", "下单了"
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        path.write_text(out.getvalue(), encoding="gb18030")
    assert worklists.is_list(path)
    touches = worklists.touches(worklists.told(listed.read(path), worklists.saved_on(path), path.name))
    assert touches["touch_id"].tolist() == [key(1), key(2), key(3)]
    assert touches["customer_id"].tolist() == ["c1", "a|b", "c3"]
    assert touches["fate"].tolist() == ["", "", "not done"]
    assert touches.loc[0, ["kind", "channel", "campaign", "outcome"]].tolist() == ["call", "phone", "first_order", "下单了"]


def test_a_rehearsals_list_is_no_work_list(tmp_path):
    FORMATS["calls"].write(tmp_path, batch(call(1)), about(rehearsal=True))
    assert [worklists.is_list(path) for path in sorted(tmp_path.glob("*calls*"))] == [False, False]
    assert table(tmp_path, "REHEARSAL_calls.csv")[0]["为什么联系"] == "演练，请勿发送。 first_order"


@tries(30)
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=3))
def test_any_list_to_call_reads_back(told):
    rows = batch(*(call(n, name=name, text=f"问{text}", customer_id=f"c{n}{name}") for n, (name, text) in enumerate(told)))
    with TemporaryDirectory() as folder:
        FORMATS["calls"].write(Path(folder), rows, about())
        assert same(FORMATS["calls"].read_back(Path(folder)), rows)
        assert not any(cell[:1] in ("=", "+", "-", "@") for row in table(Path(folder), "calls.csv") for cell in row.values())


def test_a_call_needs_a_number_and_something_to_say(tmp_path):
    rows = batch(call(1, address=""), call(2, text=""))
    assert FORMATS["calls"].problems(rows, about()).tolist() == ["the telephone is not written with its country code (+86…)", "it has no text"]
