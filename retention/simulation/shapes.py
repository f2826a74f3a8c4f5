"""What the compiled rules pass around: programme, people and sums as bundles of arrays, and the places in them by name."""

from typing import NamedTuple

import numpy as np
from numba import njit

NEVER = 1 << 40

# Bundles of arrays are dear to hand over and free where the call is dissolved into its caller. Nothing divides by 0.
rule = njit(nogil=True, forceinline=True, error_model="numpy")

MONEY = (
    "baseline_orders",
    "programme_orders",
    "extra_orders",
    "lost_orders",
    "baseline_sales",
    "programme_sales",
    "baseline_margin",
    "extra_margin",
    "lost_margin",
    "stretch_margin",
    "discount_kept",
    "discount_extra",
    "burned_face",
    "burned_cost",
    "reaching_cost",
    "order_cost",
    "yearly_cost",
)
(
    BASELINE_ORDERS,
    PROGRAMME_ORDERS,
    EXTRA_ORDERS,
    LOST_ORDERS,
    BASELINE_SALES,
    PROGRAMME_SALES,
    BASELINE_MARGIN,
    EXTRA_MARGIN,
    LOST_MARGIN,
    STRETCH_MARGIN,
    DISCOUNT_KEPT,
    DISCOUNT_EXTRA,
    BURNED_FACE,
    BURNED_COST,
    REACHING_COST,
    ORDER_COST,
    YEARLY_COST,
) = range(len(MONEY))

POINTS = ("earned_purchase", "earned_task", "burned", "given_back", "expired", "clawed", "debt_new", "debt_paid", "clawed_task", "brought")
# Of the points clawed back, those of tasks are told once more. Brought are those members hold on day 0.
EARNED_PURCHASE, EARNED_TASK, BURNED, GIVEN_BACK, EXPIRED, CLAWED, DEBT_NEW, DEBT_PAID, CLAWED_TASK, BROUGHT = range(len(POINTS))

BASES = ("paid", "list", "orders", "points")
PAID, LIST, ORDERS, EARNED = range(len(BASES))
WINDOWS = ("lifetime", "rolling", "calendar_year")
LIFETIME, ROLLING, CALENDAR_YEAR = range(len(WINDOWS))

# What happens to a member, as `trace` tells it.
KINDS = ("order", "lost", "burn", "mature", "task", "refund", "complete", "expire", "tier")
ORDERED, WAS_LOST, SPENT, MATURED, TASK, REFUNDED, COMPLETED, GONE, TIER_NOW = range(len(KINDS))
NOTED = (
    *("kind", "day", "order", "at", "baseline", "list", "paid", "cash", "points", "share", "way"),
    *("tier", "basis", "balance", "debt", "earned"),
)


class Rules(NamedTuple):
    """A programme. `tiers`: threshold, discount, points' factor, cost of reaching, of an order, of a year, pull. `ways`: as WAY_…"""

    tiers: np.ndarray
    ways: np.ndarray
    reviews: np.ndarray  # days after the start on which tiers are reviewed, then NEVER
    new_years: np.ndarray  # days of 1 January from before the oldest purchase that can count, then NEVER
    basis: int
    window: int
    window_days: int
    downgrade: bool
    soft: bool
    grace: int
    points: bool
    per_money: float
    full_step: float  # 0: all of an order earns
    after_points: bool
    matures_after: int  # days from the order
    completes_after: int
    dated_after: int  # days from an order to the day by which the window holds it
    expiry: int
    birthday_times: float
    birthday_days: int
    review: int
    task_cap: int
    coupon_tier: int  # no coupon: above the highest
    coupon_discount: float
    coupon_days: int
    stack: bool
    least: int  # fewest points that can be spent in any way
    reward_pull: float  # as PULLS, of the points that can be spent once there are `least` of them


# PULLS: how strongly the next tier pulls, 0 to 1: the value of the step over that of a reward that pulls fully.
THRESHOLD, DISCOUNT, TIMES, REACHED, PER_ORDER, PER_YEAR, PULLS = range(7)
WEIGHT, VALUE, COST, MINIMUM, STEP, CAP, IS_CASH = range(7)


class Clock(NamedTuple):
    """Days simulated, months, first day of each month (then NEVER), whole years."""

    horizon: int
    months: int
    month_starts: np.ndarray
    years: int


class People(NamedTuple):
    """Members. `own`: as ALIVE …; past purchases of member i are rows past_start[i] : past_start[i + 1]; opening_* on day 0."""

    own: np.ndarray
    birthday: np.ndarray
    third: np.ndarray
    task_rate: np.ndarray
    past_start: np.ndarray
    past_day: np.ndarray
    past_amount: np.ndarray
    opening_basis: np.ndarray
    opening_past: np.ndarray
    opening_tier: np.ndarray
    return_days: np.ndarray
    joins: np.ndarray  # the day each joins, 0 for those of today
    held_start: np.ndarray  # points member i brings are rows held_start[i] : held_start[i + 1], usable ones (by last day) before pending ones
    held_points: np.ndarray
    held_since: np.ndarray  # day of maturing, below 0 for usable ones
    held_last: np.ndarray
    spend_p: float
    part_share: float
    review_chance: float


ALIVE, RATE_SHAPE, RATE_RATE, STOP_A, STOP_B, SPEND_Q, SPEND_V, WHOLE, PART = range(9)


class Reaction(NamedTuple):
    """How members react in one draw. By third: `rates` (without any programme, of what was seen), uplifts that stay and that pass."""

    rates: np.ndarray
    lasting: np.ndarray
    passing: np.ndarray  # on day 0
    fading: float  # of what passes, per day
    goal_pull: float
    goal_power: float
    after_reward: float
    pulled_forward: float
    stretch: np.ndarray  # by third
    redeemers: float
    redeem_chance: float
    ends_too: bool
    ceiling: float
    margin: float


class Sums(NamedTuple):
    """What one draw adds up to; cohorts and moves belong to the block of draws."""

    money: np.ndarray  # [third, tier, MONEY]
    points: np.ndarray  # [month, POINTS]
    ends: np.ndarray  # ENDS at the horizon
    by_tier: np.ndarray
    issued: np.ndarray  # [month]
    burned: np.ndarray  # [month issued, months since]
    expired: np.ndarray
    moves: np.ndarray  # [year, from, to]


# Points at the horizon: by age in five bands, pending, that expire within 30, 60 and 90 days, debt. Of usable ones brought: spent, and left.
AGES = (30, 90, 180, 365)
PENDING_AT_END, SOON_AT_END, DEBT_AT_END, HELD_SPENT, HELD_AT_END, ENDS = 5, 6, 9, 10, 11, 12


class Account(NamedTuple):
    """One member's state, used again for the next: `num` and `val` by name below, orders, lots, what burns took, open refunds."""

    num: np.ndarray
    val: np.ndarray
    order_numbers: np.ndarray
    order_amounts: np.ndarray
    lots: np.ndarray
    pieces: np.ndarray
    refunds: np.ndarray
    tier_last: np.ndarray  # last day on which the ungraced tier was at least this one, before it fell below
    notes: np.ndarray


DUE, ORDERS_N, LOTS_N, LOTS_HEAD, PIECES_N, REFUNDS_N, BALANCE, DEBT, NEXT_EXPIRY, NEXT_MATURE, NEXT_COMPLETE = range(11)
NEXT_REFUND, NEXT_TASK, NEXT_REVIEW, GRACE_ENDS, UNGRACED, GRANTED, PEAK, NEXT_BIRTHDAY, YEAR, YEAR_TIER = range(11, 21)
COUPON_UNTIL, LAST_BURN, PAST_AT, OLD, MEMBER, THIRD, REDEEMER, BIRTHDAY, ENDED, TASK_MONTH, TASK_GIVEN = range(21, 32)
LOT_EXTENDED, OVERFLOW, NOTES_N, LAST_BIRTHDAY, JOINS, NEXT_HELD, HELD_AT, NUMS = range(32, 40)
BASIS, GAIN, SEEN, PULL_UNTIL, STOP, SCALE = range(6)

# Columns of an order, of a lot, of a piece a burn took.
DAY, ORDER_EARNED, ORDER_PENDING, ORDER_SPENT, REFUND_DAY, ORDER_LOT, PIECE_FROM, PIECE_TO, REVIEWED, ORDER_DONE, REVIEW_LOT = range(11)
SHARE, OWED, LISTED, BASE, FACTOR, COUNTED = range(6)
LOT_POINTS, LOT_MATURED, LOT_LAST, LOT_BURNED_MONTH = range(4)


def account(orders: int, months: int, tiers: int, notes: int = 0) -> Account:
    """Room for members with so many orders; a member who needs more is reported, never cut short."""
    whole = np.int64
    return Account(
        num=np.zeros(NUMS, whole),
        val=np.zeros(6),
        order_numbers=np.zeros((orders, REVIEW_LOT + 1), whole),
        order_amounts=np.zeros((orders, 6)),
        lots=np.zeros((2 * orders + months + 1, 3), whole),
        pieces=np.zeros((4 * orders + months + 1, 2), whole),
        refunds=np.zeros(orders, whole),
        tier_last=np.zeros(tiers, whole),
        notes=np.zeros((notes, len(NOTED))),
    )


@rule
def month_of(day: int, clock: Clock) -> int:
    """The month a day lies in; the last one takes what is left over."""
    return min(day * 12 // 365, clock.months - 1)


@rule
def note(acc: Account, kind: int, day: int, order: int, points: int) -> int:
    """Write down what happened, where somebody asked for it (`notes` has room); gives the row, −1 without."""
    return -1 if acc.notes.shape[0] == 0 else write(acc, kind, day, order, points)


@njit(nogil=True)
def write(acc: Account, kind: int, day: int, order: int, points: int) -> int:
    """A new row of notes; −1 if there is no room left."""
    at = acc.num[NOTES_N]
    if at >= acc.notes.shape[0]:
        acc.num[OVERFLOW] = 1
        return -1
    acc.num[NOTES_N] += 1
    row = acc.notes[at]
    row[:] = 0.0
    row[0], row[1], row[2], row[8] = kind, day, order, points
    row[11], row[12], row[13], row[14] = acc.num[GRANTED], acc.val[BASIS], acc.num[BALANCE], acc.num[DEBT]
    return at
