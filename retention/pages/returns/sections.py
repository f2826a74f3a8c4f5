"""What notebook 05 shows of returns: what is open, what to do, how long steps take, why goods come back."""

from retention import durable
from retention.pages.kit import blocks
from retention.pages.kit.blocks import Action, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.pages.returns import pictures, sentences
from retention.pages.returns.tables import Returns
from retention.settings import ServiceSettings
from retention.tables.kpis import LEAST_GROUP
from retention.worklists import as_csv, as_workbook

LISTS, LIST = "return_lists", "returns_open"
Book = Playbook[ServiceSettings]


def of(book: Book) -> Returns:
    """The tables that the sections share."""
    return book.shared(Returns)


RETURNS = Need(lambda book: "" if len(of(book).standings) else book.words("returns-none"))
OPEN = Need(lambda book: "" if len(of(book).open) else book.words("returns-none-open"))
STATES = Need(lambda book: "" if of(book).tells_of_states else book.words("returns-no-states"))
REASONS = Need(lambda book: "" if len(of(book).reasons) and of(book).reasons["returns"].sum() >= LEAST_GROUP else book.words("returns-no-reasons"))


@section(RETURNS)
def bottom_line(book: Book) -> Section:
    """How many returns are open and whom they wait for, what is overdue, how long one takes, and what should not be."""
    found, words = of(book), book.words
    parts = (
        sentences.open_in_words(found.open, words),
        sentences.to_end_in_words(found.to_end, words),
        sentences.not_allowed_in_words(found.not_allowed, words),
    )
    return Section((prose("\n\n".join(part for part in parts if part)),), found.outcomes)


@section(RETURNS.quietly)
def actions(book: Book) -> Section:
    """Open returns on a list: what each waits for, until when, and who has its ticket; first those that are overdue."""
    found, words = of(book), book.words
    place = _written(book)
    late = int((found.open["standing"] == "overdue").sum())
    without = int(found.open["ticket_id"].isna().sum()) if found.open["ticket_id"].notna().any() else 0
    shown = [Action(*sentences.action_words(words), late, place, sentences.without_ticket(without, words), counted=words("returns-counted"))]
    return Section((blocks.actions(shown, words),) if late else (), found.open, private=True)


def _written(book: Book) -> str:
    """Where the list of open returns lies, for its owner only; that of the run before goes where nothing is open."""
    found, folder = of(book), book.shop.out / LISTS
    if found.open.empty:
        for form in ("xlsx", "csv"):
            (folder / f"{LIST}.{form}").unlink(missing_ok=True)
        return ""
    durable.folder_with(0o700, folder)
    told = sentences.list_rows(found.open, book.shop.zone, book.words)
    durable.write_file(folder / f"{LIST}.csv", as_csv(told), mode=0o600)
    return book.shop.told_place(durable.write_file(folder / f"{LIST}.xlsx", as_workbook(told), mode=0o600))


@section(RETURNS.quietly, OPEN)
def steps(book: Book) -> Section:
    """Open returns by what they wait for; their age and each kind below."""
    found, words = of(book), book.words
    rows, heads = sentences.state_rows(found.by_state, words)
    ages, age_heads = sentences.age_rows(found.by_age, words)
    folds = (
        blocks.folded(words("returns-steps-table"), blocks.table(rows, heads, words)),
        blocks.folded(words("returns-ages-table"), blocks.table(ages, age_heads, words)),
    )
    return Section((pictures.steps(found.open, words), *folds), found.by_state)


@section(RETURNS.quietly, STATES)
def waits(book: Book) -> Section:
    """How long each step takes; below it each kind, and changes of state that should not be."""
    found, words = of(book), book.words
    rows, heads = sentences.span_rows(found.spans, words)
    shown = [pictures.waits(found.spans, words), blocks.folded(words("returns-waits-table"), blocks.table(rows, heads, words))]
    if len(found.not_allowed):
        strange, strange_heads = sentences.not_allowed_rows(found.not_allowed, words)
        shown.append(blocks.folded(words("returns-not-allowed-table"), blocks.table(strange, strange_heads, words)))
    return Section(tuple(shown), found.spans)


@section(RETURNS.quietly, REASONS)
def reasons(book: Book) -> Section:
    """Why goods came back as customers say, and how many came back for their size by other things that tell of it."""
    found, words = of(book), book.words
    rows, heads = sentences.size_rows(found.size, words)
    table = blocks.folded(words("returns-size-table"), blocks.table(rows, heads, words))
    return Section((pictures.reasons(found.reasons, words), prose(sentences.size_in_words(found.size, words)), table), found.reasons)


@section(RETURNS.quietly, REASONS.quietly)
def to_change(book: Book) -> Section:
    """Which products and sizes come back more often than their category, and what is said of them."""
    found, words = of(book), book.words
    rates, heads = sentences.rate_rows(found.rates, words)
    folded = blocks.folded(words("returns-rates-table"), prose(words("returns-rates-method")), blocks.table(rates, heads, words))
    if found.to_change.empty:
        return Section((prose(words("returns-nothing-to-change")), folded), found.rates)
    rows, change_heads = sentences.change_rows(found.to_change, words)
    return Section((prose(sentences.change_in_words(found.to_change, words)), blocks.table(rows, change_heads, words), folded), found.to_change)
