"""What notebook 05 shows of whether customers would recommend the shop."""

from retention.pages.kit import blocks
from retention.pages.kit import lists as work_lists
from retention.pages.kit.blocks import Action, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.pages.nps import pictures, sentences
from retention.pages.nps.tables import Answers
from retention.settings import ServiceSettings
from retention.tables import DataProblem
from retention.tables.kpis import LEAST_GROUP

CARDS = ("nps", "nps_response")
LISTS = "nps_lists"
Book = Playbook[ServiceSettings]


def of(book: Book) -> Answers:
    """The tables that the sections share."""
    return book.shared(Answers)


ASKED = Need(lambda book: "" if len(of(book).told) else book.words("nps-missing"))
ENOUGH = Need(lambda book: "" if of(book).whole["n"] >= LEAST_GROUP else book.words("nps-few", n=of(book).whole["n"]), quiet=True)
WAVES = Need(lambda book: "" if (large := int((of(book).waves["n"] >= LEAST_GROUP).sum())) > 1 else book.words("nps-few-waves", n=large))
GROUPS = Need(lambda book: "" if (of(book).segments["n"] >= LEAST_GROUP).sum() > 1 else book.words("nps-no-groups"))
WRITTEN = Need(lambda book: "" if of(book).themes.counts["comments"] else book.words("nps-no-comments"))
BOUGHT_AGAIN = Need(lambda book: "" if of(book).worth is not None else book.words("nps-no-orders"))
THINGS = Need(lambda book: "" if len(of(book).drivers) else book.words("nps-no-drivers"))


@section(ASKED, of_orders=False)
def bottom_line(book: Book) -> Section:
    """The score with its interval, what weighting makes of it, and who is behind it."""
    found, words = of(book), book.words
    said = sentences.score_in_words(found.whole, found.bootstrapped, words)
    if found.whole["n"] < LEAST_GROUP:
        return Section((prose(said),), found.scores)
    parts = (said, sentences.weighted_in_words(found.weighted, found.whole, words), sentences.trend_in_words(found.waves, words))
    question = prose(words("nps-question"))
    return Section((prose("\n\n".join(part for part in parts if part)), blocks.folded(words("nps-method"), question)), found.scores)


@section(ASKED.quietly, of_orders=False)
def key_figures(book: Book) -> Section:
    """The score with its change over the wave before, and how many answered."""
    every = of(book).figures
    return Section((blocks.kpi_cards(every, CARDS, book.words),), every, every, ("nps",))


@section(ASKED.quietly, ENOUGH, of_orders=False)
def scores(book: Book) -> Section:
    """How the answers spread from 0 to 10."""
    return Section((pictures.scores(of(book).scores, of(book).whole, book.words),), of(book).scores)


@section(ASKED.quietly, ENOUGH, WAVES, of_orders=False)
def waves(book: Book) -> Section:
    """The score wave by wave; below it each in figures."""
    found, words = of(book), book.words
    rows, heads = sentences.wave_rows(found.waves, words)
    return Section((pictures.waves(found.waves, words), blocks.folded(words("nps-waves-table"), blocks.table(rows, heads, words))), found.waves)


@section(ASKED.quietly, ENOUGH, GROUPS)
def segments(book: Book) -> Section:
    """The score by notebook 02's groups of customers."""
    found, words = of(book), book.words
    rows, heads = sentences.segment_rows(found.segments, words)
    shown = found.segments[found.segments["n"] >= LEAST_GROUP]
    return Section((pictures.segments(shown, words), blocks.folded(words("nps-segments-table"), blocks.table(rows, heads, words))), found.segments)


@section(ASKED.quietly, ENOUGH, THINGS, of_orders=False)
def drivers(book: Book) -> Section:
    """What goes with lower or higher scores."""
    found, words = of(book), book.words
    told = found.drivers
    counted = prose(sentences.counts_in_words(told[told["raw"].isna()], words))
    known, adjusted = told[told["raw"].notna()], told[told["adjusted"].notna()]
    chart = (pictures.drivers(adjusted, words),) if len(adjusted) else ()
    rows, heads = sentences.driver_rows(known, words)
    table = (blocks.folded(words("nps-drivers-table"), prose(words("nps-drivers-method")), blocks.table(rows, heads, words)),) if len(known) else ()
    return Section((*chart, counted, *table), told)


@section(ASKED.quietly, of_orders=False)
def actions(book: Book) -> Section:
    """Detractors of the last day to call, and whether those before were called in time."""
    found, words = of(book), book.words
    people = sentences.call_list(found.to_call, words)
    # In any shop, for the list of the run before must go where there is nobody to call.
    written = work_lists.write(book, LISTS, people, by={people.key: "phone"})
    told = [Action(**written[key].told(sentences.call_action(len(found.to_call), words), words)) for key in written]
    parts = (sentences.loop_in_words(found.loop, words), sentences.may_be_asked_in_words(found.may_be_asked.counts, words))
    said = prose("\n\n".join(part for part in parts if part))
    return Section((*([blocks.actions(told, words)] if told else []), said), found.to_call, private=True)


@section(ASKED.quietly, ENOUGH, WRITTEN, of_orders=False)
def themes(book: Book) -> Section:
    """What detractors write of more often than promoters."""
    told, words = of(book).themes, book.words
    found = told.table
    rows, heads = sentences.theme_rows(found, words)
    table = blocks.folded(words("nps-themes-table"), prose(words("nps-themes-method")), blocks.table(rows, heads, words))
    known = found[found["share_detractors"].notna() & found["share_promoters"].notna()]
    chart = pictures.themes(known, words) if len(known) else prose(sentences.few_comments_in_words(told.counts, words))
    return Section((chart, prose(_checked(of(book), book)), table), found)


def _checked(found: Answers, book: Book) -> str:
    """How well the terms find themes by the sheet that colleagues ticked; where it lies, as long as nobody has."""
    place = book.shop.told_place(found.sheet)
    try:
        found.write_sheet()
    except DataProblem as problem:
        return f"{problem}."
    return sentences.checked_in_words(found.checked, place, book.words)


@section(ASKED.quietly, ENOUGH, BOUGHT_AGAIN)
def worth(book: Book) -> Section:
    """Who orders again within half a year, by what was answered."""
    found, words = of(book).worth, book.words
    assert found is not None
    rows, heads = sentences.worth_rows(found.groups, words)
    table = blocks.folded(words("nps-worth-table"), blocks.table(rows, heads, words))
    return Section((prose(sentences.worth_in_words(found, words)), table), found.groups)
