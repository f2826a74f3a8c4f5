"""Notebook 03 in words: programmes side by side, what they would earn or lose, what they cost and whom they reward.

Every function takes a programme of the settings or a finished table; none computes more than a share for its sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from retention.settings import BurnWay, PointRules, Programme, Tier
from retention.words import Words

Heads = dict[str, tuple[str, Any]]
# Below (and above) these a programme is called a loss (a gain) for sure; between them it has to be measured first.
LIKELY, UNLIKELY = 0.95, 0.05


def _id(name: str) -> str:
    return name.replace("_", "-")


def joined(sentences: Sequence[str], words: Words) -> str:
    """Sentences in a row; Chinese ones without a gap."""
    return ("" if words.language == "zh" else " ").join(sentence for sentence in sentences if sentence)


def listed(parts: Sequence[str], words: Words) -> str:
    """Things in a row, with the language's comma."""
    return words("loyalty-comma").join(part for part in parts if part)


# --- programmes --------------------------------------------------------------------------------------


def trimmed(value: float) -> str:
    """A small number without needless zeros.

    >>> trimmed(9.5), trimmed(8.0), trimmed(0.25)
    ('9.5', '8', '0.25')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def price_words(price: float) -> str:
    """A share of the price as Chinese shops write it.

    >>> price_words(0.95), price_words(0.8)
    ('9.5折', '8折')
    """
    return f"{trimmed(10 * price)}折"


def discount_words(discount: float, words: Words) -> str:
    """A discount in 折 and percent; 折 is left out where the shop's money is not Chinese and its report is English."""
    if not discount:
        return words("loyalty-no-discount")
    if words.language == "en" and words.currency not in ("", "CNY"):
        return words("loyalty-off", share=discount)
    return words("loyalty-off-zhe", share=discount, zhe=price_words(1 - discount))


def needs_words(threshold: float, basis: str, words: Words) -> str:
    """What a tier takes: money, orders or points."""
    return words("loyalty-needs-nothing") if not threshold else words(f"loyalty-needs-{basis}", threshold=threshold)


def tier_rows(programmes: Mapping[str, Programme], words: Words) -> tuple[pd.DataFrame, Heads]:
    """One row per programme and tier: what it takes, what it gives, and what of it is assumed."""
    rows = [
        {
            "programme": programme.label if not number else "",
            "tier": tier.name,
            "needs": needs_words(tier.threshold, programme.qualification.basis, words),
            "discount": discount_words(tier.discount, words),
            "benefits": _tier_gives(programme, number, tier, words),
            "assumed": tier.assumption,
        }
        for programme in programmes.values()
        for number, tier in enumerate(programme.tiers)
    ]
    names = ("programme", "tier", "needs", "discount", "benefits", "assumed")
    return pd.DataFrame(rows, columns=list(names)), {name: (words(f"loyalty-head-{name}"), "text") for name in names}


def _tier_gives(programme: Programme, number: int, tier: Tier, words: Words) -> str:
    extra = [words("loyalty-times", times=trimmed(tier.points_times))] if programme.points and tier.points_times != 1 else []
    here = [benefit for benefit in programme.benefits if benefit.tier == number]
    return listed(
        [
            *extra,
            *(
                words("loyalty-benefit-coupon", off=discount_words(b.discount, words), days=b.valid_days)
                if b.discount
                else words(f"loyalty-benefit-{_id(b.kind)}")
                for b in here
            ),
        ],
        words,
    )


ASPECTS = ("window", "lowest", "earning", "life", "burning", "costs")


def rule_rows(programmes: Mapping[str, Programme], words: Words) -> tuple[pd.DataFrame, Heads]:
    """One row per rule, one column per programme."""
    columns = {name: {aspect: _aspect(aspect, programme, words) for aspect in ASPECTS} for name, programme in programmes.items()}
    rows = pd.DataFrame({"rule": [words(f"loyalty-rule-{aspect}") for aspect in ASPECTS]})
    for name, column in columns.items():
        rows[name] = [column[aspect] for aspect in ASPECTS]
    heads: Heads = {"rule": (words("loyalty-head-rule"), "text")}
    return rows, heads | {name: (programme.label, "text") for name, programme in programmes.items()}


def _aspect(aspect: str, programme: Programme, words: Words) -> str:
    if aspect == "window":
        return _window(programme, words)
    if aspect == "lowest":
        return _lowest(programme, words)
    if aspect == "costs":
        fixed, launch = programme.fixed_a_year, programme.launch
        return words("loyalty-costs-told", fixed=fixed, launch=launch) if fixed or launch else words("loyalty-costs-none")
    points = programme.points
    if points is None:
        return words("loyalty-no-points")
    if aspect == "burning":
        return listed([_way(way, words) for way in programme.burning], words)
    return _earning(points, programme.burning, words) if aspect == "earning" else _life(points, words)


def _window(programme: Programme, words: Words) -> str:
    q = programme.qualification
    said = [words(f"loyalty-window-{_id(q.window)}", basis=words(f"loyalty-basis-{q.basis}"), days=q.window_days)]
    if not q.downgrade:
        return joined([*said, words("loyalty-never-lost")], words)
    said.append(words("loyalty-reviewed", months=q.review_months, soft="yes" if q.soft_landing else "no"))
    return joined([*said, words("loyalty-grace", days=q.grace_days) if q.grace_days else ""], words)


def _lowest(programme: Programme, words: Words) -> str:
    said = words("loyalty-lowest", share=programme.best_price, zhe=price_words(programme.best_price))
    coupon = any(benefit.discount for benefit in programme.benefits)
    return joined([said, words("loyalty-stacks" if programme.stack else "loyalty-does-not-stack") if coupon else ""], words)


def _earning(points: PointRules, ways: Sequence[BurnWay], words: Words) -> str:
    worth = sum(way.weight * way.value for way in ways) / sum(way.weight for way in ways)
    said = [words("loyalty-earn", points=trimmed(points.per_money), worth=points.per_money * worth)]
    tasks = [words(f"loyalty-task-{_id(name)}", points=n) for name in ("check_in", "review", "share") if (n := getattr(points, name))]
    if points.birthday_times > 1:
        said.append(words("loyalty-birthday", times=trimmed(points.birthday_times)))
    if tasks:
        cap = words("loyalty-task-cap", points=points.task_cap) if points.task_cap else ""
        said.append(words("loyalty-tasks", list=listed([*tasks, cap], words)))
    return joined(said, words)


def _life(points: PointRules, words: Words) -> str:
    lost = words("loyalty-expiry", days=points.expiry_days) if points.expiry_days else words("loyalty-expiry-never")
    return joined([words("loyalty-pending", days=points.pending_days), lost], words)


def _way(way: BurnWay, words: Words) -> str:
    cap = words("loyalty-way-cap", share=way.cap) if way.kind == "cash" and way.cap < 1 else ""
    return words("loyalty-way", way=words(f"loyalty-burn-{way.kind}"), minimum=way.minimum, cap=cap)
