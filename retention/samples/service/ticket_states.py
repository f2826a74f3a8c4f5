"""The states of tickets, as their own times and messages have them: new, open, waiting for somebody, solved, closed, opened again.

Nothing here moves a ticket's opening or end: it is solved when its file says that it was completed, and the help
desk closes it by itself some days later, unless it is opened again. Who waits follows from who wrote last. A few
are told as they cannot have been (`CANNOT_BE`), for pages to find.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.returning import NEVER
from retention.samples.service.messages import AGENT, CUSTOMER
from retention.samples.service.tickets import AFTER_SALES, COMPLAINT, QUESTION, SUGGESTION, at_work

NEW, OPEN, WAITING, ELSEWHERE, SOLVED, CLOSED, REOPENED = "新建", "处理中", "等待客户", "等待第三方", "已解决", "已关闭", "重新打开"
QUEUES = {QUESTION: "售前组", AFTER_SALES: "售后组", COMPLAINT: "投诉组", SUGGESTION: "体验组"}
# What is planted after the end of a few tickets, with nobody having opened them again.
CANNOT_BE = {"closed > waiting_customer": WAITING, "closed > open": OPEN}


def states(seed: int, asked: pd.DataFrame, said: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """One row per change in time order within a ticket: `ticket` (row), `at`, `word`; and the numbers of those told as they cannot have been."""
    rng = stream(seed, "ticket_states")
    at, human, resolved = (asked[c].to_numpy().astype("datetime64[s]") for c in ("at", "human_at", "resolved_at"))
    again, answered = _again(rng, asked, said)
    solved = np.where(np.isnat(answered), at_work(again + _seconds(rng.gamma(1.2, 0.1, len(asked)) + 0.01), rng), answered)
    term = np.timedelta64(f.CLOSES_AFTER_DAYS, "D")
    closed = np.where(again < resolved + term, NEVER, resolved + term)
    moments = {(1, OPEN): human, (4, SOLVED): resolved, (5, CLOSED): closed, (6, REOPENED): again, (7, SOLVED): solved, (8, CLOSED): solved + term}
    parts = [_changes(np.arange(len(asked)), 0, at, NEW), _waiting(rng, asked, said)]
    parts += [_changes(np.arange(len(asked)), place, times, word) for (place, word), times in moments.items()]
    more, planted = _planted(rng, asked, closed, again)
    table = pd.concat([*parts, more], ignore_index=True)
    table = table[table["at"] < season.END].sort_values(["ticket", "at", "place"], kind="stable", ignore_index=True)
    return table.drop(columns="place"), planted


def _changes(ticket: np.ndarray, place: int, at: np.ndarray, word: str) -> pd.DataFrame:
    """Changes to one state; `place` is their order among changes of one second."""
    return pd.DataFrame({"ticket": ticket, "place": place, "at": at.astype("datetime64[s]"), "word": word})


def _seconds(days: np.ndarray) -> np.ndarray:
    return np.round(days * season.DAY).astype("timedelta64[s]")


def _waiting(rng: np.random.Generator, asked: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Where a person wrote last and nothing came for minutes or days, some tickets were set to waiting: for the customer's answer, and open with it.

    After a solution was offered the shop has to carry it out, so that nobody waits for the customer; a complaint may wait for the carrier.
    """
    offered, resolved = (asked[c].to_numpy().astype("datetime64[s]") for c in ("offered_at", "resolved_at"))
    ticket, at, sender = said["ticket"].to_numpy(), said["at"].to_numpy().astype("datetime64[s]"), said["sender"].to_numpy()
    answer = np.append((ticket[1:] == ticket[:-1]) & (sender[:-1] == AGENT) & (sender[1:] == CUSTOMER), False)
    until = np.append(at[1:], NEVER)
    long = (until - at >= np.timedelta64(f.WAITS_MINUTES, "m")) & (until < offered[ticket])
    back = np.flatnonzero(answer & long & (rng.random(len(said)) < f.SET_TO_WAITING))
    parts = [_changes(ticket[back], 2, at[back], WAITING), _changes(ticket[back], 2, until[back], OPEN)]
    elsewhere = np.flatnonzero((asked["kind"] == COMPLAINT).to_numpy() & (rng.random(len(asked)) < f.SET_TO_WAITING) & (resolved > offered))
    return pd.concat([*parts, _changes(elsewhere, 3, offered[elsewhere], ELSEWHERE)], ignore_index=True)


def _again(rng: np.random.Generator, asked: pd.DataFrame, said: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """When each ticket was opened again (NaT: it was not), by the customer's first message after its end or by telephone; and the written answer."""
    resolved = asked["resolved_at"].to_numpy().astype("datetime64[s]")
    again = _first_after(resolved, said, CUSTOMER)
    answered = _first_after(again, said, AGENT)
    called = np.isnat(again) & (rng.random(len(asked)) < f.REOPENED)
    return np.where(called, at_work(resolved + _seconds(rng.uniform(0.1, 4, len(asked))), rng), again).astype("datetime64[s]"), answered


def _first_after(times: np.ndarray, said: pd.DataFrame, sender: str) -> np.ndarray:
    """The first message of a sender in each ticket after a time of it; NaT where there is none."""
    late = said[(said["sender"] == sender).to_numpy() & (said["at"].to_numpy() > times[said["ticket"].to_numpy()])]
    return late.groupby("ticket")["at"].min().reindex(range(len(times))).to_numpy().astype("datetime64[s]")


def _planted(rng: np.random.Generator, asked: pd.DataFrame, closed: np.ndarray, again: np.ndarray) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """States a day after a few tickets were closed that were not opened again, and their second end; the tickets' numbers by what was planted."""
    ended = np.flatnonzero((closed < season.END - np.timedelta64(7, "D")) & np.isnat(again))
    chosen = np.array_split(rng.permutation(ended)[: f.STATES_THAT_CANNOT_BE * len(CANNOT_BE)], len(CANNOT_BE))
    day = np.timedelta64(1, "D")
    parts = [
        _changes(some, 6, closed[some] + later * day, state)
        for word, some in zip(CANNOT_BE.values(), chosen, strict=True)
        for later, state in ((1, word), (2, SOLVED), (2 + f.CLOSES_AFTER_DAYS, CLOSED))
    ]
    numbers = asked["number"].to_numpy()
    return pd.concat(parts, ignore_index=True), {name: sorted(numbers[some]) for name, some in zip(CANNOT_BE, chosen, strict=True)}


def file(table: pd.DataFrame, asked: pd.DataFrame, period: exports.Period) -> pd.DataFrame:
    """Changes of a period, with who had the ticket from then on."""
    some = table[period.holds(table["at"].to_numpy().astype("datetime64[s]"))]
    ticket = some["ticket"].to_numpy()
    agent = np.asarray(f.AGENTS, dtype=object)[asked["agent"].to_numpy()[ticket]]
    return pd.DataFrame(
        {
            "工单编号": asked["number"].to_numpy()[ticket],
            "时间": exports.stamps(some["at"].to_numpy().astype("datetime64[s]"), period.slashes),
            "状态": some["word"].to_numpy(),
            "处理人": np.where(some["word"] == NEW, "", agent),
            "队列": asked["kind"].map(QUEUES).to_numpy()[ticket],
        }
    )


def expected(table: pd.DataFrame, planted: dict[str, list[str]]) -> dict[str, object]:
    """Changes in all and by word, tickets that were opened again, and how many changes were planted that cannot be."""
    return {
        "states": len(table),
        "by_word": table["word"].value_counts().sort_index().to_dict(),
        "reopened": int(table.loc[table["word"] == REOPENED, "ticket"].nunique()),
        "cannot_be": {name: len(numbers) for name, numbers in planted.items()},
    }
