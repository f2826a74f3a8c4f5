"""The steps of every return that names its order: settled ones between their two known moments, requests without money as they came.

A handful of the settled ones are told as they cannot have been (`CANNOT_BE`), for pages to find. Money
given back that names no order was given outside of any return and has no steps.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, season, told
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.service import after_sales as a
from retention.samples.service.parcels import moving_seconds, on_the_calendar
from retention.samples.shop import Shop

# What is planted, and what is told instead of a return's steps (requested, agreed, sent back, received, refunded); '' is left out.
CANNOT_BE = {
    "requested > received": (a.REQUESTED, "", "", a.RECEIVED, a.REFUNDED),
    "refused > refunded": (a.REQUESTED, a.REFUSED, "", "", a.REFUNDED),
    "cancelled > refunded": (a.REQUESTED, a.AGREED, a.CANCELLED, "", a.REFUNDED),
}
# When the shop agreed, the parcel left and came: earliest and latest part of the time between the request and its end.
PARTS_OF_THE_WAY = ((0.02, 0.12), (0.18, 0.40), (0.55, 0.85))


def states(seed: int, made: Shop, asked: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """One row per step in time order within a return: `number`, `at`, `word`; and the numbers of those told as they cannot have been."""
    settled, planted = _settled(stream(seed, "return_states"), made)
    parts = [settled]
    for k in range(a.STEPS):
        some = asked[asked[f"step_{k}"] != ""]
        step = {"number": some["number"], "at": some[f"at_{k}"], "word": some[f"step_{k}"]}
        parts.append(pd.DataFrame({"row": len(made.returns) + some.index, "nth": k, **step}))
    table = pd.concat(parts, ignore_index=True).sort_values(["row", "nth"], kind="stable", ignore_index=True)
    return table[table["at"] < season.END].drop(columns=["row", "nth"]).reset_index(drop=True), planted


def _settled(rng: np.random.Generator, made: Shop) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The steps of refunds and exchanges. Goods of one order go back together, so the moments are drawn per order."""
    back = made.returns
    order = back["order"].to_numpy()
    first, last = (back[c].to_numpy().astype("datetime64[s]") for c in ("requested_at", "refunded_at"))
    drawn = [rng.uniform(low, high, len(made.orders))[order] for low, high in PARTS_OF_THE_WAY]
    sent = ((back["stage"] == "发货后") & (back["kind"] != a.REFUND_ONLY)).to_numpy()
    words = np.full((len(back), 5), "", dtype=object)
    # Before dispatch the platform gives the money back at once, so that nobody has to agree.
    words[:, 0], words[:, 4] = a.REQUESTED, np.where(back["kind"] == a.EXCHANGE, a.EXCHANGED, a.REFUNDED)
    words[(back["stage"] == "发货后").to_numpy(), 1] = a.AGREED
    words[sent, 2], words[sent, 3] = a.SENT_BACK, a.RECEIVED
    planted = _plant(rng, words, np.flatnonzero(sent & (back["kind"] == a.RETURN).to_numpy()), back["number"].to_numpy())
    # On a clock that stops over Spring Festival, as parcels and people do.
    begins, ends = moving_seconds(first), moving_seconds(last)
    between = [on_the_calendar(begins + np.round((ends - begins) * part).astype(np.int64)) for part in drawn]
    times = np.column_stack([first, *between, last])
    place, nth = np.nonzero(words != "")
    number = exports.guarded(back["number"].to_numpy())
    return pd.DataFrame({"row": place, "nth": nth, "number": number[place], "at": times[place, nth], "word": words[place, nth]}), planted


def _plant(rng: np.random.Generator, words: np.ndarray, rows: np.ndarray, numbers: np.ndarray) -> dict[str, list[str]]:
    """Change the steps of a few returns of goods into what cannot be; which, by what was planted."""
    chosen = np.array_split(rng.permutation(rows)[: f.STATES_THAT_CANNOT_BE * len(CANNOT_BE)], len(CANNOT_BE))
    for (_, steps), some in zip(CANNOT_BE.items(), chosen, strict=True):
        words[some] = steps
    return {name: sorted(numbers[some]) for name, some in zip(CANNOT_BE, chosen, strict=True)}


def file(table: pd.DataFrame, period: exports.Period) -> pd.DataFrame:
    """Steps of a period, each with the last day on which the next one is in time."""
    some = table[period.holds(table["at"].to_numpy().astype("datetime64[s]"))]
    at = some["at"].to_numpy().astype("datetime64[s]")
    days = some["word"].map({word: f.RETURN_DUE_DAYS[step] for word, step in a.DUE.items()})
    due = np.where(days.isna(), np.datetime64("NaT", "D"), at.astype("datetime64[D]") + days.fillna(0).to_numpy(dtype=np.int64))
    return pd.DataFrame(
        {
            "退货编号": some["number"].to_numpy(),
            "时间": exports.stamps(at, period.slashes),
            "状态": some["word"].to_numpy(),
            "最晚处理日": told.days(due.astype("datetime64[s]")),
        }
    )


def expected(table: pd.DataFrame, planted: dict[str, list[str]]) -> dict[str, object]:
    """Steps in all, by word, and how many were planted that cannot be."""
    return {
        "states": len(table),
        "by_word": table["word"].value_counts().sort_index().to_dict(),
        "cannot_be": {name: len(numbers) for name, numbers in planted.items()},
    }
