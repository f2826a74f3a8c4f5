"""The two articles' programmes, ready to judge: "clothing" (B) and "five_methods" (A).

Thresholds and discounts are the articles'; what they leave open is marked as an assumption. Amounts are in the shop's currency.
"""

from collections.abc import Mapping

from retention.settings import Benefit, BurnWay, PointRules, Programme, Qualification, Tier

NAMES = {
    "zh": {
        "clothing": "服装店·累计",
        "clothing_rolling": "服装店·近一年",
        "five_methods": "五招方案",
        "member": "注册会员",
        "silver": "银卡会员",
        "gold": "金卡会员",
        "diamond": "钻石会员",
    },
    "en": {
        "clothing": "Clothing shop, lifetime spend",
        "clothing_rolling": "Clothing shop, last 365 days",
        "five_methods": "Five methods",
        "member": "Member",
        "silver": "Silver",
        "gold": "Gold",
        "diamond": "Diamond",
    },
}
TIERS = ("member", "silver", "gold", "diamond")
NOT_SAID = {"zh": "文章未给出，此处为假设", "en": "not given by the article: assumed"}


def presets(language: str = "zh") -> dict[str, Programme]:
    """Programmes by name, in the shop's language.

    >>> presets()["five_methods"].best_price
    0.8
    """
    return {
        "clothing": _clothing(language, "clothing", Qualification()),
        "clothing_rolling": _clothing(language, "clothing_rolling", Qualification(window="rolling", downgrade=True)),
        "five_methods": _five_methods(language),
    }


def tier_keys(language: str) -> dict[str, str]:
    """Names of the presets' tiers in a language → their keys, which are the same in every language."""
    return {NAMES[language][key]: key for key in TIERS}


def known_programmes(own: dict[str, Programme], language: str = "zh") -> dict[str, Programme]:
    """Presets and the shop's own; an own one named like a preset takes its place."""
    return presets(language) | own


def distinct(programmes: Mapping[str, Programme]) -> dict[str, Programme]:
    """The same programmes, those of one label told apart by their names."""
    labels = [one.label for one in programmes.values()]
    shared = {name for name, one in programmes.items() if labels.count(one.label) > 1}
    return {name: one.model_copy(update={"label": f"{one.label} ({name})"}) if name in shared else one for name, one in programmes.items()}


def _points(check_in: int, review: int, share: int) -> PointRules:
    return PointRules(birthday_times=2, check_in=check_in, review=review, share=share, task_cap=100)


def _clothing(language: str, label: str, qualification: Qualification) -> Programme:
    names, not_said = NAMES[language], NOT_SAID[language]
    return Programme(
        label=names[label],
        tiers=(
            Tier(name=names["member"]),
            Tier(name=names["silver"], threshold=1_000, discount=0.02),
            Tier(name=names["gold"], threshold=5_000, discount=0.05),
            Tier(name=names["diamond"], threshold=20_000, discount=0.08, assumption=not_said),
        ),
        qualification=qualification,
        points=_points(check_in=1, review=20, share=10),
        burning=(
            BurnWay(kind="cash", weight=6, value=0.01, minimum=500, step=100, cap=0.3),
            BurnWay(kind="coupon", weight=2, value=0.01, cost=0.8, minimum=500, step=100),
            BurnWay(kind="goods", weight=1, value=0.01, cost=0.5, minimum=1_000, step=100),
            BurnWay(kind="lottery", weight=1, value=0.01, cost=0.6, minimum=100, step=100),
        ),
        benefits=(
            Benefit(kind="early_access", tier=1),
            Benefit(kind="own_service", tier=2),
            Benefit(kind="free_shipping", tier=2, cost=6, taken=0.5),
            Benefit(kind="limited_editions", tier=3),
        ),
    )


def _five_methods(language: str) -> Programme:
    names, not_said = NAMES[language], NOT_SAID[language]
    return Programme(
        label=names["five_methods"],
        tiers=(
            Tier(name=names["member"]),
            Tier(name=names["gold"], threshold=1_000, discount=0.1, assumption=not_said),
            Tier(name=names["diamond"], threshold=5_000, discount=0.2),
        ),
        qualification=Qualification(window="rolling", downgrade=True),
        points=_points(check_in=1, review=20, share=10),
        burning=(
            BurnWay(kind="cash", weight=5, value=0.01, minimum=500, step=100, cap=0.3),
            BurnWay(kind="goods", weight=2, value=0.01, cost=0.5, minimum=1_000, step=100),
            BurnWay(kind="coupon", weight=2, value=0.01, cost=0.8, minimum=500, step=100),
            BurnWay(kind="service", weight=1, value=0.01, cost=0.5, minimum=500, step=100),
        ),
        benefits=(
            Benefit(kind="birthday_gift", tier=1, cost=20, taken=0.3),
            Benefit(kind="trial", tier=1),
            Benefit(kind="own_service", tier=2),
            Benefit(kind="free_shipping", tier=2, cost=6, taken=0.5),
            Benefit(kind="reaching_coupon", tier=2, discount=0.2, valid_days=30),
            Benefit(kind="events", tier=2, cost=10, taken=0.2),
        ),
    )
