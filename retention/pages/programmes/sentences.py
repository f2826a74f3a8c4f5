"""In words: programmes side by side, what they would earn or lose, what they cost and whom they reward.

Every function takes a programme of the settings or a finished table; none computes more than a share for its sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from retention.pages.kit.labels import Heads, message_id
from retention.pages.kit.words import Words
from retention.settings import BurnWay, PointRules, Programme, Tier

COST_PARTS = ("brought", "lost", "discount_kept", "discount_extra", "points", "benefits", "running")


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
    if not _in_zhe(words):
        return words("loyalty-off", share=discount)
    return words("loyalty-off-zhe", share=discount, zhe=price_words(1 - discount))


def _in_zhe(words: Words) -> bool:
    return words.language == "zh" or words.currency in ("", "CNY")


def price_shown(price: float, words: Words) -> str:
    """A share of the price, in 折 where discounts are told so."""
    if not _in_zhe(words):
        return words("loyalty-price", share=price)
    return words("loyalty-price-zhe", share=price, zhe=price_words(price))


def short_discount(discount: float, words: Words) -> str:
    """A discount as a chart's label: 9.5折, 5 % off."""
    return price_words(1 - discount) if words.language == "zh" else words("loyalty-off", share=discount)


def needs_words(threshold: float, basis: str, words: Words) -> str:
    """What a tier takes: money, orders or points."""
    return words("loyalty-needs-nothing") if not threshold else words(f"loyalty-needs-{basis}", threshold=threshold)


def tier_rows(programmes: Mapping[str, Programme], words: Words) -> tuple[pd.DataFrame, Heads]:
    """One row per programme and tier: what it takes, what it gives, and what of it is assumed."""
    rows = [
        {
            "programme": programme.label,
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
                else words(f"loyalty-benefit-{message_id(b.kind)}")
                for b in here
            ),
        ],
        words,
    )


ASPECTS = ("window", "lowest", "earning", "life", "burning", "costs")


def rule_rows(programmes: Mapping[str, Programme], words: Words) -> tuple[pd.DataFrame, Heads]:
    """One row per rule, one column per programme: rule, p0, p1, … in their order, whatever the programmes are called."""
    columns = {f"p{number}": [_aspect(aspect, one, words) for aspect in ASPECTS] for number, one in enumerate(programmes.values())}
    rows = pd.DataFrame({"rule": [words(f"loyalty-rule-{aspect}") for aspect in ASPECTS]} | columns)
    heads: Heads = {"rule": (words("loyalty-head-rule"), "text")}
    return rows, heads | {f"p{number}": (one.label, "text") for number, one in enumerate(programmes.values())}


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
    return _earning(points, programme.value_per_point, words) if aspect == "earning" else _life(points, words)


def _window(programme: Programme, words: Words) -> str:
    q = programme.qualification
    said = [words(f"loyalty-window-{message_id(q.window)}", basis=words(f"loyalty-basis-{q.basis}"), days=q.window_days)]
    if not q.downgrade:
        return words.sentences(*said, words("loyalty-never-lost"))
    said.append(words("loyalty-reviewed", months=q.review_months, soft="yes" if q.soft_landing else "no"))
    return words.sentences(*said, words("loyalty-grace", days=q.grace_days) if q.grace_days else "")


def _lowest(programme: Programme, words: Words) -> str:
    if programme.best_price == 1:
        return words("loyalty-lowest-full")
    said = words("loyalty-lowest", price=price_shown(programme.best_price, words))
    coupon = any(benefit.discount for benefit in programme.benefits)
    return words.sentences(said, words("loyalty-stacks" if programme.stack else "loyalty-does-not-stack") if coupon else "")


def _earning(points: PointRules, face: float, words: Words) -> str:
    each, worth = points.per_money * (points.full_step or 1), points.per_money * face
    earn = "loyalty-earn-full" if points.full_step else "loyalty-earn"
    said = [words(earn, n=each, points=trimmed(each), worth=worth, step=points.full_step)]
    tasks = [words(f"loyalty-task-{message_id(name)}", points=n) for name in ("check_in", "review", "share") if (n := getattr(points, name))]
    if points.birthday_times > 1:
        said.append(words("loyalty-birthday", times=trimmed(points.birthday_times), days=points.birthday_days))
    if tasks:
        cap = words("loyalty-task-cap", points=points.task_cap) if points.task_cap else ""
        said.append(words("loyalty-tasks", list=listed([*tasks, cap], words)))
    return words.sentences(*said)


def _life(points: PointRules, words: Words) -> str:
    lost = words("loyalty-expiry", days=points.expiry_days) if points.expiry_days else words("loyalty-expiry-never")
    return words.sentences(words("loyalty-pending", days=points.pending_days), lost)


def _way(way: BurnWay, words: Words) -> str:
    cap = words("loyalty-way-cap", share=way.cap) if way.kind == "cash" and way.cap < 1 else ""
    return words("loyalty-way", way=words(f"loyalty-burn-{way.kind}"), minimum=way.minimum, cap=cap)


# --- break-even --------------------------------------------------------------------------------------


def margin_words(margin: float, given: bool, words: Words) -> str:
    """Which margin all money rests on; loud where it is assumed."""
    return words("loyalty-margin-given" if given else "loyalty-margin-assumed", margin=margin)


def break_even_title(table: pd.DataFrame, margin: float, words: Words) -> str:
    """What the largest discount that can pay at all needs, and whether that is within what is assumed of it; or that none can."""
    payable = table[table["own"].notna()]
    if payable.empty:
        return words("loyalty-even-title-none", margin=margin)
    row = payable.sort_values("discount").iloc[-1]
    kind = "beyond" if row["own"] > row["high"] else "within"
    return words("loyalty-even-title", kind=kind, off=discount_words(float(row["discount"]), words), uplift=float(row["own"]), margin=margin)


def break_even_hover(label: str, uplift: float, margin: float, words: Words) -> str:
    """One point of the chart."""
    if pd.isna(uplift):
        return words("loyalty-even-hover-none", label=label, margin=margin)
    return words("loyalty-even-hover", label=label, uplift=uplift, margin=margin)


def break_even_in_words(table: pd.DataFrame, margin: float, product_margin: float, pays_above: float, words: Words) -> str:
    """How far the shop's margin lifts the bar above the usual rule of thumb, and which discounts can never pay."""
    never = [discount_words(float(d), words) for d in table.loc[table["own"].isna(), "discount"]]
    payable = table[table["own"].notna() & (table["discount"] > 0)]
    said = [words("loyalty-even-rule")]
    if len(payable):
        row = payable.sort_values("discount").iloc[-1]
        figures = {"own": float(row["own"]), "product": float(row["product"]), "margin": margin, "product_margin": product_margin}
        said.append(words("loyalty-even-compare", off=discount_words(float(row["discount"]), words), **figures))
    said.append(words("loyalty-even-thumb", times=words.number(pays_above, 1)))
    usual = table.sort_values("discount").iloc[len(table) // 2]
    assumed = {end: float(usual[end]) for end in ("low", "high")}
    said.append(words("loyalty-even-predicted", off=discount_words(float(usual["discount"]), words), **assumed))
    if never:
        said.append(words("loyalty-even-never", list=words("loyalty-enumeration").join(never), margin=margin))
    return words.sentences(*said)


def above_margin_in_words(label: str, rows: pd.DataFrame, margin: float, words: Words) -> str:
    """Discounts of a programme that take the whole margin or more; nothing where there are none."""
    said = [
        words(f"loyalty-above-{row['kind']}", label=label, tier=row["name"], off=discount_words(row["discount"], words), margin=margin)
        for row in rows.to_dict("records")
    ]
    return words.sentences(*said)


# --- what it would earn or lose ------------------------------------------------------------------------


def best_of(table: pd.DataFrame) -> dict[str, Any]:
    """The programme with the highest gain."""
    return {str(name): value for name, value in table.sort_values("value").iloc[-1].items()}


def gain_title(table: pd.DataFrame, words: Words) -> str:
    """Whether any programme beats none."""
    # What gains for sure, else all if all lose, else the best of those that cannot be told.
    sides = [table[table["side"] == side] for side in ("gains", "open", "loses")]
    best = best_of(next(rows for rows in sides if len(rows)))
    return words(f"loyalty-gain-title-{best['side']}", label=best["label"], value=best["value"], p=best["p_positive"], n=len(table))


def gain_hover(row: Mapping[Any, Any], words: Words) -> str:
    """One programme of the chart."""
    return words("loyalty-gain-hover", **{name: row[name] for name in ("label", "value", "low", "high", "p_positive")})


def money_change(value: float, words: Words) -> str:
    """A gain or a loss in words: 'gain ¥12,000' or 'cost ¥12,000'."""
    return words("loyalty-gains" if value >= 0 else "loyalty-loses", value=abs(value))


def gain_in_words(table: pd.DataFrame, needed: pd.DataFrame, months: int, level: float, words: Words) -> str:
    """The paragraph to act on: per programme what it would earn or cost, and which uplift would pay for it.

    `needed` has programme, net (net additional orders at which the gain is nothing; missing where none up to `most` is enough), most, assumed.
    """
    wanted = {row["programme"]: {str(name): value for name, value in row.items()} for row in needed.to_dict("records")}
    said = [words("loyalty-gain-intro", months=months, level=level)]
    for row in table.to_dict("records"):
        figures = {name: row[name] for name in ("label", "p_positive")}
        ends = {"low": words.money(row["low"]), "high": words.money(row["high"])}
        told = words("loyalty-gain-item", change=money_change(row["value"], words), **figures, **ends)
        said.append(f"- {words.sentences(told, _needed(wanted.get(row['programme']), row['value'] > 0, words))}")
    return "\n".join([said[0], "", *said[1:]])


def _needed(row: Mapping[str, Any] | None, pays: bool, words: Words) -> str:
    if row is None:
        return ""
    if pd.isna(row["net"]):
        return words("loyalty-needed-none", most=row["most"])
    if row["net"] <= 0:
        # What is needed is sought on fewer draws: beside a small loss on all of them it would contradict.
        return words("loyalty-needed-nothing") if pays else ""
    # What is needed is sought at the middle of the guesses and on fewer draws: close to it the gain, on all draws, decides.
    unlike = "alike" if pays == (row["net"] <= row["assumed"]) else "gains" if pays else "loses"
    return words("loyalty-needed", net=row["net"], assumed=row["assumed"], unlike=unlike)


def discount_rows(table: pd.DataFrame, margin: float, product_margin: float, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each discount of each programme, the price it leaves and the uplift it needs by itself; `table` adds label to break_even_table."""
    rows = table.assign(
        what=[words(f"loyalty-discount-{row['kind']}", tier=row["name"]) for row in table.to_dict("records")],
        price=[price_shown(float(price), words) for price in table["price"]],
        **{name: [words.share(u) if pd.notna(u) else words("loyalty-even-no") for u in table[name]] for name in ("at_product_margin", "at_margin")},
    )
    heads: Heads = {"label": (words("loyalty-head-programme"), "text"), "what": (words("loyalty-head-what"), "text")}
    heads |= {"price": (words("loyalty-head-price"), "text"), "at_product_margin": (words("loyalty-even-at", margin=product_margin), "text")}
    heads |= {"at_margin": (words("loyalty-even-at", margin=margin), "text")}
    return rows[list(heads)], heads


def summary_rows(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Gains as a table for eyes, with the Monte-Carlo error beside them."""
    formats = {"label": "text", "value": "money", "low": "money", "high": "money", "p_positive": "share", "mc_error": "money"}
    return table[list(formats)], {name: (words(f"loyalty-head-gain-{message_id(name)}"), kind) for name, kind in formats.items()}


# --- what it costs, whom it rewards ----------------------------------------------------------------------


def costs_title(wide: pd.DataFrame, parts: Sequence[str], words: Words) -> str:
    """What most of the money goes to."""
    whole = float(wide[list(parts)].clip(lower=0).to_numpy().sum()) if parts else 0.0
    if whole <= 0:
        return words("loyalty-costs-title-none")
    sums = wide[list(parts)].sum()
    largest = str(sums.idxmax())
    return words("loyalty-costs-title", part=words(f"loyalty-cost-{message_id(largest)}"), share=float(sums.max()) / whole)


def cost_rows(tables: Mapping[str, pd.DataFrame], labels: Sequence[str], words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each part of the money as a row, each programme as a column p0, p1, …; parts that are nothing everywhere are left out."""
    wide = pd.DataFrame({name: table.set_index(["part", "detail"])["value"] for name, table in tables.items()}).fillna(0.0)
    # In the order of the story, not of the alphabet.
    place = [(COST_PARTS.index(str(part)), str(detail)) for part, detail in wide.index]
    wide = wide.iloc[sorted(range(len(place)), key=place.__getitem__)]
    wide = wide[(wide.abs() > 0).any(axis=1)]
    names = [_cost_label(str(part), str(detail), words) for part, detail in wide.index]
    rows = wide.reset_index(drop=True).set_axis([f"p{number}" for number in range(wide.shape[1])], axis=1)
    rows.insert(0, "part", names)
    heads: Heads = {"part": (words("loyalty-head-cost"), "text")}
    return rows, heads | {f"p{number}": (label, "money") for number, label in enumerate(labels)}


def _cost_label(part: str, detail: str, words: Words) -> str:
    if part == "benefits":
        return words(f"loyalty-benefit-{message_id(detail)}")
    return words(f"loyalty-cost-{message_id(detail)}" if detail else f"loyalty-cost-{message_id(part)}")


def by_tier_rows(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Members and gain by tier as a table for eyes."""
    formats = {"label": "text", "name": "text", "at_start": "count", "members": "count", "value": "money", "low": "money", "high": "money"}
    return table[list(formats)].reset_index(drop=True), {
        name: (words(f"loyalty-head-tier-{message_id(name)}"), kind) for name, kind in formats.items()
    }


def cannibalised_in_words(table: pd.DataFrame, words: Words) -> str:
    """Which share of the discounts goes to orders that would have come anyway; `table` has label, value."""
    rows = table[table["value"].notna()]
    if rows.empty:
        return words("loyalty-cannibal-none")
    items = [words("loyalty-cannibal-item", label=row["label"], share=row["value"]) for row in rows.to_dict("records")]
    return words("loyalty-cannibal", list=words("loyalty-enumeration").join(items))


def who_title(table: pd.DataFrame, words: Words) -> str:
    """Which group the programme rewards most and what the shop has of it."""
    most = table.sort_values("reward").iloc[-1]
    return words("loyalty-who-title", group=str(most["group"]), side="gains" if most["gain"] >= 0 else "loses", reward=float(most["reward"]))


def migration_title(table: pd.DataFrame, words: Words) -> str:
    """How many rise within a year, and whether anybody falls; `now` lists all tiers in their order, `before` only those somebody was in."""
    order = {name: number for number, name in enumerate(dict.fromkeys(table["now"]))}
    counted = table.assign(n=table["share"] * table["members"], step=table["now"].map(order) - table["before"].map(order))
    whole = float(counted["n"].sum())
    if whole <= 0:
        return words("loyalty-moves-title-none")
    moved = {"up": counted["step"] > 0, "down": counted["step"] < 0}
    shares = {name: float(counted.loc[chosen, "n"].sum()) / whole for name, chosen in moved.items()}
    return words("loyalty-moves-title", falls="some" if shares["down"] > 0 else "none", **shares)
