"""What notebook 05 shows of what customers are worth, how good such forecasts were before, and whom to invest in or to call."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from retention.lifetime import backtest, fallbacks, kpis, lists, reference
from retention.pages.kit import blocks
from retention.pages.kit import lists as work_lists
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.labels import as_text
from retention.pages.kit.section import Need, Section, section
from retention.pages.kit.words import Words
from retention.pages.lifetime import pictures, rows, sentences
from retention.pages.lifetime.tables import Value
from retention.settings import ServiceSettings
from retention.tables import FORECASTS
from retention.tables.kpis import KPI_LEVEL, LEAST_GROUP
from retention.worklists import WorkList

LISTS = "value_lists"
HEADLINE = ("margin_expected", "revenue_expected", "customers_expected", "value_past_error")
Book = Playbook[ServiceSettings]


def of(book: Book) -> Value:
    """The tables that the sections share."""
    return book.shared(Value)


# --- what sections need ------------------------------------------------------------------------------


def _enough(book: Book) -> str:
    value = of(book)
    if value.lacking == "few":
        return sentences.few_in_words(value.usual, LEAST_GROUP, book.words)
    return sentences.lacking_in_words(value.lacking, book.words)


def _model(message: str) -> Need:
    return Need(lambda book: book.words(message) if of(book).fitted.model is None else "")


def _two_groups(groups: Callable[[Value], pd.Series], message: str) -> Need:
    return Need(lambda book: book.words(message) if groups(of(book)).nunique() < 2 else "")


def _past(book: Book) -> str:
    value, days = of(book), of(book).settings.backtest_days
    return sentences.past_in_words(value.past_error, days, book.words, value.past_windows) if value.past_error.empty else ""


ENOUGH = Need(_enough)
A_MODEL, A_MODEL_OF_GROUPS = _model("lifetime-no-model"), _model("lifetime-groups-alike")
A_PAST_FORECAST = Need(_past)
NEWCOMERS = Need(lambda book: sentences.no_newcomers_in_words(why, book.words) if (why := of(book).why_no_newcomers) else "")
A_CHECK = Need(lambda book: sentences.no_check_in_words(of(book).checked, of(book).settings.backtest_days, book.words))


# --- the bottom line ---------------------------------------------------------------------------------


@section()
def bottom_line(book: Book) -> Section:
    """What the base is worth with its range, how wrong such forecasts were, and every case that was met."""
    value, words, s = of(book), book.words, of(book).settings
    if lacking := ENOUGH.lacking(book):
        # Of so few customers this is the bottom line, not a line that stands for it.
        return Section((prose(lacking),))
    cases = [*sentences.cases_in_words(value.fitted.findings, words), sentences.fallback_in_words(value.fitted, s.level, words)]
    said = (
        sentences.worth_in_words(value.whole, s.horizon_days, s.level, value.margin_rate, words, value.fitted.model is not None),
        sentences.off_in_words(value.whole, value.off, words),
        sentences.weights_in_words(value.weights, value.past_error, words),
        sentences.to_date_in_words(value.forecasts, value.margin_rate, words),
        _newcomers_in_words(value, words),
        book.about_refunds(),
        "\n".join(f"- {case}" for case in cases if case),
    )
    return Section((prose("\n\n".join(part for part in said if part)),), value.whole)


def _newcomers_in_words(value: Value, words: Words) -> str:
    if value.fitted.model is None:
        return ""
    why, worth, s = value.why_no_newcomers, value.newcomers_worth(), value.settings
    if worth is None:
        return sentences.no_newcomers_in_words(why, words) if why else ""
    return sentences.newcomers_in_words(worth, s.horizon_days, s.level, words)


@section(ENOUGH.quietly)
def key_figures(book: Book) -> Section:
    """The whole base's expected value, orders and past error as cards; value by cohort, group, purchases so far and first channel."""
    value, window = of(book), kpis.window(book.as_of, of(book).settings.horizon_days)
    told = [
        kpis.base_kpis(value.fitted, value.forecasts, value.worth(level=KPI_LEVEL), value.margin_rate, window),
        kpis.past_kpis(value.judged, value.past_error, book.period),
    ]
    if value.fitted.model is not None:
        told.append(kpis.newcomer_kpis(value.newcomers_worth(KPI_LEVEL), value.why_no_newcomers, value.margin_rate, window))
        groupings = {
            "value_of_cohort": value.cohorts,
            "value_of_segment": value.segments,
            "value_of_band": value.bands,
            "value_of_channel": value.channels,
        }
        told += [kpis.group_kpis(name, value.of_groups(groups, KPI_LEVEL), window) for name, groups in groupings.items()]
    every = pd.concat(told, ignore_index=True)
    headline = [name for name in HEADLINE if name in set(every["name"])]
    return Section((blocks.kpi_cards(every, headline, book.words),), every, every, tuple(headline))


# --- whom to invest in, whom to call -----------------------------------------------------------------


@section()
def actions(book: Book) -> Section:
    """Whom to invest in and whom to call; writes both work lists."""
    value, words = of(book), book.words
    # In any shop, for lists of the run before must go where there is nobody to list.
    written = work_lists.write(book, LISTS, *_lists(book), by={"call": "phone"})
    if not written:
        return Section((blocks.missing(ENOUGH.lacking(book) or words("lifetime-lists-none"), words),))
    about = {"invest": _about_investing, "call": _about_calls}
    shown = [blocks.Action(**listed.told(about[key](value, words), words)) for key, listed in written.items()]
    return Section((blocks.actions(shown, words),), lists.listed_together(value.lists))


def _lists(book: Book) -> list[WorkList]:
    value = of(book)
    return [
        rows.work_list(key, work_lists.owned(people, value.pyramid), value.margin_rate, value.left_out[key], book.words)
        for key, people in value.lists.items()
    ]


def _about_investing(value: Value, words: Words) -> dict[str, Any]:
    s, money = value.settings, value.worth_of_lists.set_index("group").to_dict("index")
    shares = lists.shares(value.lists["invest"], value.forecasts)
    return rows.invest_words(shares, money["invest"], s.horizon_days, s.level, value.margin_rate, words)


def _about_calls(value: Value, words: Words) -> dict[str, Any]:
    return rows.call_words(lists.silence(value.lists["call"]), value.settings.horizon_days, value.margin_rate, words)


# --- who holds the value -----------------------------------------------------------------------------


@section(ENOUGH, A_MODEL_OF_GROUPS, _two_groups(lambda value: value.cohorts, "lifetime-one-cohort"))
def by_cohort(book: Book) -> Section:
    """Expected value by when customers first ordered."""
    return _by(book, "value_of_cohort", of(book).cohorts, in_order=True)


@section(ENOUGH.quietly, A_MODEL_OF_GROUPS.quietly, _two_groups(lambda value: value.segments, "lifetime-one-group"))
def by_segment(book: Book) -> Section:
    """Expected value by the groups of notebook 02, as of the same day."""
    return _by(book, "value_of_segment", of(book).segments)


@section(ENOUGH.quietly, A_MODEL_OF_GROUPS.quietly, _two_groups(lambda value: value.bands, "lifetime-one-band"))
def by_band(book: Book) -> Section:
    """Expected value by how often customers have bought so far."""
    return _by(book, "value_of_band", of(book).bands, in_order=True)


@section(ENOUGH.quietly, A_MODEL_OF_GROUPS.quietly, _two_groups(lambda value: value.channels, "lifetime-one-channel"))
def by_channel(book: Book) -> Section:
    """Expected value by channel of the first order, which notebook 01 finds."""
    return _by(book, "value_of_channel", of(book).channels)


def _by(book: Book, figure: str, groups: pd.Series, in_order: bool = False) -> Section:
    value, s = of(book), of(book).settings
    table = value.of_groups(groups)
    chart = pictures.groups(table, figure, s.horizon_days, s.level, sentences.kind_of(value.margin_rate), book.words, in_order)
    return Section((chart,), table)


# --- customers still to be won -----------------------------------------------------------------------


@section(ENOUGH, A_MODEL, NEWCOMERS)
def new_customers(book: Book) -> Section:
    """New customers of each month so far and as expected; how wrong past forecasts of them were."""
    value, words, s = of(book), book.words, of(book).settings
    months, past = value.newcomers_by_month, value.newcomers_past
    said = sentences.newcomers_past_in_words(past, value.newcomers_level_days, s.backtest_days, words)
    told = rows.newcomers_past_rows(past, words)
    fold = [blocks.folded(words("lifetime-past-tables"), blocks.table(told, as_text(told), words))] if len(told) else []
    return Section((pictures.newcomers(months, s.horizon_days, words), prose(said), *fold), months)


# --- past forecasts ----------------------------------------------------------------------------------


@section(ENOUGH, A_PAST_FORECAST)
def past_forecasts(book: Book) -> Section:
    """Each past forecast's total against what came, beside plain rules; who wins, measure by measure; the season ahead."""
    value, words, days = of(book), book.words, of(book).settings.backtest_days
    winners = backtest.winners(value.judged)
    said = (
        sentences.past_in_words(value.past_error, days, words),
        sentences.winners_in_words(winners, words),
        sentences.season_in_words(value.guesses, value.whole_year, value.past_error, value.set_aside, words),
    )
    tables = [blocks.table(each, as_text(each), words) for each in (rows.winners_rows(winners, words), rows.past_rows(value.past, words))]
    chart = pictures.past_errors(value.judged, value.past_error, days, words)
    return Section((chart, prose("\n\n".join(said)), blocks.folded(words("lifetime-past-tables"), *tables)), value.past)


# --- the model ---------------------------------------------------------------------------------------


@section(ENOUGH, A_CHECK)
def check_weeks(book: Book) -> Section:
    """Repeat orders by week, what came and what the model expected, with the last weeks kept back."""
    weeks = of(book).weeks
    return Section((pictures.tracking(weeks, book.words),), weeks)


@section(ENOUGH.quietly, A_MODEL.quietly)
def check_repeats(book: Book) -> Section:
    """Customers by number of repeat orders, beside what the model expects."""
    repeats = of(book).repeats
    return Section((pictures.histogram(repeats, book.words),), repeats)


@section(ENOUGH.quietly, A_CHECK.quietly)
def check_tenths(book: Book) -> Section:
    """Whether those the model forecast to order did, by tenth of its forecast."""
    tenths = of(book).tenths
    return Section((pictures.tenths(tenths, of(book).settings.backtest_days, book.words),), tenths)


@section()
def about_the_model(book: Book) -> Section:
    """The parameters in words, the spend model's assumption, and the check against lifetimes."""
    value, words = of(book), book.words
    if lacking := ENOUGH.lacking(book) or A_MODEL.lacking(book):
        return Section((prose(lacking),))
    spend = sentences.correlation_in_words(fallbacks.spend_correlation(value.usual), words) if value.fitted.spend else ""
    alone = sentences.model_alone_in_words(value.whole, value.settings.level, value.margin_rate, words)
    lines = (sentences.parameters_in_words(value.fitted, words), alone, spend, _against_lifetimes(book))
    return Section((prose("\n".join(f"- {line}" for line in lines if line)),), value.beside_lifetimes)


def _against_lifetimes(book: Book) -> str:
    if not reference.is_there():
        return book.words("lifetime-reference-missing")
    return sentences.reference_in_words(of(book).beside_lifetimes, book.words)


# --- the table forecasts -----------------------------------------------------------------------------


@section()
def dictionary(book: Book) -> Section:
    """What each column of the table forecasts means."""
    told = rows.dictionary(book.words)
    return Section((blocks.folded(book.words("lifetime-dictionary"), blocks.table(told, as_text(told), book.words)),), told)


@section()
def save(book: Book) -> Section:
    """Keep the table forecasts for notebook 02."""
    table = of(book).forecasts
    return Section((book.save(table, FORECASTS),), table)
