"""What service promises, as a shop writes it down, and as `retention check` tells it."""

import pytest

from retention.settings import LifetimeSettings, Policy, ServiceSettings, SettingsProblem, notebook_settings
from retention.settings.service import CLOCKS, SLA

CHAT = {"name": "chat", "channels": ["chat"], "clock": "first_reply", "target": "30 s"}


def read(**told) -> ServiceSettings:
    return ServiceSettings.parse(told, "05_service_nps.yaml")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"sla": [CHAT | {"hours": "servce"}]}, "chat runs in the hours 'servce', which hours: does not name; did you mean 'service'?"),
        ({"sla": [CHAT | {"hours": "night"}]}, "hours: does not name; there are service"),
        ({"sla": [CHAT | {"clock": "first_human"}]}, "sla.0.clock: unknown clock; did you mean first_human_reply?, not 'first_human'"),
        ({"sla": [CHAT | {"clock": "zzz"}]}, "unknown clock; there are first_reply, first_human_reply, next_reply, offered, solved, total_solved"),
        ({"sla": [CHAT | {"target": 0}]}, "sla.0.target: a target lies above 0 and is a year at most; write it like 30 s, 3 min or 24 h, not 0"),
        ({"sla": [CHAT | {"target": "0 s"}]}, "a target lies above 0"),
        ({"sla": [CHAT | {"target": "soon"}]}, "no length of time; write it like 30 s, 3 min, 24 h or 2 d, not 'soon'"),
        ({"sla": [CHAT | {"target": "24"}]}, "no length of time"),
        ({"sla": [CHAT | {"target": True}]}, "no length of time"),
        ({"sla": [CHAT | {"from": "2026-05-01", "to": "2026-04-01"}]}, "chat holds from 2026-05-01 to 2026-04-01, which is before"),
        ({"sla": [CHAT, CHAT | {"target": "60 s"}]}, "two policies are called 'chat'; another target from a day on needs another name"),
        ({"sla": [CHAT | {"channels": ["wechat"]}]}, "sla.0.channels.0: Input should be 'chat', 'phone', 'social', 'email' or 'form', not 'wechat'"),
        ({"sla": [CHAT | {"clock": "next_reply", "pause_on": ["waiting_customer"]}]}, "next_reply runs only while the customer waits"),
        ({"sla": [CHAT | {"share": 95}]}, "sla.0.share: Input should be less than or equal to 1, not 95"),
        ({"sla": [CHAT | {"targt": 3}]}, "unknown setting 'sla.0.targt'; did you mean 'target'?"),
        ({"hours": {"desk": {"week": {"mon-fri": "9-17"}}}}, "'9' is no time of the day; write it like 09:00-18:00"),
        ({"hours": {"desk": {"week": {"mon-fri": "09:00"}}}}, "'09:00' are no hours; write them like 09:00-18:00"),
        ({"hours": {"desk": {"week": {"mon": "25:00-26:00"}}}}, "'25:00' is no time of the day"),
        ({"hours": {"desk": {"week": {"mon": "09:00-09:00"}}}}, "'09:00-09:00' is no time at all; the whole day is 00:00-24:00"),
        (
            {"hours": {"desk": {"week": {"monday": "09:00-17:00"}}}},
            "'monday' is no weekday; write mon, tue, wed, thu, fri, sat, sun, or several like",
        ),
        ({"hours": {"desk": {"week": {"mon-fri": "09:00-17:00", "fri": "09:00-12:00"}}}}, "fri has its hours twice"),
        ({"hours": {"desk": {"week": {"mon": []}}}}, "these hours are never open"),
        ({"hours": {"desk": {"week": {"mon": "09:00-17:00"}, "zone": "Mars/X"}}}, "no such time zone; write it like Asia/Shanghai, not 'Mars/X'"),
        ({"hours": {"desk": {"week": {"mon": "09:00-17:00"}, "calendar": "cn"}}}, "Input should be 'none' or 'china', not 'cn'"),
        (
            {"hours": {"desk": {"week": {"mon": "09:00-17:00"}, "days_off": ["2026-05-01"], "working_days": ["2026-05-01"]}}},
            "2026-05-01 stands in days_off and in working_days",
        ),
        (
            {"hours": {"desk": {"week": {"mon": "09:00-17:00"}, "changes": [{"from": "2026-05-01", "week": {}}] * 2}}},
            "two changes begin on the same day",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(told, sentence):
    with pytest.raises(SettingsProblem) as problem:
        read(**told)
    assert sentence in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("told", "seconds"), [(45, 45), ("30 s", 30), ("3min", 180), ("1.5 h", 5400), ("24 h", 86400), ("2 d", 172800), ("30 秒", 30), ("24小时", 86400)]
)
def test_a_target_is_a_length_of_time(told, seconds):
    assert read(sla=[CHAT | {"target": told}]).sla[0].target == seconds


def test_the_packaged_promises_are_those_of_the_articles_and_leave_nothing_without_a_limit():
    told = {policy.name: policy for policy in SLA}
    assert (told["chat_first_reply"].target, told["chat_first_reply"].hours) == (30, "")
    assert (told["chat_by_a_person"].target, read().hours["service"].week) == (180, {"mon-sun": ("09:00-22:00",)})
    assert (told["after_sales_offered"].clock, told["after_sales_offered"].target) == ("offered", 86400)
    for kind in ("question", "complaint", "suggestion", "after_sales"):
        assert [policy for policy in SLA if policy.kinds == (kind,) and not policy.channels], kind
    for channel in ("chat", "phone", "social", "email", "form"):
        assert [policy for policy in SLA if channel in policy.channels], channel


def test_a_solution_s_clock_stands_still_while_the_customer_is_waited_for():
    policies = {clock: Policy(name="a", clock=clock, target=60) for clock in CLOCKS}
    assert [clock for clock, policy in policies.items() if policy.pauses == ("waiting_customer",)] == ["offered", "solved", "total_solved"]
    assert Policy(name="a", clock="solved", target=60, pause_on=()).pauses == ()


def test_a_shop_with_hours_of_its_own_keeps_those_of_the_package():
    assert list(read(hours={"desk": {"week": {"mon-fri": "09:00-17:00"}}}).hours) == ["service", "desk"]


def test_forecasts_do_not_follow_promises(tmp_path):
    (tmp_path / "05_service_nps.yaml").write_text("level: 0.9\nsla: []\n", encoding="utf-8")
    settings = notebook_settings(ServiceSettings, tmp_path)
    kept = settings.model_dump_json(include=set(LifetimeSettings.model_fields))
    assert kept == LifetimeSettings(level=0.9).model_dump_json()


def test_check_tells_each_promise_in_one_sentence(retention, tmp_path):
    (tmp_path / "shop.yaml").write_text("name: Desk\n", encoding="utf-8")
    (tmp_path / "05_service_nps.yaml").write_text(
        """
hours:
  desk:
    week: {mon-fri: [09:00-12:00, 13:00-18:00]}
    calendar: china
    days_off: [2027-01-01]
    changes: [{from: 2026-06-01, week: {mon: 10:00-11:00}}]
sla:
  - {name: chat, channels: [chat], clock: first_reply, target: 30 s}
  - {name: complaints, kinds: [complaint], groups: [VIP], clock: solved, target: 2 d, share: 0.9, hours: desk, from: 2026-01-01}
""",
        encoding="utf-8",
    )
    told = retention("check", "--params", str(tmp_path))
    assert (told.code, told.err) == (0, "")
    for line in (
        "    chat: chat: in 95 of 100 a first reply (a robot's counts) within 30 s, around the clock\n",
        "    complaints: complaint · VIP from 2026-01-01: in 90 of 100 a solution within 2 d of the hours 'desk'; stands still in waiting_customer\n",
        "    desk: mon-fri 09:00-12:00 and 13:00-18:00; closed on China's public holidays, open on weekends worked for them; closed on 2027-01-01; ",
        "from 2026-06-01 on mon 10:00-11:00 (the shop’s zone)\n",
    ):
        assert line in told.out, line
