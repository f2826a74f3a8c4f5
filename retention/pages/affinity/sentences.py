"""Rules, baskets, recommendations, their backtest and categories in words."""

from typing import TYPE_CHECKING

import pandas as pd

from retention.pages.kit.words import Words
from retention.worklists import WorkList

if TYPE_CHECKING:
    from retention.affinity.recommendations import Offers
    from retention.affinity.sequences import Sequences
    from retention.affinity.trend import Trend

# What a list says of each good.
GOOD = ("good", "category", "price", "why")
REASONS = ("rule", "basket", "category", "style", "popular")
LEAST_SHARE = 0.001  # a reason behind less is not worth a clause


# --- rules -------------------------------------------------------------------------------------------


def rules_title(shown: pd.DataFrame, words: Words) -> str:
    """The strongest rule, or that there is none."""
    if shown.empty:
        return words("affinity-rules-title-none")
    best = shown.iloc[0]
    return words("affinity-rules-title", a=best["antecedent"], c=best["consequent"], lift=times(float(best["lift"]), words))


def times(lift: float, words: Words) -> str:
    """How many times as often: one decimal under ten."""
    return words.number(lift) if lift < 9.95 else words.count(lift)


def rules_in_words(
    tested: "Sequences", shown: pd.DataFrame, unions: pd.DataFrame, days: int, least_expected: float, least_joint: int, words: Words
) -> str:
    """What follows what, how sure that is, and what it does not say."""
    if not tested.pairs:
        return words("affinity-rules-words-untested", least=float(least_expected))
    if shown.empty:
        return words("affinity-rules-words-none", pairs=tested.pairs, least=least_joint)
    # "B or C" is told in place of each alone; a shop without two rules for one good has the most followed rule told.
    best = unions.iloc[0] if len(unions) else shown.sort_values("confidence", ascending=False).iloc[0]
    sentence = words(
        "affinity-rules-words",
        a=best["antecedent"],
        c=either(str(best["consequent"]), words),
        n=int(best["n"]),
        joint=int(best["joint"]),
        days=days,
        confidence=float(best["confidence"]),
        low=float(best["confidence_low"]),
        high=float(best["confidence_high"]),
    )
    more = words("affinity-rules-words-more", rules=len(shown), pairs=tested.pairs, false=tested.false_rules)
    return words.sentences(sentence, more, words("affinity-rules-words-not-cause"))


def either(consequent: str, words: Words) -> str:
    """A union of goods as people say it: B or C."""
    return words("affinity-or-between").join(consequent.split(" / "))


# --- baskets -----------------------------------------------------------------------------------------


def baskets_title(rules: pd.DataFrame, words: Words) -> str:
    """The pair that lies together most beyond chance."""
    if rules.empty or rules["lift"].iloc[0] <= 1:
        return words("affinity-baskets-title-none")
    best = rules.iloc[0]
    return words("affinity-baskets-title", a=best["antecedent"], c=best["consequent"], lift=times(float(best["lift"]), words))


# --- recommendations ---------------------------------------------------------------------------------


def reason(row: dict, days: int, words: Words) -> str:
    """Why a good is offered, for colleagues and for the customer."""
    return words(f"affinity-reason-{row['reason']}", because=str(row["because"] or ""), days=days)


def offers_in_words(offers: "Offers", words: Words) -> str:
    """How many customers get recommendations, and from what."""
    if offers.table.empty:
        return words("affinity-offers-words-none")
    shares = offers.table["reason"].value_counts(normalize=True)
    told = [words(f"affinity-offers-share-{kind}", share=float(shares[kind])) for kind in REASONS if shares.get(kind, 0) >= LEAST_SHARE]
    offered = offers.table["customer_id"].nunique()
    return words("affinity-offers-words", customers=offers.customers, offered=offered, reasons=words("affinity-comma").join(told))


def offer_list(table: pd.DataFrame, days: int, left_out: int, words: Words) -> WorkList:
    """Recommendations as a work list, one row per customer: good_1, category_1, price_1 and why_1 of the best one, then the next ones."""
    rows = table.assign(why=[reason(row, days, words) for row in table.to_dict("records")], price=table["price"].round(2))
    wide = rows.pivot(index="customer_id", columns="rank", values=list(GOOD))
    ranks = sorted(rows["rank"].unique())
    wide.columns = [f"{column[0]}_{column[1]}" for column in wide.columns]
    heads = {f"{name}_{rank}": words(f"affinity-list-{name}", rank=str(rank)) for rank in ranks for name in GOOD}
    people = wide.loc[rows["customer_id"].unique()].reset_index().assign(reason=words("affinity-list-reason"))
    return WorkList("next_goods", people, heads, left_out)


def filter_rows(filters: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The filters for eyes: what each did, or why it could not."""
    applied = [words("affinity-filter-yes") if row["applied"] else words(f"affinity-without-{row['why_not']}") for row in filters.to_dict("records")]
    return filters.assign(filter=[words(f"affinity-filter-{name}") for name in filters["filter"]], applied=applied)


def filter_heads(words: Words) -> dict[str, tuple[str, str]]:
    """Columns of `filter_rows` for `blocks.table`."""
    kinds = {"filter": "text", "applied": "text", "pairs": "count", "customers": "count"}
    return {name: (words("affinity-filter" if name == "filter" else f"affinity-filter-{name}"), kind) for name, kind in kinds.items()}


# --- backtest ----------------------------------------------------------------------------------------


def verdict(backtest: pd.DataFrame) -> str:
    """win, tie or lose against what sells most."""
    ours = _ours(backtest)
    return "win" if ours["ahead_low"] > 0 else "lose" if ours["ahead_high"] < 0 else "tie"


def _ours(backtest: pd.DataFrame) -> dict[str, float]:
    """The figures of our way."""
    row = backtest[backtest["method"] == "ours"].iloc[0]
    return {str(name): float(value) for name, value in row.drop("method").items()}


def backtest_title(backtest: pd.DataFrame, words: Words) -> str:
    """Whether recommendations guessed last orders better than popularity."""
    if backtest.empty:
        return words("affinity-backtest-title-none")
    rate = backtest.set_index("method")["hit_rate"]
    return words(f"affinity-backtest-title-{verdict(backtest)}", ours=float(rate["ours"]), popular=float(rate["popular"]))


def backtest_in_words(backtest: pd.DataFrame, offers: int, words: Words) -> str:
    """What the backtest found, win or lose."""
    if backtest.empty:
        return words("affinity-backtest-words-none")
    ours = _ours(backtest)
    points = {
        name: _points(ours[column], words) for name, column in (("points", "ahead"), ("points_low", "ahead_low"), ("points_high", "ahead_high"))
    }
    sentences = [
        words(
            "affinity-backtest-words",
            offers=offers,
            method=words("affinity-method-ours"),
            rate=ours["hit_rate"],
            low=ours["low"],
            high=ours["high"],
            **points,
        ),
        words(f"affinity-backtest-words-{verdict(backtest)}"),
    ]
    best = backtest.sort_values("hit_rate", ascending=False, kind="stable").iloc[0]
    if best["method"] != "ours":
        sentences.append(words("affinity-backtest-words-best", method=words(f"affinity-method-{best['method']}"), rate=float(best["hit_rate"])))
    return words.sentences(*sentences)


def backtest_rows(backtest: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The backtest for eyes."""
    return backtest.assign(method=[words(f"affinity-method-{method}") for method in backtest["method"]])


def backtest_heads(words: Words) -> dict[str, tuple[str, str]]:
    """Columns of `backtest_rows` for `blocks.table`."""
    names = {"method": "text", "customers": "count", "hit_rate": "share", "low": "share", "high": "share", "mrr": "ratio", "coverage": "share"}
    return {name: (words(f"affinity-backtest-{'hit' if name == 'hit_rate' else name}"), kind) for name, kind in names.items()}


# --- categories --------------------------------------------------------------------------------------


def trend_title(trend: "Trend", words: Words) -> str:
    """The category that moved most on the year before, or the largest where there is no year before."""
    if trend.largest is None:
        return words("affinity-trend-title-none")
    if trend.moved is None:
        category, share = trend.largest
        return words("affinity-trend-title-plain", category=category, share=share, months=trend.months["month"].nunique())
    category, rate = trend.moved
    return words(f"affinity-trend-title-{'up' if rate > 0 else 'down'}", category=category, change=_signed(rate, words))


def change_in_words(change: pd.DataFrame, words: Words) -> str:
    """What the largest category did against the same campaign weeks a year before."""
    known = change[change["change"].notna()] if len(change) else change
    if known.empty:
        return words("affinity-change-words-none")
    row = known.iloc[0]
    return words(
        "affinity-change-words",
        days=(row["last"] - row["first"]).days + 1,
        category=row["category"],
        change=_signed(float(row["change"]), words),
        first=row["year_first"],
        last=row["year_last"],
        paid=float(row["paid"]),
        last_year=float(row["last_year"]),
    )


def _signed(rate: float, words: Words) -> str:
    return ("+" if rate > 0 else "−" if rate < 0 else "±") + words.share(abs(rate))


def _points(share: float, words: Words) -> str:
    return ("+" if share > 0 else "−" if share < 0 else "±") + words.number(abs(share) * 100)
