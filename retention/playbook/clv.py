"""What notebook 05 works with: `value = clv.of(book)` holds its tables, the functions below show them.

A shop may have nobody to forecast (guests only, one day): then every function says so in a sentence instead of
drawing. The table forecasts is reused from an earlier run where it can be, and so are those of notebooks 01 and 02 (`book.made`).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention import lifetime
from retention.figures import blocks
from retention.figures import lifetime as charts
from retention.figures.blocks import NOTHING, Html, prose
from retention.lifetime import backtest, check, fallbacks, lists, measures, reference
from retention.lifetime.fallbacks import Fitted
from retention.lifetime.worth import worth
from retention.playbook import Playbook
from retention.playbook import lists as work_lists
from retention.playbook.value_groups import cohorts, first_channels, purchase_bands
from retention.settings import LifetimeSettings
from retention.tables import FORECASTS, PYRAMID, SEGMENTS
from retention.tables.kpis import KPI_LEVEL, UNKNOWN, kpi_row, kpi_table
from retention.words import Words
from retention.words import lifetime as tell
from retention.words import value as say

LISTS = "value_lists"
MOST_LISTED, LISTED_SHARE = 200, 0.1
PAST_ERROR = ("rule", "origins", "typical", "lowest", "highest")
Shown: TypeAlias = Html | go.Figure


# --- tables --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checked:
    """The latest past forecast that can be judged: `known` are its customers with what came, `expected` what was forecast of each."""

    origin: backtest.Origin
    known: pd.DataFrame
    fitted: Fitted
    expected: pd.DataFrame


@dataclass(frozen=True)
class Value:
    """The tables of one shop's forecasts, each made when it is first asked for."""

    book: Playbook[LifetimeSettings]

    @property
    def settings(self) -> LifetimeSettings:
        """Horizon, discount, level and the rest."""
        return self.book.settings

    @property
    def margin_rate(self) -> float | None:
        """Margin per net paid, where the shop gives one."""
        return self.book.about.margin_rate

    @cached_property
    def history(self) -> pd.DataFrame:
        """Repeat history of each customer at as_of."""
        return lifetime.repeat_history(self.book.need("orders"), self.book.as_of)

    @cached_property
    def nothing(self) -> str:
        """Why there is nothing to show, as a sentence; empty where there is."""
        if self.history.empty:
            return self.book.words("lifetime-nobody")
        if self.history["T"].max() == 0:
            return self.book.words("lifetime-one-day")
        usual = self.history[~self.history["customer_id"].isin(self.fitted.bulk)]
        few = len(usual) < fallbacks.LEAST_CUSTOMERS and self.fitted.model is None
        return tell.few_in_words(usual, fallbacks.LEAST_CUSTOMERS, self.book.words) if few else ""

    @cached_property
    def fitted(self) -> Fitted:
        """The models, or what stands in for them."""
        return fallbacks.fit(self.history, self.settings)

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """The table FORECASTS, reused where it can be."""
        return self.book.made(FORECASTS, self.forecasts_anew)

    def forecasts_anew(self) -> pd.DataFrame:
        """The table FORECASTS from what is fitted here; empty without customers."""
        if self.history.empty:
            return pd.DataFrame(columns=list(FORECASTS.columns))
        return fallbacks.forecasts(self.fitted, self.history, self.settings, self.margin_rate)

    def worth(self, groups: pd.Series | None = None, level: float | None = None) -> pd.DataFrame:
        """Totals with their ranges, of all customers and of each group."""
        settings = self.settings.model_copy(update={"level": level or self.settings.level})
        return worth(self.fitted, self.history, settings, groups)

    @cached_property
    def whole(self) -> pd.DataFrame:
        """Totals of all customers at the level of the settings."""
        return self.worth()

    @cached_property
    def first_day(self) -> date:
        """Day of the first order of a known customer."""
        return pd.Timestamp(self.history["first_on"].min()).date()

    @cached_property
    def past(self) -> pd.DataFrame:
        """One row per past forecast and rule."""
        return backtest.backtest(self.book.need("orders"), self.first_day, self.book.as_of, self.settings, self.book.calendar)

    @cached_property
    def past_error(self) -> pd.DataFrame:
        """How far past totals were off, by rule; empty where none can be judged."""
        judged = not self.past.empty and self.past["error"].notna().any()
        return backtest.past_error(self.past) if judged else pd.DataFrame(columns=list(PAST_ERROR))

    @property
    def not_judged(self) -> str:
        """Message id of why no past forecast can be judged; only where `past_error` is empty."""
        return "kpi-missing-young" if self.past.empty else "kpi-missing-nobody-back"

    @property
    def past_windows(self) -> int:
        """How many past windows were looked at, whether or not anybody ordered again in them."""
        return 0 if self.past.empty else int(self.past["origin"].nunique())

    @cached_property
    def checked(self) -> Checked | None:
        """The latest forecast whose days are over; None in a young shop."""
        found = backtest.origins(self.first_day, self.book.as_of, self.settings, self.book.calendar)
        if not found:
            return None
        cut = self.settings.model_copy(update={"horizon_days": self.settings.backtest_days, "replicates": 0})
        known = lifetime.calibration_and_holdout(self.book.need("orders"), found[0].on, found[0].window.last)
        fitted = fallbacks.fit(known, cut)
        return Checked(found[0], known, fitted, fallbacks.forecasts(fitted, known, cut, None))

    @cached_property
    def groups(self) -> pd.Series:
        """Each customer's operating group, as notebook 02 makes them for this day."""
        found = self.history[["customer_id"]].merge(self.book.made(SEGMENTS)[["customer_id", "group"]], "left", "customer_id")["group"]
        return found.fillna(UNKNOWN).set_axis(self.history.index)

    @cached_property
    def lists(self) -> dict[str, pd.DataFrame]:
        """Work lists by name; nobody stands in both, and no marked account. None where no model tells customers apart."""
        if self.nothing or self.fitted.model is None:
            return {}
        usual, _ = work_lists.without_marked(self.forecasts, self.pyramid)
        return {key: people for key, people in self._listed(usual).items() if len(people)}

    @cached_property
    def left_out(self) -> dict[str, int]:
        """Marked accounts that would stand in each list."""
        return {key: work_lists.without_marked(people, self.pyramid)[1] for key, people in self._listed(self.forecasts).items()}

    @cached_property
    def pyramid(self) -> pd.DataFrame:
        """One row per customer, as notebook 01 makes it."""
        return self.book.made(PYRAMID)

    def _listed(self, forecasts: pd.DataFrame) -> dict[str, pd.DataFrame]:
        most = min(MOST_LISTED, int(np.ceil(LISTED_SHARE * len(self.forecasts))))
        call = lists.worth_a_call(self.fitted, forecasts, most)
        gaps = forecasts.assign(own_gap=forecasts["recency"] / forecasts["frequency"])[["customer_id", "own_gap"]]
        call = call.merge(gaps, "left", "customer_id")
        others = forecasts[~forecasts["customer_id"].isin(call["customer_id"])]
        return {"invest": lists.worth_investing(others, most), "call": call}


def of(book: Playbook[LifetimeSettings]) -> Value:
    """What the customers of this shop are worth."""
    return Value(book)


# --- shown ---------------------------------------------------------------------------------------------


def bottom_line(value: Value) -> Html:
    """What the base is worth with its range, how wrong such forecasts were, and every case that was met."""
    words, s = value.book.words, value.settings
    if value.nothing:
        return prose(value.nothing)
    worth_said = tell.worth_in_words(value.whole, s.horizon_days, s.level, value.margin_rate, words, value.fitted.model is not None)
    past = tell.past_in_words(value.past_error, s.backtest_days, s.horizon_days, words, value.past_windows)
    to_date = tell.to_date_in_words(value.forecasts, value.margin_rate, words)
    cases = [*tell.cases_in_words(value.fitted.findings, words), tell.fallback_in_words(value.fitted, s.level, words)]
    listed = "\n".join(f"- {case}" for case in cases if case)
    return prose("\n\n".join(part for part in (worth_said, past, to_date, value.book.about_refunds(), listed) if part))


def kpis(value: Value) -> pd.DataFrame:
    """The figures for kpis.json: the whole base, and its expected value by cohort, segment and first channel."""
    if value.nothing:
        return kpi_table([])
    window = say.window(value.book.as_of, value.settings.horizon_days)
    whole = value.worth(level=KPI_LEVEL).set_index("quantity").to_dict("index")
    scale = 1.0 if value.margin_rate is None else value.margin_rate
    money = {name: whole["revenue"][name] * scale for name in ("value", "low", "high")}
    n = len(value.history)
    model = value.past_error[value.past_error["rule"] == "model"]
    past = {"value": float(model["typical"].iloc[0]), "n": int(model["origins"].iloc[0])} if len(model) else {"missing": value.not_judged}
    orders = {name: whole["orders"][name] for name in ("value", "low", "high")}
    chance = {"value": float(value.forecasts["p_order"].mean())} if n >= fallbacks.LEAST_CUSTOMERS else {"missing": "kpi-missing-too-few"}
    if value.fitted.has("no-repeaters"):
        # Nothing but an upper limit is known, which the sentence gives; 0 would be no forecast.
        money = orders = chance = {"missing": "kpi-missing-no-repeaters"}
    each = {name: amount / n for name, amount in money.items()} if "value" in money else money
    rows = [
        kpi_row("value_total", "money", window, **money, n=n),
        kpi_row("value_per_customer", "money", window, **each, n=n),
        kpi_row("orders_expected", "count", window, **orders, n=n),
        kpi_row("customers_expected", "share", window, **chance, n=n),
        kpi_row("value_past_error", "share", _past_window(value), **past),
    ]
    groupings = {
        "value_of_cohort": cohorts(value.history),
        "value_of_segment": value.groups,
        "value_of_band": purchase_bands(value.history),
        "value_of_channel": _channels(value),
    }
    for name, groups in groupings.items():
        if value.fitted.model is not None:
            table = value.worth(groups, KPI_LEVEL).query("quantity == 'revenue' and group.notna()")
            ends = ("value", "low", "high")
            rows += [
                kpi_row(name, "money", window, group=row["group"], **{end: row[end] * scale for end in ends}, n=row["customers"])
                for row in table.to_dict("records")
            ]
    return kpi_table(rows)


def _past_window(value: Value) -> str:
    if value.past_error.empty:
        return value.book.period
    return f"{value.past['first'].min()}..{value.past['last'].max()}"


def actions(value: Value) -> Html:
    """Write the work lists and show whom to invest in and whom to call."""
    words, written = value.book.words, _written(value)
    if not written:
        return blocks.missing(value.nothing or words("lifetime-lists-none"), words)
    member = {person: key for key, people in value.lists.items() for person in people["customer_id"]}
    bands = value.worth(value.history["customer_id"].map(member).fillna("rest"))
    by_list = bands[bands["quantity"] == "revenue"].dropna(subset=["group"]).set_index("group").to_dict("index")
    shown = []
    for key, people in value.lists.items():
        about = say.action_words(key, people, value.forecasts, by_list[key], value.margin_rate, value.settings, words)
        shown.append(blocks.Action(**written[key].told(about, words)))
    return blocks.actions(shown, words)


def _written(value: Value) -> dict[str, work_lists.Written]:
    """The lists written: the one of whom to call says how many may be called."""
    found = [
        say.work_list(key, work_lists.owned(people, value.pyramid), value.margin_rate, value.left_out[key], value.book.words)
        for key, people in value.lists.items()
    ]
    return work_lists.write(value.book, LISTS, *found, by={"call": "phone"})


def by_cohort(value: Value) -> Shown:
    """Expected value by when customers first ordered."""
    if not value.nothing and value.fitted.model is None:
        return blocks.missing(value.book.words("lifetime-groups-alike"), value.book.words)
    return _nothing(value) or _groups(value, "value_of_cohort", cohorts(value.history), "lifetime-one-cohort", in_order=True)


def by_segment(value: Value) -> Shown:
    """Expected value by the groups of notebook 02, as of the same day."""
    if value.nothing:
        return NOTHING
    return _groups(value, "value_of_segment", value.groups, "lifetime-one-group")


def by_band(value: Value) -> Shown:
    """Expected value by how often customers have bought so far."""
    if value.nothing:
        return NOTHING
    return _groups(value, "value_of_band", purchase_bands(value.history), "lifetime-one-band", in_order=True)


def by_channel(value: Value) -> Shown:
    """Expected value by channel of the first order, which notebook 01 finds."""
    if value.nothing:
        return NOTHING
    return _groups(value, "value_of_channel", _channels(value), "lifetime-one-channel")


def _channels(value: Value) -> pd.Series:
    return first_channels(value.history, value.pyramid)


def _groups(value: Value, figure: str, groups: pd.Series, alone: str, in_order: bool = False) -> Shown:
    words, s = value.book.words, value.settings
    if value.fitted.model is None:
        return NOTHING  # said once, by the first of these sections
    if groups.nunique() < 2:
        return blocks.missing(words(alone), words)
    return charts.groups(value.worth(groups), figure, s.horizon_days, s.level, value.margin_rate, words, in_order)


def past_forecasts(value: Value) -> Shown:
    """Each past forecast's total against what came, beside the plain rules."""
    if value.nothing or value.past_error.empty:
        days, words = value.settings.backtest_days, value.book.words
        return _nothing(value) or blocks.missing(tell.past_in_words(value.past_error, days, days, words, value.past_windows), words)
    return charts.past_errors(value.past, value.past_error, value.settings.backtest_days, value.book.words)


def who_wins(value: Value) -> Html:
    """Model or plain rule, measure by measure, and what is known of the season ahead."""
    words, days = value.book.words, value.settings.backtest_days
    if value.nothing or value.past_error.empty:
        return NOTHING
    season = backtest.season_ratio(value.book.need("orders"), value.first_day, value.book.as_of, value.settings, value.book.calendar)
    won = tell.winners_in_words(backtest.winners(value.past), words)
    return prose(f"{won}\n\n{tell.season_in_words(season, value.past_error, days, words)}")


def past_tables(value: Value) -> Shown:
    """The comparison in figures, and every past forecast, folded."""
    words = value.book.words
    if value.nothing or value.past_error.empty:
        return NOTHING
    compared = tell.winners_rows(say.measures_shown(backtest.winners(value.past), words), words)
    each = say.past_rows(value.past, words)
    tables = [blocks.table(rows, {str(c): (str(c), "text") for c in rows}, words) for rows in (compared, each)]
    return blocks.folded(words("lifetime-past-tables"), *tables)


def weeks(value: Value) -> Shown:
    """Repeat orders by week, what came and what the model expected, with the last weeks kept back."""
    checked = None if value.nothing else value.checked
    if checked is None or checked.fitted.model is None:
        return _no_model(value)
    orders, window = value.book.need("orders"), checked.origin.window
    usual = orders.filter(~orders.customer_id.isin(sorted(checked.fitted.bulk))) if checked.fitted.bulk else orders
    by_day = check.repeat_days(usual, checked.origin.on, window.last)
    return charts.tracking(check.tracking(checked.fitted.model, by_day, checked.origin.on, window.last), value.book.words)


def repeats(value: Value) -> Shown:
    """Customers by number of repeat orders, beside what the model expects."""
    if value.nothing or value.fitted.model is None:
        return NOTHING
    usual = value.history[~value.history["customer_id"].isin(value.fitted.bulk)]
    return charts.histogram(check.frequency_histogram(value.fitted.model, usual), value.book.words)


def tenths(value: Value) -> Shown:
    """Whether those forecast to order did, by tenth of the forecast."""
    checked = None if value.nothing else value.checked
    if checked is None or checked.fitted.model is None:
        return NOTHING
    expected = checked.expected
    table = measures.by_tenth(expected["expected_orders"].to_numpy(), expected["p_order"].to_numpy(), checked.known["orders_after"].to_numpy())
    return charts.tenths(table, value.settings.backtest_days, value.book.words)


def about_the_model(value: Value) -> Html:
    """The parameters in words, the spend model's assumption, and the check against lifetimes."""
    words = value.book.words
    if value.nothing or value.fitted.model is None:
        return prose(value.nothing or words("lifetime-no-model"))
    usual = value.history[~value.history["customer_id"].isin(value.fitted.bulk)]
    spend = tell.correlation_in_words(fallbacks.spend_correlation(usual), words) if value.fitted.spend else ""
    lines = [tell.parameters_in_words(value.fitted, words), spend, _against_lifetimes(usual, value, words)]
    return prose("\n".join(f"- {line}" for line in lines if line))


def _against_lifetimes(usual: pd.DataFrame, value: Value, words: Words) -> str:
    if not reference.is_there():
        return words("lifetime-reference-missing")
    try:
        return tell.reference_in_words(reference.against_lifetimes(usual, days=value.settings.horizon_days, seed=value.settings.seed), words)
    except reference.NoMaximum:
        return words("lifetime-reference-none")


def dictionary(value: Value) -> Html:
    """What each column of the table forecasts means."""
    words = value.book.words
    rows = say.dictionary(words)
    return blocks.folded(words("lifetime-dictionary"), blocks.table(rows, {str(c): (str(c), "text") for c in rows}, words))


def save(value: Value) -> Html:
    """Where the table forecasts lies for the other notebooks."""
    return value.book.save(value.forecasts, FORECASTS)


def _nothing(value: Value) -> Shown | None:
    return blocks.missing(value.nothing, value.book.words) if value.nothing else None


def _no_model(value: Value) -> Shown:
    words = value.book.words
    if nothing := _nothing(value):
        return nothing
    if value.checked is None:
        return blocks.missing(words("lifetime-no-check", days=str(3 * value.settings.backtest_days)), words)
    why = tell.why_no_model(value.checked.fitted, words)
    return blocks.missing(words("lifetime-no-check-model", day=value.checked.origin.on, why=why), words)
