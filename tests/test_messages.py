"""The chain of messages as its users walk it: plan, approve, export, take, receipts; in rehearsal and for real."""

import csv
import json
import re
import shutil
import sqlite3
from datetime import UTC, datetime

import duckdb
import pandas as pd
import pytest

from retention import dispatch, handover, ledger, project
from retention.dispatch import own_records
from retention.dispatch.planned import planned_from
from retention.pages.automation.tables import Planning

pytestmark = pytest.mark.slow
HERE = ("--params", "params/herstyle")
PLAY = (*HERE, "--rehearse")
KEYED = "select message_key, state, why from messages"


@pytest.fixture(scope="module")
def planned_before(herstyle, tmp_path_factory):
    """HerStyle's tables with those that notebooks share, which a first plan makes."""
    data = tmp_path_factory.mktemp("planned") / "herstyle"
    shutil.copytree(herstyle / "tables", data / "tables")
    planned_from(str(project.root() / "params" / "herstyle"), data, "").plan  # noqa: B018
    return data


@pytest.fixture
def shop(planned_before, tmp_path):
    """A copy of HerStyle's tables and settings below the working folder; returns its data folder."""
    data = tmp_path / "data" / "herstyle"
    shutil.copytree(planned_before, data)
    shutil.copytree(project.root() / "params" / "herstyle", tmp_path / "params" / "herstyle")
    return data


def ledger_of(data, query):
    with sqlite3.connect(data / "rehearsal" / ledger.FILE) as db:
        return pd.read_sql_query(query, db)


def edit(data, old, new):
    """Change the shop's journeys."""
    path = data.parents[1] / "params" / "herstyle" / "journeys.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def files_of(data, where="outbox"):
    return sorted((data / "rehearsal" / where).iterdir())


def rows_of(folder):
    path = folder / "REHEARSAL_messages.csv"
    return list(csv.DictReader(path.open(encoding="utf-8-sig"))) if path.is_file() else []


def waiting(out):
    """Numbers of batches that wait for approval, as `status` prints them."""
    return re.findall(r"^ +(\d+)  waits for approval", out, re.MULTILINE)


def test_the_walk_of_the_readme_in_rehearsal(retention, shop):
    planned = retention("messages", "plan", *PLAY)
    assert planned.code == 0
    reserved = int(re.search(r"^([\d,]+) messages are reserved in batch", planned.out, re.MULTILINE)[1].replace(",", ""))
    keys = set(ledger_of(shop, KEYED)["message_key"])
    assert len(keys) == reserved > 10
    # Once more at the same moment: there is nothing new, and nothing is reserved twice.
    assert "Nothing is reserved: there is nothing new" in retention("messages", "plan", *PLAY).out

    first = retention("messages", "preview", "1", *PLAY)
    assert first.out.startswith("batch 1 · open · ")
    raw, customers = (shop / "rehearsal" / ledger.FILE).read_bytes(), pd.read_parquet(shop / "tables" / "customers.parquet")
    addresses = [str(value) for name in ("phone", "email") for value in customers[name].dropna()]
    assert [value for value in addresses if value.encode() in raw] == []

    retention("messages", "stop", *HERE)
    for command in ("export", "take"):
        refused = retention("messages", command, *PLAY)
        assert (refused.code, "everything is stopped:" in refused.err) == (14, True)
    assert retention("messages", "stop", *HERE, "--off").out.strip() == "goes on"

    for_approval = waiting(planned.out)
    early = retention("messages", "export", *PLAY)
    assert (early.code, early.out.count("waits for approval (approval): `retention messages approve")) == (
        13 if for_approval else 0,
        len(for_approval),
    )
    if for_approval:
        assert retention("messages", "approve", *for_approval, *PLAY, "--by", "Li").code == 0
        assert retention("messages", "export", *PLAY).code == 0

    states = ledger_of(shop, KEYED)
    assert set(states["state"]) == {"exported"}
    told = {key for folder in files_of(shop) for key in json_keys(folder)}
    assert told == keys
    assert {json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["rehearsal"] for folder in files_of(shop)} == {True}
    # Nobody's addresses, and no file for anybody else's eyes.
    numbers = [row["address"] for folder in files_of(shop) for row in rows_of(folder) if row["channel"] in ("sms", "email")]
    assert [number for number in numbers if not re.fullmatch(r"\+8610\d{9}|[0-9a-f]{16}@rehearsal\.invalid", number)] == []
    assert {path.stat().st_mode & 0o777 for folder in files_of(shop) for path in folder.iterdir()} == {0o600}
    assert not (shop / "messages").exists()

    taken = retention("messages", "take", *PLAY, "--by", "night")
    assert len(taken.out.splitlines()) == len(files_of(shop, "taken"))
    again = retention("messages", "take", "1", *PLAY, "--by", "day")
    assert (again.code, "batch 1 was taken by night; its folder lies at" in again.err) == (14, True)

    report = shop / "report.csv"
    report.write_text("key,status,at\n" + "".join(f"{key},delivered,2026-07-01T12:00:00+08:00\n" for key in sorted(keys)), encoding="utf-8")
    assert f"{len(keys):,} new receipts; {len(keys):,} messages moved on" in retention("messages", "receipts", str(report), *PLAY).out
    assert f"{len(keys):,} receipts known before" in retention("messages", "receipts", str(report), *PLAY).out
    assert f"messages: {len(keys)} delivered" in retention("messages", "status", *PLAY).out


def json_keys(folder):
    """Keys of a batch as its own format reads them back; none of a batch of tags."""
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [] if told["channel"] == "actions" else handover.FORMATS[told["gateway"]].read_back(folder)["message_key"].tolist()


def test_between_plan_and_export_who_withdrew_moved_or_has_no_code_is_left_out(retention, shop):
    """odoo#167752, erpnext#52448, wc-cart#874: what happens between scheduling and sending counts, for that person only."""
    edit(shop, "back_80: {kind", "back_80: {pool: back, kind")
    edit(shop, "journeys:\n", "gateways: {sms: aliyun, sms_templates: {tier_gift: SMS_001}}\njourneys:\n")
    own = "{{ name }}，谢谢你，券码{{ code }}，{{ offer_until }}前可用"
    texts = shop.parents[1] / "params" / "herstyle" / "messages.yaml"
    texts.write_text(f'tier_gift:\n  sms: "{own}"\n  wecom: "{own}"\n', encoding="utf-8")
    planned = retention("messages", "plan", *PLAY)
    held = ledger_of(shop, "select message_key, customer_id, channel from messages where state = 'held' order by message_key")
    assert f"{len(held):,} messages are held: their pool has no code left" in planned.out
    wrong = retention("messages", "coupons", "bac", *PLAY)
    assert (wrong.code, wrong.err.strip()) == (14, "no offer takes codes from a pool 'bac'; there are back")
    assert retention("messages", "coupons", "back", *PLAY, "--invent", "500").out.strip() == "500 codes are new in back, 0 were there before"

    of_sms = held[held["channel"] == "sms"]
    withdrew, moved = of_sms["message_key"].iloc[0], of_sms.iloc[-1]
    (shop / "out.csv").write_text(f"key,channel,at\n{withdrew},,2026-07-01T08:40:00+08:00\n", encoding="utf-8")
    assert "1 withdrawals" in retention("messages", "receipts", str(shop / "out.csv"), *PLAY).out
    part = next((shop / "tables" / "customers.parquet").glob("*.parquet"))
    customers = pd.read_parquet(part)
    customers.loc[customers["customer_id"] == moved["customer_id"], "phone"] = "13800000001"
    customers.to_parquet(part, index=False)

    told = retention("messages", "export", *PLAY)
    found = ledger_of(shop, "select message_key, state, why, pool, coupon, template, channel from messages").set_index("message_key")
    assert found.loc[moved["message_key"], ["state", "why"]].tolist() == ["cancelled", "her address changed"]
    assert found.loc[withdrew, "state"] == "cancelled"
    with_code = found[(found["pool"] == "back") & (found["state"] == "exported")]
    assert len(with_code) == len(held) - 2
    assert with_code["coupon"].is_unique
    # Texts that are not registered wait; those that are go as calls.
    assert "cannot be written for aliyun: the text" in told.out
    calls = [folder / "REHEARSAL_calls.jsonl" for folder in files_of(shop) if (folder / "REHEARSAL_calls.jsonl").is_file()]
    lines = [json.loads(line) for path in calls for line in path.read_text(encoding="utf-8").splitlines()]
    assert {line["TemplateCode"] for line in lines} == {"SMS_001"}
    codes = {param["code"] for line in lines for param in json.loads(line["TemplateParamJson"])}
    codes |= {re.search("券码(TEST-back-\\d+)，", row["text"])[1] for folder in files_of(shop) for row in rows_of(folder) if row["coupon"]}
    assert codes == set(with_code["coupon"])
    assert sum(len(json.loads(line["PhoneNumberJson"])) for line in lines) == int((with_code["channel"] == "sms").sum())


def test_a_step_that_was_handed_over_and_renamed_is_refused(retention, shop):
    """mautic#6054: replacing a step forgets its history and writes to everybody again."""
    retention("messages", "plan", *PLAY)
    step = ledger_of(shop, "select step from messages where journey = 'vip_care'")["step"].iloc[0]
    edit(shop, f"id: {step},", "id: renamed,")
    refused = retention("messages", "plan", *PLAY, "--now", "2026-07-02T08:30")
    assert refused.code == 11
    assert f"the step {step!r}, which was sent before, is gone and 'renamed' is new" in refused.err


def test_old_data_give_a_look_and_hand_nothing_over(retention, shop):
    looked = retention("messages", "plan", *HERE)
    assert looked.code == 0
    assert "This was a look only, nothing is reserved: the data end 2026-06-30" in looked.out
    assert not (shop / "messages").exists()
    assert "nothing was planned for sending yet" in retention("messages", "status", *HERE).out


def test_who_withdraws_by_address_before_she_was_ever_written_to_is_not_written_to(retention, shop):
    assert retention("messages", "plan", *PLAY).code == 0
    with ledger.to_look_at(shop / "rehearsal") as book:
        people = pd.read_sql_query("select distinct customer_id, channel from messages where channel = 'sms' and purpose = 'marketing'", book.db)
    chain = dispatch.Chain("params/herstyle", shop, True)
    numbers = chain.addresses(chain.shown).of(people["customer_id"], people["channel"])
    shutil.rmtree(shop / "rehearsal")
    (shop / "out.csv").write_text("address,channel,at\n" + "".join(f"{one},sms,2026-06-30T10:00:00+08:00\n" for one in numbers), encoding="utf-8")
    assert f"{len(numbers)} withdrawals" in retention("messages", "receipts", str(shop / "out.csv"), *PLAY, "--by", "Li").out
    retention("messages", "plan", *PLAY)
    again = ledger_of(shop, "select customer_id, channel from messages where channel = 'sms' and purpose = 'marketing'")
    assert set(again["customer_id"]) & set(people["customer_id"]) == set()


def test_an_export_a_day_later_says_when_it_may_go_and_a_changed_text_does_not_go(retention, shop):
    retention("messages", "plan", *PLAY)
    texts = shop.parents[1] / "params" / "herstyle" / "messages.yaml"
    texts.write_text('vip_call:\n  wecom: "{{ name }}，换了一句"\n  call: "{{ name }}：换了一句"\n', encoding="utf-8")
    retention("messages", "approve", *waiting(retention("messages", "status", *PLAY).out), *PLAY)
    late = dispatch.Chain("params/herstyle", shop, True, "2026-07-01T21:30", "Li")
    late.export([])
    found = ledger_of(shop, "select journey, state, why, sent_at from messages")
    assert set(found.loc[found["journey"] == "vip_care", "why"]) == {"its text was changed"}
    sent = found[(found["state"] == "exported")]
    assert (sent["sent_at"] >= int(datetime(2026, 7, 1, 13, 30, tzinfo=UTC).timestamp())).all()


def test_a_restored_ledger_forgets_no_withdrawal(shop, today):
    folder = shop / "messages"
    folder.mkdir()
    row = {"consent_id": "own 1", "customer_id": "C1", "channel": "sms", "purpose": "marketing", "given": False, "source": "reply"}
    row |= {"changed_at": pd.Timestamp("2026-06-30T02:00"), "changed_on": pd.Timestamp("2026-06-30")}
    pd.DataFrame([row]).to_parquet(folder / own_records.CONSENTS_FILE)
    chain = dispatch.Chain(str(shop.parents[1] / "params" / "herstyle"), shop, who="Li")
    for _ in range(2):
        with chain.opened() as book:
            assert ledger.withdrawals(book)["customer_id"].tolist() == ["C1"]
            own_records.write(book, "Asia/Shanghai")
    assert pd.read_parquet(folder / own_records.CONSENTS_FILE)["customer_id"].tolist() == ["C1"]


@pytest.fixture
def today(monkeypatch):
    """The real clock stands on the morning after HerStyle's data."""
    clock = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
    monkeypatch.setattr(Planning, "clock", property(lambda self: clock))
    monkeypatch.setattr(dispatch.Chain, "now", property(lambda self: clock))
    return clock


def test_for_real_what_was_sent_is_a_touch_and_who_withdrew_has_no_consent_any_more(retention, shop, today):
    retention("messages", "plan", *HERE)
    retention("messages", "export", *HERE)
    with ledger.to_look_at(shop / "messages") as book:
        sent = ledger.known(book).messages
    assert set(sent["state"]) <= {"exported", "reserved"}
    exported = sent[sent["state"] == "exported"]
    key = exported.loc[exported["purpose"] == "marketing", "message_key"].iloc[0]
    (shop / "out.csv").write_text(f"key,channel,at\n{key},,2026-07-01T08:40:00+08:00\n", encoding="utf-8")
    retention("messages", "receipts", str(shop / "out.csv"), *HERE)
    touches = pd.read_parquet(shop / "messages" / own_records.TOUCHES_FILE)
    assert set(touches["touch_id"]) == set(exported["message_key"])
    # Their lots stand in the ledger: a row with an arm would be a campaign of its own.
    assert "arm" not in touches
    consents = pd.read_parquet(shop / "messages" / own_records.CONSENTS_FILE)
    assert consents[["customer_id", "given", "purpose"]].to_numpy().tolist() == [
        [sent.loc[sent["message_key"] == key, "customer_id"].iloc[0], False, "marketing"]
    ]
    # The next plan knows both, before any import.
    with ledger.to_look_at(shop / "messages") as book:
        past = ledger.known(book)
    planning = Planning(retention_book(shop), None, past)
    assert planning.rehearsal is False
    assert not set(planning.plan.keys) & set(sent["message_key"])


def retention_book(shop):
    from retention import playbook

    return playbook.open("04_automation", shop.parents[1] / "params" / "herstyle", shop)


def test_the_import_puts_own_messages_and_withdrawals_to_the_tables_once(shop, tmp_path, herstyle):
    from retention.imports import own_messages

    folder = shop / "messages"
    folder.mkdir()
    when = pd.Timestamp("2026-07-01T02:00")
    touch = {"touch_id": "k1", "customer_id": "C1", "touched_at": when, "touched_on": when.normalize(), "kind": "message", "channel": "sms"}
    pd.DataFrame([touch, touch | {"touch_id": "k2"}]).to_parquet(folder / own_records.TOUCHES_FILE)
    consent = {"consent_id": "own 1", "customer_id": "C1", "channel": "sms", "purpose": "marketing", "given": False, "changed_at": when}
    pd.DataFrame([consent | {"changed_on": when.normalize(), "source": "reply"}]).to_parquet(folder / own_records.CONSENTS_FILE)
    with duckdb.connect() as con:
        con.sql(f"create table touches as select * from read_parquet('{shop}/tables/touches.parquet/*.parquet')")
        con.sql(f"create table consents as select * from read_parquet('{shop}/tables/consents.parquet/*.parquet')")
        con.sql("update touches set touch_id = 'k1' where touch_id = (select min(touch_id) from touches)")
        before = len(con.table("touches"))
        said = own_messages.add(con, shop)
        assert said == ("1 messages of this shop's own ledger are put to touches", "1 withdrawals that it received are put to consents")
        assert len(con.table("touches")) == before + 1
        assert own_messages.add(con, shop) == ()
    with duckdb.connect() as con:
        # Nobody knows who consented: withdrawals make no table; touches do.
        assert own_messages.add(con, shop) == ("2 messages of this shop's own ledger are put to touches",)
        assert [name for (name,) in con.sql("show tables").fetchall()] == ["touches"]
