"""Notebook 05's first half on help desks written by hand: what it says, charts by their data, work lists, and what few or no tickets come to."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from retention import imports, playbook
from retention.pages import service
from retention.settings import ShopSettings
from tests.imports.test_told import HEADERS
from tests.pages import html

LAST = datetime(2026, 5, 29, 20)
SECTIONS = (
    service.bottom_line,
    service.key_figures,
    service.actions,
    service.promises,
    service.months,
    service.by_hour,
    service.open_tickets,
    service.repeats,
)
SLOW = 600


def said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def desk_files(folder: Path, chats: int, late: int, messages: bool = True, solved: bool = True) -> None:
    """`chats` on as many days at 10 o'clock, of which the last `late` wait ten minutes for a person; one complaint that nobody answers."""
    tickets, lines = [HEADERS["tickets"]], [HEADERS["ticket_messages"]]
    for number in range(chats):
        opened = LAST - timedelta(days=number, hours=10)
        replied = opened + timedelta(seconds=SLOW if number < late else 60)
        done = said(replied + timedelta(hours=1)) if solved else ""
        tickets.append(f"chat{number},CANARY{number % 3},,{said(opened)},在线客服,咨询,KANARIE,SECRET,,{done}")
        lines += [f"chat{number},{said(opened)},客户,CANARY text", f"chat{number},{said(replied)},客服,您好"]
    tickets.append(f"lost,CANARY9,,{said(LAST - timedelta(days=2))},电话,投诉,KANARIE,SECRET,,")
    tickets.append(f"new,CANARY8,,{said(LAST)},电话,投诉,KANARIE,SECRET,,")
    lines.append(f"lost,{said(LAST - timedelta(days=2))},客户,CANARY text")
    (folder / "tickets.csv").write_text("\n".join([*tickets, ""]), encoding="utf-8")
    if messages:
        (folder / "ticket_messages.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def opened(folder: Path, language: str = "en", settings: str = "") -> playbook.Playbook:
    params = folder / "params"
    params.mkdir(exist_ok=True)
    (params / "shop.yaml").write_text(f"language: {language}\ntime_zone: Asia/Shanghai\n", encoding="utf-8")
    (params / "05_service_nps.yaml").write_text(settings, encoding="utf-8")
    imports.import_shop(sorted(folder.glob("*.csv")), ShopSettings(language=language, time_zone="Asia/Shanghai"), folder / "desk", date(2026, 11, 1))
    return playbook.open("05", params, folder / "desk")


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    desk_files(folder, chats=60, late=10)
    return opened(folder, request.param)


def test_the_first_words_are_how_it_went_lately_and_what_is_late_now(book):
    told = html(service.bottom_line(book)).replace("\u00a0", " ")
    # 30 chats of the last 30 days, 10 of them late; and a complaint by phone, that nobody answered: 20 of 31.
    words = {
        "en": ["65 %</strong> of 31 tickets were answered by a person in time, 1 never", "2 tickets were open", "1 overdue"],
        "zh": ["31 个工单中 <strong>65%</strong> 得到人工及时回复，1 个始终无人回复", "2 个未结", "1 个已超时"],
    }[book.about.language]
    assert [word for word in words if word not in told] == []


def test_cards_say_the_same_with_their_change(book):
    found = service.key_figures(book).kpis.set_index("name")
    assert found.loc["replied_in_time", "n"] == 31
    assert found.loc["replied_in_time", "value"] == pytest.approx(20 / 31)
    assert found.loc["replied_in_time", "previous"] == 1
    assert found.loc["replied_in_time", "change_high"] < 0
    assert found.loc[["tickets_open", "tickets_overdue"], "value"].tolist() == [2, 1]


def test_overdue_tickets_lie_on_a_list_for_its_owner_only(book):
    section = service.actions(book)
    assert section.private
    place = book.shop.out / "service_lists" / "overdue.csv"
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    listed = pd.read_csv(place, dtype=str)
    assert listed.iloc[:, 0].tolist() == ["lost"]
    assert "2026-05-27 20:00" in listed.iloc[0].tolist()
    assert "overdue.xlsx" in html(section)


def test_charts_show_what_the_tables_hold(book):
    promised = service.promises(book)
    kept = promised.table.set_index("policy")
    assert kept.loc["chat_by_a_person", ["due", "met", "never"]].tolist() == [60, 50, 0]
    assert kept.loc["chat_first_reply", ["due", "met"]].tolist() == [60, 0]
    shown = promised.table[promised.table["due"] >= 30]
    assert list(promised.figure.data[0].x) == shown["share"].tolist()
    monthly = service.months(book)
    reply = monthly.table[monthly.table["promised"] == "reply"]
    assert reply["due"].sum() == 61
    hourly = service.by_hour(book)
    assert hourly.table.set_index("value")["due"].to_dict() == {10: 60, 20: 1}
    assert hourly.figure.data[0].x.tolist() == [10]
    assert service.open_tickets(book).figure.data[0].y.tolist() == [0, 1, 0, 0, 0]


def test_nobody_is_named_on_the_page(book):
    for section in SECTIONS:
        found = section(book)
        shown = html(found) + "".join(part.to_json() for part in found.shown if hasattr(part, "to_json"))
        assert not [word for word in ("CANARY", "KANARIE", "SECRET", "lost") if word in shown]


def test_three_tickets_give_counts_and_no_shares(tmp_path):
    desk_files(tmp_path, chats=1, late=0)
    book = opened(tmp_path)
    told = html(service.bottom_line(book))
    assert "1 of 2 tickets were answered by a person in time" in told
    assert "%" not in told
    assert service.key_figures(book).kpis["missing"].tolist()[:2] == ["kpi-missing-few-tickets"] * 2
    assert [section(book).figure for section in (service.promises, service.months, service.by_hour)] == [None] * 3
    assert "1 overdue" in told


def test_without_messages_nothing_is_said_of_replies(tmp_path):
    desk_files(tmp_path, chats=60, late=10, messages=False)
    book = opened(tmp_path)
    told = html(service.bottom_line(book))
    assert "answered by a person in time" not in told
    assert "nothing tells whether it was kept" in told
    assert "had a solution in time" in told
    assert service.key_figures(book).kpis["missing"].iloc[0] == "kpi-missing-no-replies"


def test_where_nothing_tells_of_solutions_no_ticket_is_called_open(tmp_path):
    desk_files(tmp_path, chats=60, late=10, solved=False)
    book = opened(tmp_path)
    assert "which of them are open is not known" in html(service.bottom_line(book))
    assert service.actions(book).shown == ()
    assert not (book.shop.out / "service_lists").exists()


@pytest.mark.parametrize(("language", "line"), [("en", "Table needed: tickets"), ("zh", "需要数据表 tickets")])
def test_a_shop_without_a_help_desk_reads_one_line(tmp_path, language, line):
    (tmp_path / "orders.csv").write_text("customer,date,amount\na,2026-01-02,10\nb,2026-01-03,10\n", encoding="utf-8")
    book = opened(tmp_path, language)
    assert line in html(service.bottom_line(book))
    assert [section(book).shown for section in SECTIONS[1:]] == [()] * 7


def test_a_list_of_before_goes_where_nothing_is_overdue(tmp_path):
    desk_files(tmp_path, chats=40, late=0)
    book = opened(tmp_path)
    service.actions(book)
    listed = book.shop.out / "service_lists" / "overdue.csv"
    assert listed.exists()
    text = (tmp_path / "tickets.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "tickets.csv").write_text("\n".join([line for line in text if not line.startswith("lost")]) + "\n", encoding="utf-8")
    service.actions(opened(tmp_path))
    assert not listed.exists()


def test_a_promise_kept_in_hours_is_published_with_its_hours_and_a_goal_with_its_decimals(tmp_path):
    desk_files(tmp_path, chats=60, late=10)
    told = "sla: [{name: p, channels: [chat], clock: first_human_reply, target: 3 min, share: 0.995, hours: service}]\n"
    shown = html(service.promises(opened(tmp_path, settings=told))).replace("\u00a0", " ")
    assert "Chat: reply by a person within 3 min (of the hours 09:00-22:00), in 99.5 of 100 cases" in shown
    assert "99.5 %" in shown
    assert "100 of 100" not in shown


def test_chats_that_the_robot_solved_alone_are_said_to_be_so(tmp_path):
    tickets, lines = [HEADERS["tickets"]], [HEADERS["ticket_messages"]]
    for number in range(60):
        opened_at = LAST - timedelta(days=number % 20, minutes=number)
        tickets.append(f"w{number},c{number},,{said(opened_at)},在线客服,建议,,,,{said(opened_at + timedelta(hours=1))}")
        lines += [f"w{number},{said(opened_at)},客户,?", f"w{number},{said(opened_at + timedelta(seconds=3))},机器人,!"]
    (tmp_path / "tickets.csv").write_text("\n".join([*tickets, ""]), encoding="utf-8")
    (tmp_path / "ticket_messages.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    book = opened(tmp_path)
    assert service.key_figures(book).kpis.set_index("name").loc["replied_in_time", "missing"] == "kpi-missing-robot-alone"
    assert "the robot solved these alone" in html(service.by_hour(book))
    assert "Table needed" not in html(service.by_hour(book))


def test_a_desk_without_channels_and_kinds_hears_who_asked_again(tmp_path):
    rows = [f"w{n},c{n % 40},,{said(LAST - timedelta(days=n))},,,,,,{said(LAST - timedelta(days=n) + timedelta(hours=1))}" for n in range(80)]
    (tmp_path / "tickets.csv").write_text("\n".join([HEADERS["tickets"], *rows, ""]), encoding="utf-8")
    told = html(service.repeats(opened(tmp_path)))
    assert "followed by another one of the same customer" in told
    assert "Kept" not in told
