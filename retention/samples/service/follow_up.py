"""Follow-up by owners (导购): messages, calls and notes to premium customers, what came of them, and the next date.

One adviser has left. Her customers have had nobody since; a note says that the hand-over is pending.
"""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import names, season
from retention.samples.chance import draw, stream
from retention.samples.service.campaigns import DELIVERED, FAILED, MESSAGE, NOTE
from retention.samples.service.consents import MARKETING, NEVER

CALL, CALL_CHANNEL, WECOM = "电话", "电话", "企业微信"
ANSWERED = ("喜欢新款，再看看", "已下单", "暂不需要", "想等活动", "要搭配建议", "约好换季再联系")
ANSWERED_SHARES = (26, 14, 24, 16, 12, 8)  # %, assumption
NOTED, NOT_REACHED, PENDING = ("偏好已更新", "尺码已更新", "送礼需求，节前提醒"), "未接通", "待交接"


def follow_ups(seed: int, people: pd.DataFrame, agreed: pd.DataFrame, first_at: np.ndarray) -> pd.DataFrame:
    """One row per touch: `person`, `at`, `kind`, `channel`, `status`, `owner`, `outcome`, `next_on` (NaT: none)."""
    rng = stream(seed, "follow_ups")
    adviser = people["专属导购"].to_numpy(dtype=str)
    advised = np.flatnonzero(adviser != "")
    person, day, coming = _dates(rng, advised, first_at)
    owner = adviser[person]
    gone = names.ADVISERS[f.ADVISER_LEFT]
    stays = (owner != gone) | (day <= np.datetime64(f.LEFT_ON))
    person, day, coming, owner = person[stays], day[stays], coming[stays], owner[stays]
    at = day.astype("datetime64[s]") + rng.integers(10 * 3600, 20 * 3600, len(person)).astype("timedelta64[s]")
    kind, channel = _ways(rng, person, at, agreed, len(people))
    missed = ((kind == CALL) & (rng.random(len(person)) < 0.35)) | ((kind == MESSAGE) & (rng.random(len(person)) < 0.03))
    said = np.asarray(ANSWERED, dtype=object)[draw(rng, ANSWERED_SHARES, len(person))]
    noted = np.asarray(NOTED, dtype=object)[rng.integers(0, len(NOTED), len(person))]
    # A message need not be answered.
    silent = (kind == MESSAGE) & (rng.random(len(person)) < 0.45)
    outcome = np.select([kind == NOTE, missed & (kind == CALL), silent | missed], [noted, NOT_REACHED, ""], default=said)
    table = pd.DataFrame({"person": person, "at": at, "kind": kind, "channel": channel, "owner": owner, "outcome": outcome})
    table = table.assign(next_on=coming, status=np.select([kind == NOTE, missed], ["", FAILED], default=DELIVERED))
    return pd.concat([table, _pending(advised[adviser[advised] == gone], first_at)], ignore_index=True)


def _dates(rng: np.random.Generator, advised: np.ndarray, first_at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(person, day, day planned next) of follow-ups; most are kept within some days of the plan, one in six is left to lie."""
    low, high = f.FOLLOW_UP_DAYS
    most = 1 + (season.END - season.START).astype("timedelta64[D]").astype(int) // low
    planned = rng.integers(low, high + 1, (len(advised), most))
    delay = np.where(rng.random((len(advised), most)) < 1 / 6, rng.integers(10, 45, (len(advised), most)), rng.integers(0, 4, (len(advised), most)))
    first = first_at[advised].astype("datetime64[D]") + rng.integers(5, 30, len(advised))
    day = first[:, None] + np.cumsum(np.column_stack([np.zeros(len(advised), dtype=int), (planned + delay)[:, :-1]]), axis=1)
    coming = day + planned
    inside = day < season.END.astype("datetime64[D]")
    rows = np.nonzero(inside)
    return advised[rows[0]], day[inside], coming[inside].astype("datetime64[s]")


def _ways(rng: np.random.Generator, person: np.ndarray, at: np.ndarray, agreed: pd.DataFrame, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Kind and channel: WeCom and calls only where the consent stands at that moment; else a note."""
    wish = draw(rng, (55, 30, 15), len(person))
    wecom, phone = (_stands(person, at, agreed, channel, size) for channel in (WECOM, CALL_CHANNEL))
    message = wecom & ((wish == 0) | ((wish == 1) & ~phone))
    call = phone & ~message & (wish < 2)
    return np.select([message, call], [MESSAGE, CALL], default=NOTE), np.select([message, call], [WECOM, CALL_CHANNEL], default="")


def _stands(person: np.ndarray, at: np.ndarray, agreed: pd.DataFrame, channel: str, size: int) -> np.ndarray:
    some = agreed[(agreed["channel"] == channel) & (agreed["purpose"] == MARKETING)]
    given, until = np.full(size, NEVER), np.full(size, NEVER)
    given[some["person"]] = some["given_at"].to_numpy().astype("datetime64[s]")
    until[some["person"]] = some["until"].to_numpy().astype("datetime64[s]")
    return (given[person] <= at) & ~(until[person] <= at)


def _pending(person: np.ndarray, first_at: np.ndarray) -> pd.DataFrame:
    """A note for each customer whom the adviser who left had followed up."""
    left = np.datetime64(f.LEFT_ON, "s")
    person = person[first_at[person] < left]
    table = pd.DataFrame(
        {"person": person, "at": left + np.timedelta64(5 * 24 + 9, "h"), "kind": NOTE, "channel": "", "owner": "", "outcome": PENDING}
    )
    return table.assign(next_on=NEVER, status="")


def truth(table: pd.DataFrame, people: pd.DataFrame) -> dict[str, object]:
    """Touches by owner, who left, and the customers who wait."""
    last = table[table["owner"] != ""].groupby("owner")["at"].max()
    return {
        "touches": len(table),
        "by_owner": table[table["owner"] != ""].groupby("owner").size().to_dict(),
        "last_touch_by_owner": {owner: str(at)[:10] for owner, at in last.items()},
        "left": {"owner": names.ADVISERS[f.ADVISER_LEFT], "on": str(f.LEFT_ON)},
        "waiting_for_hand_over": int((people["专属导购"] == names.ADVISERS[f.ADVISER_LEFT]).sum()),
        "noted_as_pending": int((table["outcome"] == PENDING).sum()),
    }
