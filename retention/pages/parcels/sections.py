"""What notebook 05 shows of parcels: whom to tell before she asks, how good the chances are, regions, notices; and of small surprises."""

from retention.pages.kit import blocks
from retention.pages.kit import lists as work_lists
from retention.pages.kit.blocks import Action, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.pages.parcels import pictures, sentences
from retention.pages.parcels.tables import OnTheWay, Surprises
from retention.settings import ServiceSettings

LISTS, SURPRISE_LISTS = "parcel_lists", "surprise_lists"
Book = Playbook[ServiceSettings]


def of(book: Book) -> OnTheWay:
    """The tables that the sections share."""
    return book.shared(OnTheWay)


PARCELS = Need(lambda book: "" if of(book).is_there else book.words("parcels-no-shipments"))
CHANCES = Need(lambda book: sentences.why_no_chance(of(book).why_no_chance, book.words))
REGIONS = Need(lambda book: "" if len(of(book).shocks) else book.words("parcels-no-regions"), quiet=True)
SCANS = Need(lambda book: "" if of(book).parcels.scans is not None else book.words("parcels-no-scans"))


@section(PARCELS, of_orders=False)
def bottom_line(book: Book) -> Section:
    """How many parcels are under way, whom to tell, what that is expected to save, and what is looked for."""
    found, words = of(book), book.words
    said = [
        sentences.under_way_in_words(found.under_way, found.listed, found.day, words),
        sentences.shock_in_words(found.shocks, words),
        sentences.stop_in_words(found.clock.stands_on(found.day), words),
        sentences.looked_for_in_words(found.under_way, len(found.unshipped), found.settings.parcels.unshipped_hours, words),
    ]
    return Section((prose("\n\n".join(part for part in said if part)),), found.under_way, private=True)


@section(PARCELS.quietly, of_orders=False)
def actions(book: Book) -> Section:
    """Customers to tell of a late parcel, on a list with channel and compensation; what that is expected to save."""
    found, words = of(book), book.words
    told = found.listed[~found.listed["held_out"].astype(bool)]
    written = work_lists.write(book, LISTS, sentences.notice_list(told, words))
    # Neither a notice about her own parcel nor a gift needs her consent to marketing.
    shown = [Action(**written[key].told(sentences.notice_action(told, words), words) | {"may": None}) for key in written]
    saved = prose(sentences.savings_in_words(found.savings, found.settings.parcels, words))
    held = prose(sentences.held_out_in_words(found.listed, found.settings.parcels.hold_out, words))
    money = (saved, held) if len(found.listed) and not found.why_no_chance else ()
    return Section((*([blocks.actions(shown, words)] if shown else []), *money), found.listed, private=True)


@section(PARCELS.quietly, CHANCES, of_orders=False)
def chances(book: Book) -> Section:
    """How good the chances were in the past year."""
    found, words = of(book), book.words
    rows, heads = sentences.bin_rows(found.judged.bins, words)
    method = prose("\n\n".join((sentences.judged_in_words(found.judged, words), words("parcels-method"))))
    table = blocks.folded(words("parcels-bins-table"), method, blocks.table(rows, heads, words))
    said = prose(sentences.before_in_words(found.told_before, found.settings.parcels.threshold, words))
    return Section((pictures.chances(found.judged.bins, words), said, table), found.judged.bins)


@section(PARCELS.quietly, REGIONS, of_orders=False)
def regions(book: Book) -> Section:
    """Where parcels have begun to come late."""
    found, words = of(book), book.words
    rows, heads = sentences.region_rows(found.shocks, words)
    table = blocks.folded(words("parcels-regions-table"), prose(words("parcels-regions-method")), blocks.table(rows, heads, words))
    return Section((table,), found.shocks)


@section(PARCELS.quietly, SCANS, of_orders=False)
def notices(book: Book) -> Section:
    """At which step parcels stand, and how many customers were told of it."""
    found, words = of(book), book.words
    rows, heads = sentences.step_rows(found.notices, words)
    said = prose(sentences.notices_in_words(found.notices, words))
    return Section((said, blocks.folded(words("parcels-steps-table"), blocks.table(rows, heads, words))), found.notices)


@section()
def surprises(book: Book) -> Section:
    """This month's surprises, drawn by lot within the budget, and what those before did."""
    found, words = book.shared(Surprises), book.words
    settings, drawn = found.settings.surprise, found.drawn
    effect = prose(sentences.effect_in_words(found.read, settings, words))
    found.write_down()
    packed = drawn[drawn["arm"] == "treated"].reset_index(drop=True)
    written = work_lists.write(book, SURPRISE_LISTS, sentences.packing_list(packed, words))
    shown = [Action(**written[key].told(sentences.packing_action(packed, words), words) | {"may": None}) for key in written]
    said = prose(sentences.draw_in_words(drawn, found.month, found.seed, settings, words))
    return Section((*([blocks.actions(shown, words)] if shown else []), said, effect), drawn, private=True)
