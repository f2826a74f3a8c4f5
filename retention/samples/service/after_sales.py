"""Requests that no money followed: refused, withdrawn, never sent back, found damaged, repaired, parts sent again, and those still open.

They are about goods that were delivered and of which the shop's refunds say nothing, have numbers of
their own (`SH…`) and take nothing off an order. Each goes through a course of steps; how it stands follows
from the last step, so a request that is open on the last day is one whose next step was to come.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw, stream
from retention.samples.people import at_least
from retention.samples.returning import NEVER
from retention.samples.service.tickets import at_work
from retention.samples.shop import Shop

REQUESTED, AGREED, REFUSED, SENT_BACK, RECEIVED, INSPECTED_BAD = "已申请", "已同意", "已拒绝", "买家已寄回", "商家已收货", "验货不通过"
REFUNDED, EXCHANGED, SENT_AGAIN, REPAIRED = "已退款", "已换货", "已补寄", "维修后寄回"
CANCELLED, TIMED_OUT, PLATFORM = "买家已撤销", "超时未寄回", "平台介入"
RETURN, EXCHANGE, REFUND_ONLY, REPAIR, PARTS = "退货退款", "换货", "仅退款", "维修", "补寄"
WITH_PARCEL = (REQUESTED, AGREED, SENT_BACK, RECEIVED)
APPEAL = (REQUESTED, REFUSED, PLATFORM)
# Outcome: (weight, kind, steps). What ends a request that is open comes after the last day.
COURSES: dict[str, tuple[tuple[float, str, tuple[str, ...]], ...]] = {
    "refused": (
        (50, RETURN, (REQUESTED, REFUSED)),
        (28, REFUND_ONLY, (REQUESTED, REFUSED)),
        (10, EXCHANGE, (REQUESTED, REFUSED)),
        (4, REPAIR, (REQUESTED, REFUSED)),
        (8, REFUND_ONLY, (*APPEAL, REFUSED)),
    ),
    "cancelled": (
        (45, RETURN, (REQUESTED, CANCELLED)),
        (30, RETURN, (REQUESTED, AGREED, CANCELLED)),
        (13, REFUND_ONLY, (REQUESTED, CANCELLED)),
        (12, EXCHANGE, (REQUESTED, AGREED, CANCELLED)),
    ),
    "timed_out": tuple((weight, kind, (REQUESTED, AGREED, TIMED_OUT)) for weight, kind in ((84, RETURN), (12, EXCHANGE), (4, REPAIR))),
    "inspected_bad": ((85, RETURN, (*WITH_PARCEL, INSPECTED_BAD)), (15, EXCHANGE, (*WITH_PARCEL, INSPECTED_BAD))),
    "repaired": ((1, REPAIR, (*WITH_PARCEL, REPAIRED)),),
    "sent_again": ((1, PARTS, (REQUESTED, AGREED, SENT_AGAIN)),),
    "open": (
        (68, RETURN, (*WITH_PARCEL, REFUNDED)),
        (13, EXCHANGE, (*WITH_PARCEL, EXCHANGED)),
        (5, REFUND_ONLY, (REQUESTED, REFUNDED)),
        (5, REFUND_ONLY, (*APPEAL, REFUNDED)),
        (5, REPAIR, (*WITH_PARCEL, REPAIRED)),
        (4, PARTS, (REQUESTED, AGREED, SENT_AGAIN)),
    ),
}
DAYS = {AGREED: "agreed", REFUSED: "refused", SENT_BACK: "sent_back", RECEIVED: "received", INSPECTED_BAD: "inspected_bad", CANCELLED: "cancelled"}
DAYS |= {PLATFORM: "platform", REFUNDED: "settled", EXCHANGED: "settled", SENT_AGAIN: "settled", REPAIRED: "repaired", TIMED_OUT: "settled"}
# Days within which the next step is due; what ended has none.
DUE = {REQUESTED: "requested", AGREED: "agreed", SENT_BACK: "sent_back", RECEIVED: "received", PLATFORM: "platform"}
# People of the shop do these, while they work; the rest is the customer's, the carrier's or the platform's.
AT_WORK = (REFUSED, RECEIVED, INSPECTED_BAD, SENT_AGAIN, REPAIRED)
ON_THE_WAY = (SENT_BACK, RECEIVED)
# How a request stands by its last step, in the platform's words; what is not named ended with that step's word.
STANDS = {REQUESTED: "待商家审核", AGREED: "待买家寄回", SENT_BACK: "待商家收货", RECEIVED: "待商家处理", PLATFORM: "平台介入中"}
STANDS |= {REFUSED: "商家已拒绝", SENT_AGAIN: "已完成", REPAIRED: "已完成"}
STEPS = max(len(steps) for courses in COURSES.values() for _, _, steps in courses)


def requests(seed: int, made: Shop, parcels: pd.DataFrame) -> pd.DataFrame:
    """One row per request in time order: `line`, `order`, `kind`, `outcome`, `asked` (cents), `reason`, `number`, and its course.

    `step_0`, `step_1`, … are its steps and `at_0`, … their times, '' and NaT where it has no more.
    """
    rng = stream(seed, "after_sales")
    table = _drawn(rng, made, _delivered(made, parcels))
    table = table.join(_course(rng, table))
    table = table[table["at_0"] < season.END].sort_values(["at_0", "line"], kind="stable", ignore_index=True)
    second = table["at_0"].to_numpy().astype("datetime64[s]").astype(np.int64)
    return table.assign(number=[f"SH{s}{n:06d}" for n, s in enumerate(second.tolist())])


def _delivered(made: Shop, parcels: pd.DataFrame) -> pd.DataFrame:
    """Lines of goods that were paid for and arrived, and that no refund or exchange tells of, by the moment they were signed for."""
    lines, orders = made.lines, made.orders
    arrived = np.zeros(len(orders), dtype=bool)
    arrived[parcels.loc[parcels["signed_at"] < season.END, "order"]] = True
    arrived &= orders["made_by"].isin(["shop", "rule"]).to_numpy()
    free = arrived[lines["order"]] & (lines["article"] >= 0).to_numpy() & (lines["paid"] > 0).to_numpy()
    free[made.returns["line"]] = False
    some = lines[free]
    signed = orders["signed_at"].to_numpy().astype("datetime64[s]")[some["order"]]
    found = pd.DataFrame({"line": some.index, "order": some["order"].to_numpy(), "paid": some["paid"].to_numpy(), "signed_at": signed})
    return found.sort_values(["signed_at", "line"], kind="stable", ignore_index=True)


def _drawn(rng: np.random.Generator, made: Shop, lines: pd.DataFrame) -> pd.DataFrame:
    """Each request's line, outcome, kind (`course` is its place in COURSES), what was asked for and why. A line is asked about once."""
    wanted = {"open": at_least(6, f.OPEN_RETURNS * len(made.people))}
    all_returns = (len(made.returns) + wanted["open"]) / (1 - sum(f.NO_MONEY_BACK.values()))
    wanted |= {outcome: at_least(3, share * all_returns) for outcome, share in f.NO_MONEY_BACK.items()}
    late = np.flatnonzero((lines["signed_at"] >= season.END - np.timedelta64(f.OPEN_SIGNED_DAYS, "D")).to_numpy())
    recent = rng.permutation(late)[: wanted["open"]]
    others = rng.permutation(np.setdiff1d(np.arange(len(lines)), late))
    outcome = np.repeat(list(wanted)[1:], list(wanted.values())[1:])[: len(others)]
    rows = lines.iloc[np.concatenate([recent, others[: len(outcome)]])].reset_index(drop=True)
    rows["outcome"] = np.concatenate([np.repeat("open", len(recent)), outcome])
    rows["course"] = 0
    for one, courses in COURSES.items():
        here = np.flatnonzero(rows["outcome"] == one)
        rows.loc[here, "course"] = draw(rng, [weight for weight, _, _ in courses], len(here))
    rows["kind"] = [COURSES[o][c][1] for o, c in zip(rows["outcome"], rows["course"], strict=True)]
    part = np.where((rows["kind"] == REFUND_ONLY) & (rng.random(len(rows)) < 0.7), rng.uniform(0.1, 0.5, len(rows)), 1.0)
    money = rows["kind"].isin([RETURN, REFUND_ONLY]).to_numpy()
    rows["asked"] = np.where(money, np.ceil(rows["paid"].to_numpy() * part).astype(np.int64), 0)
    words = np.asarray(list(f.REASON_WORDS.values()), dtype=object)[rng.integers(0, len(f.REASON_WORDS), len(rows))]
    plain = (rows["kind"] == RETURN).to_numpy() & (rng.random(len(rows)) < f.NO_REASON)
    rows["reason"] = np.where(plain, f.NO_REASON_WORD, words)
    return rows


def _course(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """The steps of each request and their times, each after the one before and the first after the goods were signed for."""
    size = len(rows)
    steps = np.full((size, STEPS), "", dtype=object)
    for i, (outcome, course) in enumerate(zip(rows["outcome"], rows["course"], strict=True)):
        words = COURSES[outcome][course][2]
        steps[i, : len(words)] = words
    days = np.vectorize(lambda word: f.RETURN_STEP_DAYS.get(DAYS.get(word, ""), 0.0), otypes=[float])(steps)
    # Who decides after the platform stepped in is the platform.
    days[:, 1:] = np.where(steps[:, :-1] == PLATFORM, f.RETURN_STEP_DAYS["decided"], days[:, 1:])
    gaps = days * rng.gamma(2.5, 1 / 2.5, days.shape)
    signed = rows["signed_at"].to_numpy().astype("datetime64[s]")
    waits = np.where(rows["kind"] == REPAIR, f.REPAIR_DAYS, f.REQUEST_DAYS) * rng.gamma(2.5, 1 / 2.5, size)
    waits, gaps = _open_on_the_last_day(rng, rows, steps, waits, gaps)
    at = np.full((size, STEPS), NEVER)
    at[:, 0] = signed + _seconds(waits + 1 / 24)
    for k in range(1, STEPS):
        at[:, k] = np.where(steps[:, k] == "", NEVER, _next(rng, steps[:, k], at[:, k - 1], _seconds(gaps[:, k])))
    return pd.DataFrame({f"step_{k}": steps[:, k] for k in range(STEPS)} | {f"at_{k}": at[:, k] for k in range(STEPS)}, index=rows.index)


def _open_on_the_last_day(
    rng: np.random.Generator, rows: pd.DataFrame, steps: np.ndarray, waits: np.ndarray, gaps: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Waits (from signing to the request) and gaps in days, those of open requests such that the last day falls between two of their steps."""
    open_ = (rows["outcome"] == "open").to_numpy()
    left = (season.END - rows["signed_at"].to_numpy().astype("datetime64[s]")).astype(np.int64) / season.DAY
    last = np.floor(rng.random(len(rows)) * ((steps != "").sum(axis=1) - 1)).astype(np.int64)
    behind = np.arange(STEPS) <= last[:, None]
    done = np.where(behind, gaps, 0.0).sum(axis=1)
    # It has stood where it stands for a part of its next gap, for some longer than that gap would have been.
    stood = np.take_along_axis(gaps, last[:, None] + 1, axis=1)[:, 0] * rng.uniform(0.05, 1.6, len(rows))
    squeezed = np.minimum(1.0, 0.85 * left / (done + stood))
    begins = left - (done + stood) * squeezed - 1 / 24
    moved = np.where(behind, gaps * squeezed[:, None], 1.7 * gaps + 2.0)
    return np.where(open_, np.maximum(begins, 0.0), waits), np.where(open_[:, None], moved, gaps)


def _seconds(days: np.ndarray) -> np.ndarray:
    return np.round(days * season.DAY).astype("timedelta64[s]")


def _next(rng: np.random.Generator, word: np.ndarray, before: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """When the next step comes: while people work, while parcels move, or on the minute a term ends."""
    at = before + np.maximum(gap, np.timedelta64(90, "s"))
    at = np.where(np.isin(word, AT_WORK), at_work(at, rng), at)
    at = np.where(np.isin(word, ON_THE_WAY), season.after_holiday(at), at)
    ends = (before.astype("datetime64[D]") + f.RETURN_DUE_DAYS["agreed"] + 1).astype("datetime64[s]") + np.timedelta64(60, "s")
    return np.where(word == TIMED_OUT, ends, at).astype("datetime64[s]")


def last_step(table: pd.DataFrame, until: np.datetime64) -> np.ndarray:
    """The word of each request's last step before a moment; '' where it had not begun."""
    word = np.full(len(table), "", dtype=object)
    for k in range(STEPS):
        word = np.where((table[f"at_{k}"] < until).to_numpy(), table[f"step_{k}"].to_numpy(), word)
    return word


def file(table: pd.DataFrame, made: Shop, numbers: np.ndarray, period: exports.Period) -> pd.DataFrame:
    """Requests made in a period, as far as they had come when the export was taken."""
    some = table[period.holds(table["at_0"].to_numpy().astype("datetime64[s]"))]
    order, line = some["order"].to_numpy(), some["line"].to_numpy()
    word = last_step(some, np.datetime64(period.until, "s"))
    stands = np.where((word == AGREED) & (some["kind"] == PARTS), "待商家补寄", pd.Series(word).map(STANDS).fillna(pd.Series(word)))
    return pd.DataFrame(
        {
            "退货编号": some["number"].to_numpy(),
            "订单编号": exports.guarded(made.orders["number"].astype(str).to_numpy()[order]),
            "行号": made.lines["line_no"].to_numpy()[line].astype(str),
            "商品编码": made.lines["code"].to_numpy()[line],
            "客户编号": numbers[made.orders["person"].to_numpy()[order]],
            "申请时间": exports.stamps(some["at_0"].to_numpy().astype("datetime64[s]"), period.slashes),
            "售后类型": some["kind"].to_numpy(),
            "售后状态": stands,
            "数量": made.lines["quantity"].to_numpy()[line].astype(str),
            "申请金额": exports.yuan(some["asked"]),
            "退款金额": exports.yuan(np.zeros(len(some))),
            "申请原因": some["reason"].to_numpy(),
        }
    )


def expected(table: pd.DataFrame) -> dict[str, object]:
    """What a right import finds of them at the end: in all, those open and those that ended by their last step, and money asked for."""
    word = pd.Series(last_step(table, season.END), index=table.index)
    open_ = word.isin(list(DUE))
    return {
        "requests": len(table),
        "open": int(open_.sum()),
        "open_by_step": word[open_].value_counts().sort_index().to_dict(),
        "ended_by_step": word[~open_].value_counts().sort_index().to_dict(),
        "by_kind": table["kind"].value_counts().sort_index().to_dict(),
        "asked": f"{table['asked'].sum() / 100:.2f}",
    }
