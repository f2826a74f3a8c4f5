"""Tickets: what customers asked and complained about, and their course: first reply, solution, end.

Times follow the agents' hours: what comes at night is answered by the robot at once and by a person
in the morning. `turns` are the messages between the first and the last word of the agent.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, season, told
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw, stream
from retention.samples.shop import Shop

NEVER = np.datetime64("NaT", "s")
QUESTION, COMPLAINT, SUGGESTION, AFTER_SALES = "咨询", "投诉", "建议", "售后"
CHANNELS = tuple(f.TICKET_CHANNELS)
WRITTEN = (CHANNELS.index("邮件"), CHANNELS.index("表单"))
TOPICS = {
    "size": "尺码",
    "looks_different": "色差",
    "description": "色差",
    "fabric": "面料",
    "quality": "质量",
    "late": "物流",
    "wrong_item": "发错货",
    "threshold": "退换",
}
BEFORE = ("尺码", "面料", "价格", "发货时间", "活动")
IDEAS = ("尺码", "面料", "价格", "包装", "活动")


def tickets(seed: int, made: Shop, parcels: pd.DataFrame) -> pd.DataFrame:
    """One row per ticket in time order: `person`, `order` (−1: none), `at`, `kind`, `topic`, and its course (see `_course`)."""
    rng = stream(seed, "tickets")
    parts = [_after_sales(rng, made), *_questions(rng, made), *_complaints(rng, made, parcels), _suggestions(rng, made)]
    table = pd.concat(parts, ignore_index=True)
    table = table[(table["at"] >= season.START) & (table["at"] < season.END)]
    table = table.sort_values(["at", "person"], kind="stable", ignore_index=True)
    return _course(rng, table)


def _rows(made: Shop, order: np.ndarray, at: np.ndarray, kind: str, topic: object, named: bool = True) -> pd.DataFrame:
    """Tickets about these orders; `named` says whether the ticket names the order."""
    person = made.orders["person"].to_numpy()[order]
    about = order if named else np.full(len(order), -1)
    return pd.DataFrame({"person": person, "order": about, "at": at.astype("datetime64[s]"), "kind": kind, "topic": topic})


def _some(rng: np.random.Generator, rows: np.ndarray, share: float) -> np.ndarray:
    return rows[rng.random(len(rows)) < share]


def _later(rng: np.random.Generator, times: np.ndarray, low: float, high: float) -> np.ndarray:
    """Times so many hours later, between `low` and `high`; of the nights most put it off to the day where there is room for it."""
    after = times.astype("datetime64[s]") + np.round(rng.uniform(low, high, len(times)) * 3600).astype("timedelta64[s]")
    hour = (after - after.astype("datetime64[D]")) // np.timedelta64(1, "h")
    sleeps = (hour < 8) & (rng.random(len(times)) < 0.85) & (high - low > 6)
    return np.where(sleeps, after + np.timedelta64(10, "h"), after).astype("datetime64[s]")


def _after_sales(rng: np.random.Generator, made: Shop) -> pd.DataFrame:
    """A few hours around the request for a refund or an exchange."""
    asked = made.returns[made.returns["stage"] == "发货后"].drop_duplicates("order")
    asked = asked[rng.random(len(asked)) < f.TICKETS["after_sales"]]
    topic = np.where(asked["kind"] == "换货", "换货", asked["true_reason"].map(TOPICS))
    return _rows(made, asked["order"].to_numpy(), _later(rng, asked["requested_at"].to_numpy(), -6, 12), AFTER_SALES, topic)


def _questions(rng: np.random.Generator, made: Shop) -> list[pd.DataFrame]:
    """Before an order, without one, and where it is."""
    orders = made.orders
    own = np.flatnonzero((orders["paid_at"].notna() & orders["made_by"].isin(["shop", "rule"])).to_numpy())
    before, browsing, where = (_some(rng, own, f.TICKETS[k]) for k in ("before", "browsing", "where"))
    at = orders["at"].to_numpy().astype("datetime64[s]")
    words = np.asarray(BEFORE, dtype=object)
    return [
        _rows(made, before, _later(rng, at[before], -3, -0.03), QUESTION, words[rng.integers(0, len(words), len(before))], named=False),
        _rows(made, browsing, _later(rng, at[browsing], 120, 1400), QUESTION, words[rng.integers(0, len(words), len(browsing))], named=False),
        _rows(made, where, _later(rng, at[where], 4, 60), QUESTION, "发货时间"),
    ]


def _complaints(rng: np.random.Generator, made: Shop, parcels: pd.DataFrame) -> list[pd.DataFrame]:
    """Late and lost parcels, wrong and faulty goods."""
    late = parcels[parcels["late"] & (rng.random(len(parcels)) < f.TICKETS["late"])]
    lost = parcels[parcels["lost"] & (rng.random(len(parcels)) < f.TICKETS["lost"])]
    fault = made.returns[made.returns["true_reason"].isin(["quality", "wrong_item"])].drop_duplicates("order")
    fault = fault[rng.random(len(fault)) < f.TICKETS["fault"]]
    return [
        _rows(made, late["order"].to_numpy(), _later(rng, late["promised_on"].to_numpy(), 25, 60), COMPLAINT, "物流"),
        _rows(made, lost["order"].to_numpy(), _later(rng, lost["promised_on"].to_numpy(), 40, 120), COMPLAINT, "物流"),
        _rows(made, fault["order"].to_numpy(), _later(rng, fault["requested_at"].to_numpy(), -2, 4), COMPLAINT, fault["true_reason"].map(TOPICS)),
    ]


def _suggestions(rng: np.random.Generator, made: Shop) -> pd.DataFrame:
    completed = made.orders["completed_at"]
    some = _some(rng, np.flatnonzero((completed < season.END).to_numpy()), f.TICKETS["suggestion"])
    words = np.asarray(IDEAS, dtype=object)[rng.integers(0, len(IDEAS), len(some))]
    return _rows(made, some, _later(rng, completed.to_numpy()[some], 2, 200), SUGGESTION, words)


def _course(rng: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Add `channel`, `robot`, `turns`, `agent` and the times `human_at`, `offered_at`, `resolved_at` (NaT: never), `number`."""
    size, at = len(table), table["at"].to_numpy().astype("datetime64[s]")
    complaint, question = (table["kind"] == COMPLAINT).to_numpy(), (table["kind"] == QUESTION).to_numpy()
    channel = draw(rng, list(f.TICKET_CHANNELS.values()), size)
    # Who complains reaches for the telephone more often.
    channel = np.where(complaint & (rng.random(size) < 0.2), CHANNELS.index("电话"), channel)
    robot = np.isin(channel, (0, 2)) & (rng.random(size) < f.ROBOT)
    busy = np.isin(season.day_of(at), season.campaign_days())
    wait = np.asarray(f.FIRST_REPLY)[channel] * np.exp(0.9 * rng.standard_normal(size)) * np.where(busy, 3.0, 1.0)
    # By telephone there is nobody to talk to at night: such calls come when the lines are open.
    at = np.where(channel == CHANNELS.index("电话"), at_work(at, rng), at).astype("datetime64[s]")
    human = at_work(_plus(at, wait), rng)
    turns = rng.poisson(np.where(question, 0.8, 1.6))
    think = rng.gamma(1.2, np.select([question, complaint], [0.15, 7.0], default=3.5), size) * 3600
    offered = np.where(turns > 0, at_work(_plus(human, think + 60), rng), human)
    rest = rng.gamma(1.1, np.select([question, complaint], [0.6, 30.0], default=26.0), size) * 3600
    resolved = at_work(_plus(offered, rest + 120), rng)
    forgotten = rng.random(size) < f.FORGOTTEN
    table = table.assign(at=at, channel=channel, robot=robot, turns=np.where(forgotten, 0, turns), agent=rng.integers(0, len(f.AGENTS), size))
    for name, times in (("human_at", human), ("offered_at", offered), ("resolved_at", resolved)):
        table[name] = np.where(forgotten, NEVER, times)
    table = table[table["at"] < season.END].sort_values(["at", "person"], kind="stable", ignore_index=True)
    return table.assign(number=[f"GD{n:08d}" for n in 10_000_000 + np.arange(len(table)) * 3])


def _plus(times: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    return times + np.round(seconds).astype("timedelta64[s]")


def at_work(times: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same moments where agents work; others wait for the next morning, and there for their turn (up to 40 minutes)."""
    opens, closes = (np.timedelta64(h * 3600, "s") for h in f.SERVICE_HOURS)
    day = times.astype("datetime64[D]")
    clock = times - day.astype("datetime64[s]")
    day = np.where(clock >= closes, day + 1, day)
    moved = (clock >= closes) | (clock < opens)
    for first, _ in f.SPRING_FESTIVALS:
        shut = (day >= np.datetime64(first) + 2) & (day < np.datetime64(first) + 5)
        day, moved = np.where(shut, np.datetime64(first) + 5, day), moved | shut
    morning = day.astype("datetime64[s]") + opens + rng.integers(0, 2400, len(times)).astype("timedelta64[s]")
    return np.where(moved, morning, times).astype("datetime64[s]")


def file(table: pd.DataFrame, made: Shop, numbers: np.ndarray, period: exports.Period) -> pd.DataFrame:
    """Tickets opened in a period, as far as they had come when the export was taken."""
    some = table[period.holds(table["at"].to_numpy())]
    order = some["order"].to_numpy()
    number = made.orders["number"].astype(str).to_numpy()[order]

    def shown(column: str) -> np.ndarray:
        return exports.stamps(told.known_by(some[column].to_numpy().astype("datetime64[s]"), period), period.slashes)

    answered = told.known_by(some["human_at"].to_numpy().astype("datetime64[s]"), period)
    return pd.DataFrame(
        {
            "工单编号": some["number"].to_numpy(),
            "客户编号": numbers[some["person"]],
            "订单编号": exports.guarded(np.where(order >= 0, number, "")),
            "创建时间": shown("at"),
            "渠道": np.asarray(CHANNELS)[some["channel"]],
            "类型": some["kind"].to_numpy(),
            "主题": some["topic"].to_numpy(),
            "处理人": np.where(np.isnat(answered), "", np.asarray(f.AGENTS)[some["agent"]]),
            "方案时间": shown("offered_at"),
            "完成时间": shown("resolved_at"),
        }
    )


def truth(table: pd.DataFrame, said: pd.DataFrame, orders: int) -> dict[str, object]:
    """What a right import finds, and what the clocks of service should show."""
    human = table[table["human_at"] < season.END]
    chat = human[(human["channel"] == 0)]
    by_hour = chat["at"].dt.hour.between(f.SERVICE_HOURS[0], f.SERVICE_HOURS[1] - 1)
    seconds = (chat["human_at"] - chat["at"]).dt.total_seconds()
    return {
        "tickets": len(table),
        "messages": int((said["at"] < season.END).sum()),
        "percent_of_orders": round(100 * len(table) / max(orders, 1), 2),
        "by_kind": table.groupby("kind").size().to_dict(),
        "open_at_the_end": int((~(table["resolved_at"] < season.END)).sum()),
        "never_answered": int(table["human_at"].isna().sum()),
        "chats_answered_by_a_person_in_3_minutes_percent": told.percent(seconds <= 180),
        "same_in_service_hours": told.percent(seconds[by_hour] <= 180),
        "hours": list(f.SERVICE_HOURS),
    }
