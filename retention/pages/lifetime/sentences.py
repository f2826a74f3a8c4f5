"""Forecasts in words: what the base is worth, how such forecasts did before, which case was met, titles of the charts.

Every function takes a finished table of room `lifetime`; names of rules and groups are those of the tables.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.labels import message_id
from retention.pages.kit.words import Words
from retention.tables.forecasts import CLOCK, PLAIN, POOLED, scale_of

if TYPE_CHECKING:
    from retention.lifetime.check import Checked
    from retention.lifetime.fallbacks import Finding, Fitted
    from retention.lifetime.own_errors import OwnErrors

# Under this relative difference two totals are "about as many".
EVEN = 0.01
DAYS_A_YEAR = 365
# A larger relative difference from lifetimes would be another result, not another rounding.
SAME = 1e-4
LACKING = {"nobody": "lifetime-nobody", "one-day": "lifetime-one-day"}


# --- names -------------------------------------------------------------------------------------------


def kind_of(margin_rate: float | None) -> str:
    """What money is called: margin needs a margin rate."""
    return "revenue" if margin_rate is None else "margin"


def rule_label(rule: str, words: Words) -> str:
    """What a way of forecasting is called."""
    return words(f"lifetime-rule-{message_id(rule)}")


# --- the base ----------------------------------------------------------------------------------------


def lacking_in_words(lacking: str, words: Words) -> str:
    """Why nothing can be forecast: nobody, or one-day; empty where something can."""
    return words(LACKING[lacking]) if lacking else ""


def few_in_words(history: pd.DataFrame, least: int, words: Words) -> str:
    """How many customers there are and how many came back: all that can be said of so few."""
    again = history["frequency"][history["frequency"] > 0]
    return words("lifetime-few", customers=len(history), repeaters=len(again), orders=int(again.sum()), least=least)


def worth_in_words(worth: pd.DataFrame, days: int, level: float, margin_rate: float | None, words: Words, modelled: bool = True) -> str:
    """What the whole base is expected to order and bring, with the range of each; `modelled`: by a model, not at one pace for all."""
    whole = _whole(worth)
    orders, revenue = whole["orders"], whole["revenue"]
    if orders["value"] == 0:
        return words("lifetime-worth-none", days=days, level=level, orders_high=float(orders["high"]))
    scale = scale_of(margin_rate)
    sentence = words(
        "lifetime-worth",
        customers=int(orders["customers"]),
        days=days,
        level=level,
        kind=kind_of(margin_rate),
        orders=float(orders["value"]),
        orders_low=float(orders["low"]),
        orders_high=float(orders["high"]),
        money=float(revenue["value"]) * scale,
        money_low=float(revenue["low"]) * scale,
        money_high=float(revenue["high"]) * scale,
    )
    note = [words("lifetime-worth-revenue-note")] if margin_rate is None else []
    return words.sentences(sentence, *note, words("lifetime-worth-known-only" if modelled else "lifetime-worth-at-rate"))


def _whole(worth: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """The row of the whole base for each quantity."""
    return {row["quantity"]: row for row in worth[worth["group"].isna()].to_dict("records")}


def _by_rule(past_error: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """The row of each rule."""
    return {row["rule"]: row for row in past_error.to_dict("records")}


def to_date_in_words(forecasts: pd.DataFrame, margin_rate: float | None, words: Words) -> str:
    """What the customers have brought so far, the other part of their value."""
    column = "revenue_to_date" if margin_rate is None else "margin_to_date"
    return words("lifetime-worth-past", money=float(forecasts[column].sum()), kind=kind_of(margin_rate))


# --- past forecasts ----------------------------------------------------------------------------------


def off_in_words(worth: pd.DataFrame, off: "OwnErrors", words: Words) -> str:
    """How wide the range of money is, and what told it."""
    money = _whole(worth)["revenue"]
    if not money["value"] > 0:
        return ""
    ends = {"below": 1 - float(money["low"]) / float(money["value"]), "above": float(money["high"]) / float(money["value"]) - 1}
    taught = words("lifetime-off", windows=off.windows, days=off.days, **ends)
    return words.sentences(taught, *([words("lifetime-off-carried", days=off.days)] if off.carried else []))


def weights_in_words(weights: Mapping[str, float], past_error: pd.DataFrame, words: Words) -> str:
    """Which way of forecasting weighs most on this shop, and how far each of the two heaviest was off; empty where there is one only."""
    if len(weights) < 2:
        return ""
    known = _by_rule(past_error)
    first, second = (_weighed(rule, share, known, words) for rule, share in list(weights.items())[:2])
    return words("lifetime-weights", first=first, second=second)


def _weighed(rule: str, share: float, known: Mapping[str, Mapping], words: Words) -> str:
    label = rule_label(rule, words)
    if rule not in known:
        return words("lifetime-weights-item-new", rule=label, share=share)
    return words("lifetime-weights-item", rule=label, share=share, typical=float(known[rule]["typical"]))


def newcomers_in_words(worth: pd.DataFrame, days: int, level: float, words: Words) -> str:
    """How many customers are still to be won in the days ahead, and what they bring in them, with the range of each."""
    found = {row["quantity"]: row for row in worth.to_dict("records")}
    kind = "margin" if "margin" in found else "revenue"
    values = {
        f"{name}{end}": float(found[quantity][column])
        for name, quantity in (("customers", "customers"), ("orders", "orders"), ("money", kind))
        for end, column in (("", "value"), ("_low", "low"), ("_high", "high"))
    }
    return words("lifetime-newcomers", days=days, level=level, kind=kind, **values)


def no_newcomers_in_words(why: "Finding", words: Words) -> str:
    """Why customers still to be won are not forecast."""
    return words(f"lifetime-case-{why.case}", **why.values)


def newcomers_past_in_words(past: pd.DataFrame, level_days: int, days: int, words: Words) -> str:
    """What a forecast of newcomers rests on (`level_days` beside those a year before), and how far past ones over so many `days` were off."""
    windows = past[past["quantity"] == "customers"]
    came = windows[windows["actual"] > 0]
    off, empty = (came["forecast"] / came["actual"] - 1).tolist(), len(windows) - len(came)
    said = [words("lifetime-newcomers-how", days=level_days)]
    if off:
        ends = {"lowest": _off(min(off), words), "highest": _off(max(off), words)}
        said.append(words("lifetime-newcomers-past", windows=len(off), days=days, **ends))
    if empty:
        said.append(words("lifetime-newcomers-past-nobody", windows=empty, days=days))
    return words.sentences(*said, *([] if off or empty else [words("lifetime-newcomers-past-none")]))


def newcomers_title(months: pd.DataFrame, days: int, words: Words) -> str:
    """How many are expected in all."""
    return words("lifetime-newcomers-title", days=days, customers=float(months.loc[months["kind"] == "expected", "customers"].sum()))


def model_alone_in_words(worth: pd.DataFrame, level: float, margin_rate: float | None, words: Words) -> str:
    """What the model by itself expects, with the range it believes in."""
    money = _whole(worth)["revenue"]
    ends = {name: float(money[f"model_{name}"]) * scale_of(margin_rate) for name in ("value", "low", "high")}
    return words("lifetime-model-alone", kind=kind_of(margin_rate), level=level, **ends)


def past_in_words(past_error: pd.DataFrame, days: int, words: Words, windows: int = 0) -> str:
    """How far past totals of such forecasts were off; where none can be judged, whether the shop is too young or nobody came back in `windows`."""
    ours = past_error[past_error["rule"] == POOLED]
    if ours.empty:
        return words("lifetime-past-nobody", days=days, windows=windows) if windows else words("lifetime-past-none", days=3 * days)
    row = ours.iloc[0]
    if row["origins"] == 1:
        side = "high" if row["highest"] > 0 else "low"
        found = [words("lifetime-past-one", days=days, size=abs(float(row["highest"])), side=side)]
        found += [] if pd.isna(row["money_typical"]) else [words("lifetime-past-one-money", off=_off(float(row["money_highest"]), words))]
    else:
        ends = {name: _off(float(row[name]), words) for name in ("lowest", "highest")}
        found = [words("lifetime-past-range", origins=int(row["origins"]), days=days, typical=float(row["typical"]), **ends)]
        if pd.notna(row["money_typical"]):
            of_money = {name: _off(float(row[f"money_{name}"]), words) for name in ("lowest", "highest")}
            found.append(words("lifetime-past-range-money", typical=float(row["money_typical"]), **of_money))
    return words.sentences(*found)


def _off(error: float, words: Words) -> str:
    if abs(error) < EVEN / 2:
        return words("lifetime-off-none")
    return words("lifetime-off-high" if error > 0 else "lifetime-off-low", size=abs(error))


def winners_in_words(winners: pd.DataFrame, words: Words) -> str:
    """Who is ahead on this shop, measure by measure."""
    if winners.empty:
        return words("lifetime-winners-none")
    sentences = []
    for winner in ("ours", "plain", "tie"):
        won = winners[winners["winner"] == winner]
        items = [_measure(row, winner, words) for row in won.to_dict("records")]
        if items:
            sentences.append(words(f"lifetime-winners-{winner}", measures=words("lifetime-list-comma").join(items)))
    return words.sentences(*sentences)


def _measure(row: dict, winner: str, words: Words) -> str:
    measure = words(f"lifetime-measure-{message_id(row['measure'])}")
    return words("lifetime-winners-plain-item", measure=measure, rule=rule_label(row["rule"], words)) if winner == "plain" else measure


def season_in_words(rules: Collection[str], whole_year: bool, past_error: pd.DataFrame, set_aside: int, words: Words) -> str:
    """Whether a season is known, and why not; `rules`: every way by which today's customers are forecast; `whole_year`: one lies behind them.

    set_aside: past forecasts made before a season was known, which are not judged.
    """
    if CLOCK not in rules:
        return words.sentences(words("lifetime-season-unfitted" if whole_year else "lifetime-season-unknown"), words("lifetime-season-none"))
    known = _by_rule(past_error)
    if CLOCK not in known:
        return words("lifetime-season-new")
    aside = [words("lifetime-season-aside", forecasts=set_aside)] if set_aside else []
    return words.sentences(words("lifetime-season-known"), *aside)


def _side(error: float) -> tuple[float, str]:
    return abs(error), "even" if abs(error) < EVEN else "high" if error > 0 else "low"


# --- cases and parameters ----------------------------------------------------------------------------


def cases_in_words(findings: Sequence["Finding"], words: Words) -> list[str]:
    """One sentence for each case that was met."""
    return [_case(finding, words) for finding in findings]


def _case(finding: "Finding", words: Words) -> str:
    values: dict[str, float | str] = dict(finding.values)
    if "correlation" in finding.values:
        correlation = finding.values["correlation"]
        values = {"side": "rise" if correlation > 0 else "fall", "correlation": words.number(correlation, 2)}
    return words(f"lifetime-case-{finding.case}", **values)


def no_check_in_words(checked: "Checked | None", days: int, words: Words) -> str:
    """Why no past forecast over so many days shows how the model did: none is that old, or there was no model yet; empty where one does."""
    if checked is None:
        return words("lifetime-no-check", days=str(3 * days))
    why = why_no_model(checked.fitted, words)
    return words("lifetime-no-check-model", day=checked.origin.on, why=why) if why else ""


def why_no_model(fitted: "Fitted", words: Words) -> str:
    """Why no model could be fitted; empty where one was."""
    return _case(fitted.why_no_model, words) if fitted.why_no_model else ""


def fallback_in_words(fitted: "Fitted", level: float, words: Words) -> str:
    """The rate used instead of a model; empty where there is a model, or where nobody has come back yet."""
    if fitted.model is not None or fitted.has("no-repeaters"):
        return ""
    rate = {name: _yearly(value, words) for name, value in (("rate", fitted.rate.value), ("low", fitted.rate.low), ("high", fitted.rate.high))}
    return words("lifetime-fallback-rate", level=level, **rate)


def _yearly(rate: float, words: Words) -> str:
    return "–" if pd.isna(rate) else words.number(rate * DAYS_A_YEAR, 2)


def parameters_in_words(fitted: "Fitted", words: Words) -> str:
    """The order model's parameters and what they mean; empty where they may not be shown."""
    model = fitted.model
    if model is None or not fitted.parameters_shown:
        return ""
    return words(
        "lifetime-parameters",
        pace=words.number(DAYS_A_YEAR * model.r / model.alpha, 1),
        stop=model.a / (model.a + model.b),
        model=words("lifetime-model-mbgnbd" if model.modified else "lifetime-model-bgnbd"),
        r=words.number(model.r, 3),
        alpha=words.number(model.alpha, 1),
        a=words.number(model.a, 3),
        b=words.number(model.b, 3),
        likelihood=words.number(model.log_likelihood, 1),
        condition=model.condition,
    )


def correlation_in_words(correlation: float, words: Words) -> str:
    """The spend model's assumption, as a figure."""
    return words("lifetime-correlation", correlation=words.number(correlation, 2))


def reference_in_words(against: pd.DataFrame, words: Words) -> str:
    """How far our figures are from those of lifetimes, or that it finds none."""
    if against.empty:
        return words("lifetime-reference-none")
    worst = against.iloc[int(against["difference"].abs().argmax())]
    size = abs(float(worst["difference"]))
    message = "lifetime-reference" if size < SAME else "lifetime-reference-unlike"
    values: dict[str, int | str] = {"customers": int(worst["customers"]), "difference": f"{size:.0e}"}
    return words(message, **values) if size < SAME else words(message, figure=f"{worst['model']} {worst['figure']}", **values)


# --- titles ------------------------------------------------------------------------------------------


def tracking_title(tracking: pd.DataFrame, words: Words) -> str:
    """Whether the model was low or high over the weeks kept back (over all weeks where none was)."""
    weeks = tracking[tracking["holdout"]] if tracking["holdout"].any() else tracking
    actual = weeks["week_actual"].sum()
    size, side = _side(weeks["week_expected"].sum() / actual - 1) if actual else (0.0, "even")
    return words("lifetime-tracking-title-even") if side == "even" else words(f"lifetime-tracking-title-{side}", size=size)


def tenths_title(tenths: pd.DataFrame, words: Words) -> str:
    """How concentrated the orders were on those forecast highest."""
    orders, best = (tenths["actual"] * tenths["customers"]).to_numpy(), int(tenths["part"].argmax())
    if orders.sum() == 0:
        return words("lifetime-tenths-title-none")
    people = float(tenths["customers"].to_numpy()[best] / tenths["customers"].sum())
    return words("lifetime-tenths-title", people=people, orders=float(orders[best] / orders.sum()))


def past_title(past_error: pd.DataFrame, words: Words) -> str:
    """The forecast's typical error beside that of the best plain rule."""
    typical = past_error.set_index("rule")["typical"]
    plain = typical[[rule for rule in typical.index if rule in PLAIN]]
    if plain.empty:
        return words("lifetime-past-title-alone", ours=float(typical[POOLED]))
    return words("lifetime-past-title-plain", ours=float(typical[POOLED]), plain=float(plain.min()))


def groups_title(values: pd.DataFrame, words: Words) -> str:
    """The group that holds most of the expected money, and its share; `values` names the groups as people read them."""
    best, whole = best_group(values), float(values["value"].sum())
    name = str(best["group"])
    return words("lifetime-groups-title", group=name[:1].upper() + name[1:], share=float(best["value"]) / whole if whole else 0.0)


def best_group(values: pd.DataFrame) -> pd.Series:
    """The row of the group worth most."""
    return values.sort_values("value").iloc[-1]
