"""Members and programmes made by lot, for laws over any of them and for speed."""

import numpy as np

from retention.programmes.members import Members


def members(n: int, seed: int = 1, most_past: int = 6, day_sent_back: tuple[int, ...] = (3, 5, 8, 8, 14, 30)) -> Members:
    """So many members much as HerStyle's: two thirds bought once, orders of about 500, half of sales sent back."""
    rng = np.random.default_rng(seed)
    repeats = rng.negative_binomial(0.5, 0.35, n)
    age = rng.integers(30, 730, n)
    past = np.minimum(repeats + 1, most_past)
    start = np.concatenate([[0], np.cumsum(past)]).astype(np.int64)
    paid = np.round(rng.gamma(5, 100, start[-1]), 2)
    day = -1 - rng.integers(0, 600, start[-1]).astype(np.int32)
    day = day[np.lexsort((day, np.repeat(np.arange(n), past)))]
    expected = (0.6 + repeats) / (60 + age)
    return Members(
        customer_id=np.array([f"m{i:07d}" for i in range(n)], dtype=object),
        alive=np.clip(rng.beta(3, 2, n), 0.05, 1.0),
        rate_shape=0.6 + repeats,
        rate_rate=60.0 + age,
        stop_a=np.full(n, 0.9),
        stop_b=2.5 + repeats,
        spend_q=4.0 + 6.0 * (repeats + 1),
        spend_v=300.0 + 500.0 * rng.gamma(6, 1 / 6, n) * (repeats + 1),
        returned_whole=np.clip(rng.beta(8, 16, n), 0, 0.9),
        returned_part=np.full(n, 0.12),
        joins=np.zeros(n, np.int64),
        birthday=np.where(rng.random(n) < 0.4, rng.integers(0, 365, n), -1).astype(np.int16),
        third=np.digitize(expected, np.quantile(expected, [1 / 3, 2 / 3])).astype(np.int8),
        check_ins_a_month=np.where(rng.random(n) < 0.3, rng.gamma(2, 2, n), 0.0),
        shares_a_month=np.where(rng.random(n) < 0.1, rng.gamma(2, 0.3, n), 0.0),
        spend_p=6.0,
        part_share=0.5,
        return_days=np.array(day_sent_back, dtype=np.int64),
        completion_days=10,
        review_chance=0.25,
        of=n,
        past_start=start,
        past_day=day,
        past_done=np.minimum(day + 10, 0),
        past_list=np.round(paid / 0.9, 2),
        past_paid=paid,
        past_orders=np.ones(start[-1]),
        held_start=np.zeros(n + 1, np.int64),
        **dict.fromkeys(("held_points", "held_since", "held_last"), np.zeros(0, np.int64)),
    )
