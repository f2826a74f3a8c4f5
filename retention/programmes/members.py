"""Who a programme is for: each member's expected behaviour as the models of lifetime know it, and what she has bought since joining.

Purchases enter with their day counted from the start of the programme, so all are below 0.
"""

from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from retention.tables import DataProblem

# No order can be known to come back more surely than this; above it nothing would be left to simulate.
MOST_RETURNED = 0.95
LEAST_RETURNS = 30
NEARLY_ALL = 0.995
DEFAULT_RETURN_DAYS = (7,)
# An order that is open for more than so many times the usual days to completion is not expected to be completed any more.
STILL_UNDER_WAY = 3
# Later than any day.
NO_LAST_DAY = 1 << 30


@dataclass(frozen=True)
class Members:
    """Arrays over members [n] unless said otherwise. METHODS §6: posterior of the BG/NBD and Gamma-Gamma models given their history."""

    customer_id: np.ndarray
    alive: np.ndarray  # chance of still buying
    rate_shape: np.ndarray  # orders that are not wholly returned come at a rate ~ Gamma(shape) / rate per day
    rate_rate: np.ndarray
    stop_a: np.ndarray  # chance of stopping after such an order ~ Beta(a, b)
    stop_b: np.ndarray
    spend_q: np.ndarray  # an order's price ~ Gamma(spend_p) · spend_v / Gamma(spend_q)
    spend_v: np.ndarray
    returned_whole: np.ndarray  # chance that an order is wholly returned
    returned_part: np.ndarray  # chance that part of it is
    joins: np.ndarray  # the day of joining, days from the start; 0: a member today
    birthday: np.ndarray  # days from the start to the next one, 0–364; −1: not known, drawn by lot
    third: np.ndarray  # 0 light, 1 moderate, 2 heavy, by expected orders
    check_ins_a_month: np.ndarray
    shares_a_month: np.ndarray
    spend_p: float
    part_share: float  # share of the price given back where part of an order is returned
    return_days: np.ndarray  # days from order to refund, drawn from evenly, ≥ 1
    completion_days: int
    review_chance: float  # chance that an order is reviewed
    of: int  # members of the shop they stand for
    past_start: np.ndarray  # [n + 1] purchases of member i since joining, completed or under way, are rows past_start[i] : past_start[i + 1]
    past_day: np.ndarray  # rising for each member, < 0
    past_done: np.ndarray  # day of completion, ≤ 0; those under way are taken to be completed on the first day
    past_list: np.ndarray
    past_paid: np.ndarray
    past_orders: np.ndarray
    held_start: np.ndarray  # [n + 1] points member i holds on the first day are rows held_start[i] : held_start[i + 1], usable before pending ones
    held_points: np.ndarray
    held_since: np.ndarray  # day of maturing, < 0; of pending ones the day they will mature, ≥ 0
    held_last: np.ndarray  # last day, rising for each member's usable ones; NO_LAST_DAY where they never expire

    def __post_init__(self) -> None:
        if len(self) and float(self.returned_whole.max()) > MOST_RETURNED:
            raise DataProblem(f"members: {self.returned_whole.max():.0%} of somebody's orders come wholly back; at most {MOST_RETURNED:.0%} can")
        if not len(self.return_days) or int(self.return_days.min()) < 1:
            raise DataProblem("members: return_days should be days from order to refund, at least one of them, each 1 or more")
        if len(self.past_day) and int(self.past_day.max()) >= 0:
            raise DataProblem("members: past purchases should lie before the start, so past_day should be below 0")

    def __len__(self) -> int:
        return len(self.customer_id)

    def take(self, rows: np.ndarray) -> "Members":
        """These members only, in this order; they still stand for as many."""
        each = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name in EACH}
        past_start, past = _ranges(self.past_start, rows)
        held_start, held = _ranges(self.held_start, rows)
        bought = {name: getattr(self, name)[past] for name in ("past_day", "past_done", "past_list", "past_paid", "past_orders")}
        holds = {name: getattr(self, name)[held] for name in HELD}
        return replace(self, **each, **bought, **holds, past_start=past_start, held_start=held_start)

    def without_points(self) -> "Members":
        """The same members with empty accounts."""
        return replace(self, held_start=np.zeros_like(self.held_start), **{name: getattr(self, name)[:0] for name in HELD})

    def sample(self, most: int, seed: int) -> "Members":
        """At most so many of them: every k-th by expected spend, the first by lot, so that the few who buy much are not left to chance."""
        if len(self) <= most:
            return self
        spend = self.alive * self.rate_shape / self.rate_rate * self.spend_v / np.maximum(self.spend_q - 1, 0.1)
        steps = (np.arange(most) + np.random.default_rng(seed).random()) * len(self) / most
        return self.take(np.sort(np.argsort(spend, kind="stable")[steps.astype(np.int64)]))


EACH = frozenset(
    ("customer_id", "alive", "rate_shape", "rate_rate", "stop_a", "stop_b", "spend_q", "spend_v", "returned_whole", "returned_part")
    + ("joins", "birthday", "third", "check_ins_a_month", "shares_a_month")
)


HELD = ("held_points", "held_since", "held_last")


def _ranges(start: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the ranges of these members start once they stand one after the other, and what they hold now."""
    lengths = np.diff(start)[rows]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return starts, np.repeat(start[:-1][rows] - starts[:-1], lengths) + np.arange(starts[-1])


def members_of(
    posterior: pd.DataFrame,
    purchases: pd.DataFrame,
    refunds: pd.DataFrame,
    tasks: pd.DataFrame,
    joined: pd.DataFrame,
    start: date,
    completion_days: int,
) -> Members:
    """Members with their models and purchases: the rows of `posterior`, who joined, in its order.

    `posterior` is lifetime.posterior's; `purchases`, `refunds`, `tasks` and `joined` are those of `loyalty.bought`. Everybody counts as a
    member where `joined` is empty. Chances of returns, reviews and tasks are the shop's own, the same for all: one member has too few.
    """
    day_0 = pd.Timestamp(start)
    people = _who(posterior, joined)
    returns = _returns(purchases, refunds)
    kept = purchases[purchases["counts"].astype(bool)]
    past = _past(people, _completing(kept, day_0, completion_days), refunds, day_0)
    n = len(people)
    tasks_a_month = _tasks_a_month(people, tasks, day_0)
    return Members(
        customer_id=people["customer_id"].to_numpy(object),
        **{name: people[name].to_numpy(float) for name in ("alive", "rate_shape", "stop_a", "stop_b", "spend_q")},
        # The models count orders that came back only after delivery, and know net money; the simulation needs kept orders and their price.
        rate_rate=people["rate_rate"].to_numpy(float) / (1 - returns.whole_of_counted),
        spend_v=people["spend_v"].to_numpy(float) / ((1 - returns.whole_of_counted) * (1 - returns.part_share * returns.part / (1 - returns.whole))),
        returned_whole=np.full(n, returns.whole),
        returned_part=np.full(n, returns.part),
        joins=np.zeros(n, np.int64),
        birthday=_birthdays(people["birthday"], day_0),
        third=thirds(people["expected_orders_a_year"].to_numpy(float)),
        check_ins_a_month=tasks_a_month["check_in"],
        shares_a_month=tasks_a_month["share"],
        spend_p=float(people["spend_p"].iloc[0]) if n else 1.0,
        part_share=returns.part_share,
        return_days=returns.days,
        completion_days=completion_days,
        review_chance=_review_chance(people, kept, tasks),
        of=n,
        **past,
        held_start=np.zeros(n + 1, np.int64),
        **dict.fromkeys(HELD, np.zeros(0, np.int64)),
    )


def thirds(expected: np.ndarray) -> np.ndarray:
    """0 for the third of members with the fewest expected orders, 2 for that with the most.

    Equal members are in one third, that of the middle of their places, so with many equal members the thirds are not equally large.

    >>> thirds(np.array([5.0, 1.0, 3.0])).tolist()
    [2, 0, 1]
    >>> thirds(np.array([1.0, 1.0, 1.0, 1.0, 7.0, 9.0])).tolist()
    [1, 1, 1, 1, 2, 2]
    """
    middle = rankdata(expected, method="average") - 0.5
    return (middle * 3 // max(len(expected), 1)).astype(np.int8)


@dataclass(frozen=True)
class Returns:
    """How orders come back in this shop."""

    whole: float
    whole_of_counted: float  # of the orders that count for the models
    part: float
    part_share: float
    days: np.ndarray


def _returns(purchases: pd.DataFrame, refunds: pd.DataFrame) -> Returns:
    """Chances of returns over all purchases; with under 30 refunds their days are not known, and 7 are taken."""
    paid = purchases[purchases["paid"] > 0]
    back = refunds.groupby("order_id").agg(amount=("amount", "sum"), on=("day", "min"))
    both = paid.merge(back, left_on="order_id", right_index=True, how="left")
    share = (both["amount"].fillna(0) / both["paid"]).clip(0, 1)
    whole, counts = share > NEARLY_ALL, both["counts"].astype(bool)
    part = (share > 0) & ~whole
    days = (both["on"] - both["day"])[share > 0].dt.days.clip(lower=1).to_numpy(np.int64)
    return Returns(
        whole=_share(whole),
        whole_of_counted=_share(whole[counts]),
        part=_share(part),
        part_share=float(share[part].mean()) if part.any() else 0.5,
        days=np.sort(days) if len(days) >= LEAST_RETURNS else np.array(DEFAULT_RETURN_DAYS),
    )


def _share(flags: pd.Series) -> float:
    """Share that is true, 0 of none."""
    return min(float(flags.mean()), MOST_RETURNED) if len(flags) else 0.0


def _who(posterior: pd.DataFrame, joined: pd.DataFrame) -> pd.DataFrame:
    """Rows of the posterior of those who joined, with birthday and day of joining."""
    known = joined[["customer_id", "joined_on", "birthday"]].astype({"customer_id": object})
    rows = posterior.astype({"customer_id": object}).merge(known, on="customer_id", how="inner" if len(joined) else "left")
    return rows.reset_index(drop=True)


def _completing(purchases: pd.DataFrame, day_0: pd.Timestamp, completion_days: int) -> pd.DataFrame:
    """Orders from before the start that are completed or will be; one open for far longer than usual will not be.

    Orders under way count from the start as if completed on it: without them nobody would have ordered anything in the last weeks.
    """
    usual = day_0 - pd.Timedelta(STILL_UNDER_WAY * completion_days, "D")
    return purchases[(purchases["day"] < day_0) & (purchases["completed_day"].notna() | (purchases["day"] >= usual))]


def _past(people: pd.DataFrame, purchases: pd.DataFrame, refunds: pd.DataFrame, day_0: pd.Timestamp) -> dict[str, np.ndarray]:
    """Purchases since joining, less what came back by the start."""
    place = pd.Series(np.arange(len(people)), index=people["customer_id"])
    rows = purchases[purchases["customer_id"].isin(place.index)]
    rows = rows.assign(at=rows["customer_id"].map(place).astype(np.int64))
    since = people["joined_on"].reindex(rows["at"]).to_numpy()
    rows = rows[pd.isna(since) | (rows["day"].to_numpy() >= since)]
    back = rows["order_id"].map(refunds[refunds["day"] < day_0].groupby("order_id")["amount"].sum()).fillna(0).to_numpy(float)
    paid = rows["paid"].to_numpy(float)
    left = np.where(paid > 0, 1 - np.clip(back / np.where(paid > 0, paid, 1), 0, 1), 1.0)
    order = np.lexsort([rows["day"].to_numpy(), rows["at"].to_numpy()])
    counts = np.bincount(rows["at"], minlength=len(people))
    return {
        "past_start": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "past_day": (rows["day"] - day_0).dt.days.to_numpy(np.int32)[order],
        "past_done": (rows["completed_day"] - day_0).dt.days.fillna(0).clip(upper=0).to_numpy(np.int32)[order],
        "past_list": (rows["list"].to_numpy(float) * left)[order],
        "past_paid": (paid * left)[order],
        "past_orders": (left > 0).astype(float)[order],
    }


def _birthdays(birthdays: pd.Series, day_0: pd.Timestamp) -> np.ndarray:
    """Days from the start to the next birthday; 29 February counts as the 28th, −1 is unknown."""
    born = pd.to_datetime(birthdays)
    cumulated = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    month, day = born.dt.month.fillna(1).to_numpy(np.int64), born.dt.day.fillna(1).to_numpy(np.int64)
    leap = (month == 2) & (day == 29)
    of_year = cumulated[month - 1] + day - 1 - leap
    today = int(cumulated[day_0.month - 1] + day_0.day - 1 - (day_0.month == 2 and day_0.day == 29))
    return np.where(born.notna(), (of_year - today) % 365, -1).astype(np.int16)


def _tasks_a_month(people: pd.DataFrame, tasks: pd.DataFrame, day_0: pd.Timestamp) -> dict[str, np.ndarray]:
    """Check-ins, one a day at most, and shares of each member in a month of 365/12 days, over the last year or since the first task was seen."""
    first = max(day_0 - pd.Timedelta(365, "D"), tasks["day"].min()) if len(tasks) else day_0
    months = max((day_0 - first).days, 30) * 12 / 365
    recent = tasks[(tasks["day"] >= first) & (tasks["day"] < day_0)]
    # A programme rewards one check-in a day.
    recent = recent[(recent["kind"] != "check_in") | ~recent.duplicated(["customer_id", "day", "kind"])]
    counted = recent.groupby(["kind", "customer_id"]).size() / months if len(recent) else pd.Series(dtype=float)
    keys = {kind: pd.MultiIndex.from_product([[kind], people["customer_id"]]) for kind in ("check_in", "share")}
    return {kind: counted.reindex(key).fillna(0).to_numpy(float) if len(counted) else np.zeros(len(people)) for kind, key in keys.items()}


def _review_chance(people: pd.DataFrame, purchases: pd.DataFrame, tasks: pd.DataFrame) -> float:
    """Reviewed orders over orders, since the first review was seen."""
    reviews = tasks[(tasks["kind"] == "review") & tasks["customer_id"].isin(people["customer_id"])]
    if reviews.empty:
        return 0.0
    orders = purchases[(purchases["day"] >= reviews["day"].min()) & purchases["customer_id"].isin(people["customer_id"])]
    return min(len(reviews) / max(len(orders), 1), 1.0)
