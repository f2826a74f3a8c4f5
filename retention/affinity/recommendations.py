"""What to offer each customer next: what sells now, weighted by her taste and by what follows what she bought.

A good's score is its share of recent sales × how much oftener than others the customer takes its category and its style × the lift of a
rule or basket from something she bought lately. Without a past this is popularity, which is the fallback. The strongest factor is the reason.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from retention.affinity.filters import FILTERS, Known, blocked
from retention.affinity.histories import History
from retention.settings import AffinitySettings

AT_ONCE = 4_000  # customers scored together
COLUMNS = ["customer_id", "rank", "good", "category", "reason", "because", "lift", "price"]


@dataclass(frozen=True)
class Shelf:
    """Goods on sale: their numbers, share of the pieces sold lately (adds up to 1), and what one costs now."""

    goods: np.ndarray
    share: np.ndarray
    price: np.ndarray


@dataclass(frozen=True)
class Offers:
    """Recommendations (`table`, one row per customer and rank) and what each filter did (`filters`).

    Columns of `table`: customer_id, rank, good, category, reason (rule, basket, category, style or popular), because (the good, category
    or style it follows from), lift (how much likelier than for anybody), price. Of `filters`: filter, applied, why_not, pairs, customers, left.
    """

    table: pd.DataFrame
    filters: pd.DataFrame
    customers: int


def shelf(past: History, as_of_day: int, settings: AffinitySettings) -> Shelf:
    """Goods somebody bought in the last `on_sale_days`; shares are those of the last `popular_days`."""
    size = len(past.goods)
    lately = (past.day <= as_of_day) & (past.day > as_of_day - settings.on_sale_days)
    newest = lately & (past.day > as_of_day - settings.popular_days)
    pieces = np.bincount(past.item[lately], past.pieces[lately], minlength=size)
    paid = np.bincount(past.item[lately], past.paid[lately], minlength=size)
    goods = np.flatnonzero(pieces > 0)
    # A buyer counts once per good, so that one large order makes nothing popular; a little from the longer period for what sold out of it.
    buyers = np.bincount(past.item[newest], minlength=size)[goods] + 0.1 * np.bincount(past.item[lately], minlength=size)[goods]
    return Shelf(goods, buyers / max(buyers.sum(), 1e-9), paid[goods] / pieces[goods])


def links(rules: pd.DataFrame, baskets: pd.DataFrame) -> pd.DataFrame:
    """Shown sequential rules, and baskets with a lift above 1, as one table: antecedent, consequent, lift, reason; a rule goes before a basket."""
    named = [table.assign(reason=reason) for table, reason in ((rules, "rule"), (baskets, "basket")) if len(table)]
    columns = ["antecedent", "consequent", "lift", "reason"]
    joined = pd.concat(named)[columns] if named else pd.DataFrame(columns=columns)
    return joined[joined["lift"] > 1].drop_duplicates(["antecedent", "consequent"], keep="first").reset_index(drop=True)


def tastes(past: History, field: str) -> tuple[np.ndarray, np.ndarray]:
    """How much oftener than everybody each takes goods of each value of `field` (people × values), and each good's value as a number (−1: none).

    Shrunk towards 1, all the more the less customers differ from each other (`prior_pieces`).
    """
    value, names = pd.factorize(past.facts[field].to_numpy(object), sort=True)
    counted = value[past.item] >= 0
    size = (len(past.people), max(len(names), 1))
    person, of = past.person[counted], value[past.item[counted]]
    pieces = np.bincount(person.astype(np.int64) * size[1] + of, minlength=size[0] * size[1]).reshape(size).astype(float)
    usual = np.maximum(pieces.sum(axis=0) / max(pieces.sum(), 1), 1e-9)
    prior = prior_pieces(person, past.day[counted], of, pieces)
    if not np.isfinite(prior):
        return np.ones(size), value
    return (pieces + prior * usual) / (pieces.sum(axis=1, keepdims=True) + prior) / usual, value


def prior_pieces(person: np.ndarray, day: np.ndarray, value: np.ndarray, pieces: np.ndarray) -> float:
    """How many pieces everybody's taste weighs against a customer's own: (1 − ρ)/ρ, infinite where customers do not differ.

    ρ is how much oftener two pieces of one customer from different days agree in `value` than two of different customers do
    (Dirichlet-multinomial); each customer with two days or more counts once. `pieces` are people × values.
    """
    by_day = pd.DataFrame({"person": person, "day": day, "value": value}).value_counts().reset_index()
    inside = np.bincount(by_day["person"], by_day["count"] ** 2, minlength=len(pieces))
    of_day = by_day.groupby(["person", "day"])["count"].sum().reset_index()
    inside_all = np.bincount(of_day["person"], of_day["count"] ** 2, minlength=len(pieces))
    agree, pairs = (pieces**2).sum(axis=1) - inside, pieces.sum(axis=1) ** 2 - inside_all
    several = pairs > 0
    chance = float(((pieces.sum(axis=0) / max(pieces.sum(), 1)) ** 2).sum())
    if not several.any() or chance >= 1:
        return np.inf
    rho = ((agree[several] / pairs[several]).mean() - chance) / (1 - chance)
    return (1 - min(rho, 0.99)) / rho if rho > 0 else np.inf


def scores(
    people: np.ndarray, past: History, on: Shelf, linked: pd.DataFrame, today: np.ndarray, settings: AffinitySettings
) -> dict[str, np.ndarray]:
    """People × goods on the shelf: `score`, its factors `category`, `style`, `link`, and `via`, the number of the link used (−1: none).

    `today` is each person's day (since 1970): links reach back `window_days` from it.
    """
    shape = (len(people), len(on.goods))
    found = {}
    for field in ("category", "style"):
        taste, value = tastes(past, field)
        of = value[on.goods]
        found[field] = np.where(of >= 0, taste[people][:, np.maximum(of, 0)], 1.0)
    factor, via = np.ones(shape), np.full(shape, -1, dtype=np.int32)
    place = {int(good): j for j, good in enumerate(on.goods)}
    number = {good: j for j, good in enumerate(past.goods)}
    row = np.full(len(past.people), -1)
    row[people] = np.arange(len(people))
    recent = (row[past.person] >= 0) & (past.day > today[np.maximum(row[past.person], 0)] - settings.window_days)
    order = np.argsort(past.item[recent], kind="stable")
    item, buyer = past.item[recent][order], row[past.person[recent]][order]
    used = linked.assign(a=linked["antecedent"].map(number), j=linked["consequent"].map(number).map(place)).dropna(subset=["a", "j"])
    for a, group in used.groupby(used["a"].astype(int), sort=True):
        first, end = np.searchsorted(item, [int(str(a)), int(str(a)) + 1])
        rows = buyer[first:end, None]
        columns, lift = group["j"].to_numpy(int), group["lift"].to_numpy()
        better = factor[rows, columns] < lift
        via[rows, columns] = np.where(better, group.index.to_numpy(), via[rows, columns])
        factor[rows, columns] = np.where(better, lift, factor[rows, columns])
    return found | {"link": factor, "via": via, "score": on.share * found["category"] * found["style"] * factor}


def recommend(past: History, as_of: date, linked: pd.DataFrame, about: Known, settings: AffinitySettings) -> Offers:
    """The `offers` best goods for each known customer that no filter forbids, with the reason of each."""
    today = (pd.Timestamp(as_of) - pd.Timestamp(0)).days
    on = shelf(past, today, settings)
    parts, counts = [], pd.DataFrame(0, index=list(FILTERS), columns=["pairs", "customers"])
    applied: set[str] = set()
    for start in range(0, len(past.people), AT_ONCE):
        people = np.arange(start, min(start + AT_ONCE, len(past.people)))
        masks = blocked(people, on.goods, past, on.price, about, settings, as_of)
        applied |= set(masks)
        for name, mask in masks.items():
            counts.loc[name] += [int(mask.sum()), int(mask.any(axis=1).sum())]
        found = scores(people, past, on, linked, np.full(len(people), today), settings)
        forbidden = np.logical_or.reduce(list(masks.values()))
        parts.append(_best(people, past, on, found, forbidden, linked, settings.offers))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    rows = [
        {"filter": name, "applied": name in applied, "why_not": "" if name in applied else about.why_not.get(name, "no-products"), **counts.loc[name]}
        for name in FILTERS
    ]
    return Offers(table, pd.DataFrame(rows), len(past.people))


def _best(
    people: np.ndarray, past: History, on: Shelf, found: dict[str, np.ndarray], forbidden: np.ndarray, linked: pd.DataFrame, offers: int
) -> pd.DataFrame:
    """The best goods of each of `people` as rows, best first; fewer where filters leave fewer."""
    score = np.where(forbidden, -1.0, found["score"])
    order = np.argsort(-score, axis=1, kind="stable")[:, :offers]
    row, rank = np.nonzero(np.take_along_axis(score, order, axis=1) >= 0)
    j = order[row, rank]
    factors = {name: found[name][row, j] for name in ("link", "style", "category")}
    via, good = found["via"][row, j], on.goods[j]
    facts = past.facts.iloc[good]
    strongest = np.select([via >= 0, np.maximum(factors["style"], factors["category"]) <= 1, factors["style"] > factors["category"]], [0, 3, 1], 2)
    link_reason = linked["reason"].to_numpy(object) if len(linked) else np.array([""], dtype=object)
    link_from = linked["antecedent"].to_numpy(object) if len(linked) else np.array([""], dtype=object)
    choices = [strongest == kind for kind in range(4)]
    return pd.DataFrame(
        {
            "customer_id": past.people[people[row]],
            "rank": rank + 1,
            "good": past.goods[good],
            "category": facts["category"].to_numpy(object),
            "reason": np.select(choices, [link_reason[via], "style", "category", "popular"], ""),
            "because": np.select(choices, [link_from[via], facts["style"].to_numpy(object), facts["category"].to_numpy(object), ""], ""),
            "lift": factors["link"] * factors["style"] * factors["category"],
            "price": on.price[j],
        },
        columns=COLUMNS,
    )
