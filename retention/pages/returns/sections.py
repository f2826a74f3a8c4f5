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
OPEN = Need(lambda book: "" if len(of(book).open) else book.words("returns-none-open"), quiet=True)
STATES = Need(lambda book: "" if of(book).tells_of_states else book.words("returns-no-states"))
STAYS = Need(lambda book: "" if len(sentences.spans_of_all(of(book).spans)) else book.words("returns-waits-few"))
GOODS = Need(lambda book: "" if of(book).counted >= LEAST_GROUP else book.words("returns-few-goods"))
REASONS = Need(lambda book: "" if sentences.with_reason(of(book).reasons) >= LEAST_GROUP else book.words("returns-no-reasons"))


@section(RETURNS.quietly)
def late(book: Book) -> Section:
    """That returns wait longer than promised; nothing where none does. Their number stands on the board then, too."""
    found, words = of(book), book.words
    shown = (prose(sentences.late_now(found.late, words)),) if len(found.late) else ()
    return Section(shown, found.late, found.figures, ("returns_late",) if len(found.late) else (), private=True)


@section(RETURNS)
def bottom_line(book: Book) -> Section:
    """How many returns are open and whom they wait for, what is late, how long one takes, and what should not be."""
    found, words = of(book), book.words
    parts = (
        sentences.open_in_words(found.open, len(found.late), found.without_ticket, found.knows_open, words),
        sentences.to_end_in_words(found.to_end, words),
        sentences.not_allowed_in_words(found.not_allowed, words),
    )
    return Section((prose("\n\n".join(part for part in parts if part)),), found.outcomes)


@section(RETURNS.quietly)
def actions(book: Book) -> Section:
    """Open returns on a list: what each waits for, until when, and who has its ticket; first those that are overdue."""
    found, words = of(book), book.words
    place = _written(book)
    if found.open.empty:
        return Section((), found.open, private=True)
    if found.late.empty:
        return Section((prose(words("returns-list-at", n=len(found.open), place=place)),), found.open, private=True)
    title, who, why = sentences.action_words(found.late, len(found.open), words)
    shown = Action(title, who, len(found.late), place, why, counted=words("returns-counted"))
    return Section((blocks.actions([shown], words),), found.open, private=True)


def _written(book: Book) -> str:
    """Where the list of open returns lies, for its owner only; that of the run before goes where nothing is open."""
    found, folder = of(book), book.shop.out / LISTS
    if found.open.empty:
        for form in ("xlsx", "csv"):
            (folder / f"{LIST}.{form}").unlink(missing_ok=True)
        return ""
    durable.folder_with(0o700, folder)
    told = sentences.list_rows(found.open, book.shop.zone, found.tells_of_tickets, book.words)
    durable.write_file(folder / f"{LIST}.csv", as_csv(told), mode=0o600)
    return book.shop.told_place(durable.write_file(folder / f"{LIST}.xlsx", as_workbook(told), mode=0o600))


@section(RETURNS.quietly, OPEN)
def steps(book: Book) -> Section:
    """Open returns by what they wait for, or by age where no steps are told; their age and each kind below."""
    found, words = of(book), book.words
    rows, heads = sentences.state_rows(found.by_state, words)
    ages, age_heads = sentences.age_rows(found.by_age, words)
    folds = (
        blocks.folded(words("returns-steps-table"), blocks.table(rows, heads, words)),
        blocks.folded(words("returns-ages-table"), blocks.table(ages, age_heads, words)),
    )
    chart = pictures.steps(found.open, words) if found.tells_of_states else pictures.ages(found.by_age, words)
    return Section((chart, *folds), found.by_state)


@section(RETURNS.quietly, STATES, STAYS)
def waits(book: Book) -> Section:
    """How long each step takes; below it each kind."""
    found, words = of(book), book.words
    rows, heads = sentences.span_rows(found.spans, words)
    table = blocks.folded(words("returns-waits-table"), prose(words("returns-waits-method")), blocks.table(rows, heads, words))
    return Section((pictures.waits(found.spans, words), table), found.spans)


@section(RETURNS.quietly, STATES.quietly)
def not_allowed(book: Book) -> Section:
    """Changes of state that should not be, each with a code of one return; nothing where there are none."""
    found, words = of(book), book.words
    if found.not_allowed.empty:
        return Section((), found.not_allowed)
    rows, heads = sentences.not_allowed_rows(found.not_allowed, words)
    return Section((blocks.folded(words("returns-not-allowed-table"), blocks.table(rows, heads, words)),), found.not_allowed)


@section(RETURNS.quietly, GOODS, REASONS)
def reasons(book: Book) -> Section:
    """Why goods came back as customers say, and how many came back for their size by other things that tell of it."""
    found, words = of(book), book.words
    rows, heads = sentences.size_rows(found.size, words)
    table = blocks.folded(words("returns-size-table"), blocks.table(rows, heads, words))
    return Section((pictures.reasons(found.reasons, words), prose(sentences.size_in_words(found.size, words)), table), found.reasons)


@section(RETURNS.quietly, GOODS.quietly)
def to_change(book: Book) -> Section:
    """Which products and sizes come back more often than their category, and what is said of them; below it the share of each."""
    found, words = of(book), book.words
    folds = []
    for what in ("product", "size"):
        rows, heads = sentences.rate_rows(found.rates, what, words)
        if len(rows):
            about = prose(words("returns-rates-method"))
            folds.append(blocks.folded(words(f"returns-rates-{what}"), about, blocks.table(rows, heads, words)))
    if found.to_change.empty:
        return Section((prose(words("returns-nothing-to-change")), *folds), found.rates)
    rows, heads = sentences.change_rows(found.to_change, words)
    table = blocks.folded(words("returns-change-table"), blocks.table(rows, heads, words))
    said = prose(sentences.change_in_words(found.to_change, words))
    return Section((pictures.to_change(found.to_change, words), said, table, *folds), found.to_change)
