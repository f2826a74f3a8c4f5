"""Arrays without a count of who uses them.

Numba counts references to every array each time a bundle of them is passed on, with locked instructions: ten times the work itself.
The bundles here live as long as the call they are handed to, so inside it nothing needs counting.
"""

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from retention.simulation.shapes import Account, Clock, People, Reaction, Rules, Sums, rule


@intrinsic
def _uncounted(typing: Any, array: Any) -> Any:  # noqa: ARG001 - numba's signature
    """The same array, uncounted; anything else as it is."""
    if not isinstance(array, types.Array):
        return array(array), lambda context, builder, signature, args: args[0]  # noqa: ARG005

    def view(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, args[0])
        source.meminfo = cgutils.get_null_value(source.meminfo.type)
        source.parent = cgutils.get_null_value(source.parent.type)
        return source._getvalue()

    return array(array), view


# In compiled code it takes the array alone.
bare: Any = _uncounted


@rule
def bare_rules(b: Rules) -> Rules:
    """Uncounted."""
    return Rules(
        bare(b.tiers),
        bare(b.ways),
        bare(b.reviews),
        bare(b.new_years),
        b.basis,
        b.window,
        b.window_days,
        b.downgrade,
        b.soft,
        b.grace,
        b.points,
        b.per_money,
        b.full_step,
        b.after_points,
        b.matures_after,
        b.completes_after,
        b.dated_after,
        b.expiry,
        b.birthday_times,
        b.birthday_days,
        b.review,
        b.task_cap,
        b.coupon_tier,
        b.coupon_discount,
        b.coupon_days,
        b.stack,
        b.least,
        b.reward_pull,
    )


@rule
def bare_clock(b: Clock) -> Clock:
    """Uncounted."""
    return Clock(b.horizon, b.months, bare(b.month_starts), b.years)


@rule
def bare_people(b: People) -> People:
    """Uncounted."""
    return People(
        bare(b.own),
        bare(b.birthday),
        bare(b.third),
        bare(b.task_rate),
        bare(b.past_start),
        bare(b.past_day),
        bare(b.past_amount),
        bare(b.opening_basis),
        bare(b.opening_past),
        bare(b.opening_tier),
        bare(b.return_days),
        bare(b.joins),
        bare(b.held_start),
        bare(b.held_points),
        bare(b.held_since),
        bare(b.held_last),
        b.spend_p,
        b.part_share,
        b.review_chance,
    )


@rule
def bare_reaction(b: Reaction) -> Reaction:
    """Uncounted."""
    return Reaction(
        bare(b.rates),
        bare(b.lasting),
        bare(b.passing),
        b.fading,
        b.goal_pull,
        b.goal_power,
        b.after_reward,
        b.pulled_forward,
        bare(b.stretch),
        b.redeemers,
        b.redeem_chance,
        b.ends_too,
        b.ceiling,
        b.margin,
    )


@rule
def bare_sums(b: Sums) -> Sums:
    """Uncounted."""
    return Sums(bare(b.money), bare(b.points), bare(b.ends), bare(b.by_tier), bare(b.issued), bare(b.burned), bare(b.expired), bare(b.moves))


@rule
def bare_account(b: Account) -> Account:
    """Uncounted."""
    return Account(
        bare(b.num),
        bare(b.val),
        bare(b.order_numbers),
        bare(b.order_amounts),
        bare(b.lots),
        bare(b.pieces),
        bare(b.refunds),
        bare(b.tier_last),
        bare(b.notes),
    )
