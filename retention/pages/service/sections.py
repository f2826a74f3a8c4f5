"""What notebook 05 shows of service: whether customers are answered and helped as promised, what is open, what to do today."""

import pandas as pd

from retention import durable
from retention.pages.kit import blocks
from retention.pages.kit.blocks import Action, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.pages.service import pictures, sentences
from retention.pages.service.tables import RECENT_DAYS, Desk
from retention.service.kpis import desk_rows, promise_rows
from retention.settings import ServiceSettings
from retention.tables.kpis import LEAST_GROUP, kpi_table
from retention.worklists import as_csv, as_workbook

LISTS = "service_lists"
LISTED = ("overdue", "due_soon")
CARDS = ("replied_in_time", "solved_in_time", "tickets_overdue")
Book = Playbook[ServiceSettings]


def of(book: Book) -> Desk:
    """The tables that the sections share."""
    return book.shared(Desk)


def _enough(told: pd.DataFrame) -> bool:
    """Whether a share can be told of any row."""
    return bool((told["due"] >= LEAST_GROUP).any())


def _promised(book: Book) -> dict[str, str]:
    """What is promised, in words, by the name of its policy."""
    return sentences.promises(of(book).settings, book.words)


# Nothing of a help desk is one line; that line is the first section's.
TICKETS = Need(lambda book: "" if of(book).is_there else book.words("service-no-tickets"))
SOME_DUE = Need(lambda book: "" if _enough(of(book).kept) else book.words("service-few", n=len(of(book).clocks)), quiet=True)
A_MONTH = Need(lambda book: "" if any(map(_enough, of(book).months.values())) else book.words("service-few-a-month"))
REPLIES = Need(lambda book: sentences.why_no_replies(of(book).promised["reply"], of(book).messages is not None, book.words))
AN_HOUR = Need(lambda book: "" if _enough(of(book).hourly) else book.words("service-few-an-hour"))
OPEN_KNOWN = Need(lambda book: "" if of(book).knows_open else book.words("service-no-solutions"))


@section(TICKETS, of_orders=False)
def bottom_line(book: Book) -> Section:
    """Whether what was promised was kept lately, which promise is kept least, and what is open."""
    desk, words = of(book), book.words
    said = [
        sentences.lately_in_words(desk.lately, RECENT_DAYS, len(desk.clocks), words),
        sentences.worst_in_words(desk.kept, _promised(book), words),
        sentences.open_in_words(desk.standings, len(desk.open), desk.knows_open, desk.local_moment, words),
        sentences.gaps_in_words(desk.kept, desk.without_limit, desk.years_not_known, _promised(book), words),
    ]
    return Section((prose("\n\n".join(part for part in said if part)),), desk.kept)


@section(TICKETS.quietly, of_orders=False)
def key_figures(book: Book) -> Section:
    """Answered by a person in time, solved in time, open and overdue, each beside the days before."""
    desk = of(book)
    rows = promise_rows(desk.lately, desk.rows, book.as_of, RECENT_DAYS) + desk_rows(desk.standings, len(desk.open), desk.knows_open, book.as_of)
    every = kpi_table(rows)
    return Section((blocks.kpi_cards(every, CARDS, book.words),), every, every, CARDS)


@section(TICKETS.quietly, OPEN_KNOWN.quietly, of_orders=False)
def actions(book: Book) -> Section:
    """Tickets that are overdue or due soon, each on a list of its own."""
    desk, words = of(book), book.words
    lists = {standing: desk.open[desk.open["standing"] == standing] for standing in LISTED}
    places = {standing: _written(book, standing, rows) for standing, rows in lists.items()}
    shown = [
        Action(
            *sentences.action_words(standing, rows, words),
            len(rows),
            places[standing],
            sentences.why_now(rows, words),
            counted=words("service-tickets"),
        )
        for standing, rows in lists.items()
        if len(rows)
    ]
    nothing = blocks.note(words("service-nothing-due"), words)
    return Section((blocks.actions(shown, words) if shown else nothing,), pd.concat(lists.values(), ignore_index=True), private=True)


def _written(book: Book, standing: str, rows: pd.DataFrame) -> str:
    """Where the list of these tickets lies, for its owner only; that of the run before goes where there is nothing to list."""
    folder, words = book.shop.out / LISTS, book.words
    if rows.empty:
        for form in ("xlsx", "csv"):
            (folder / f"{standing}.{form}").unlink(missing_ok=True)
        return ""
    durable.folder_with(0o700, folder)
    told = sentences.list_rows(rows, _promised(book), of(book).zone, words)
    durable.write_file(folder / f"{standing}.csv", as_csv(told), mode=0o600)
    return book.shop.told_place(durable.write_file(folder / f"{standing}.xlsx", as_workbook(told), mode=0o600))


@section(TICKETS.quietly, SOME_DUE, of_orders=False)
def promises(book: Book) -> Section:
    """How often each promise was kept, beside its goal; below it what a shop may publish of it, with the figure."""
    desk, words = of(book), book.words
    chart = pictures.promises(desk.kept[desk.kept["due"] >= LEAST_GROUP], _promised(book), words)
    rows, heads = sentences.promise_rows(desk.kept, _promised(book), words)
    public, public_heads = sentences.public_rows(desk.kept[desk.kept["due"] >= LEAST_GROUP], _promised(book), words)
    folds = (
        blocks.folded(words("service-promises-table"), blocks.table(rows, heads, words)),
        blocks.folded(words("service-public-table"), prose(words("service-public-about")), blocks.table(public, public_heads, words)),
        blocks.folded(words("service-method"), prose(words("service-method-text"))),
    )
    return Section((chart, *folds), desk.kept)


@section(TICKETS.quietly, SOME_DUE, A_MONTH, of_orders=False)
def months(book: Book) -> Section:
    """Replies by a person and solutions in time, month by month."""
    desk, words = of(book), book.words
    told = pd.concat([table.assign(promised=kind) for kind, table in desk.months.items()], ignore_index=True)
    return Section((pictures.months(desk.months, words),), told)


@section(TICKETS.quietly, SOME_DUE, REPLIES, AN_HOUR, of_orders=False)
def by_hour(book: Book) -> Section:
    """When customers wait too long for a person; weekdays, channels, kinds and teams below."""
    desk, words = of(book), book.words
    folds = []
    for what in ("weekday", "channel", "kind", "group"):
        told = desk.told_by(what)
        if told["value"].nunique() > 1:
            rows, heads = sentences.by_rows(told, what, words)
            folds.append(blocks.folded(words(f"service-by-{what}"), blocks.table(rows, heads, words)))
    return Section((pictures.hours(desk.hourly, words), *folds), desk.hourly)


@section(TICKETS.quietly, OPEN_KNOWN, of_orders=False)
def open_tickets(book: Book) -> Section:
    """Open tickets by age, and where they stand."""
    desk, words = of(book), book.words
    if desk.open.empty:
        return Section((blocks.note(words("service-none-open"), words),), desk.ages)
    return Section((pictures.ages(desk.ages, words), prose(sentences.standings_in_words(desk.standings, words))), desk.ages)


@section(TICKETS.quietly, of_orders=False)
def repeats(book: Book) -> Section:
    """Customers who had to ask again, and solutions that did not hold."""
    desk, words = of(book), book.words
    said = sentences.repeats_in_words(desk.repeats, desk.reopened, desk.settings.repeat_days, words)
    rows, heads = sentences.repeat_rows(desk.repeats, words)
    table = [blocks.folded(words("service-repeats-table"), blocks.table(rows, heads, words))] if len(rows) else []
    return Section((prose(said), *table), desk.repeats)
