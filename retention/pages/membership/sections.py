"""What notebook 03 shows of today's programme: tiers and points, their age, the shop's own balances beside ours."""

from retention.pages.kit import blocks
from retention.pages.kit.blocks import Action, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.labels import as_text
from retention.pages.kit.section import Need, Section, section
from retention.pages.membership import pictures, sentences
from retention.pages.membership.tables import Today
from retention.redemption import Redemption
from retention.settings import LoyaltySettings
from retention.tables import MEMBERS

Book = Playbook[LoyaltySettings]


def of(book: Book) -> Today:
    """The tables that the sections share."""
    return book.shared(Today)


A_PROGRAMME = Need(lambda book: book.words("standing-none") if of(book).programme is None else "")
A_MEMBER = Need(lambda book: book.words("standing-needs-members") if of(book).members.empty else "")


# --- members -----------------------------------------------------------------------------------------


@section(A_PROGRAMME, A_MEMBER)
def tiers(book: Book) -> Section:
    """Members by tier, today and once orders under way are completed; what they hold, and how many points will ever be spent."""
    today, words = of(book), book.words
    chart = pictures.tiers(today.by_tier, today.in_force.label, book.as_of, words)
    rows, heads = sentences.tier_rows(today.by_tier, today.in_force.points is not None, words)
    figures = blocks.folded(words("standing-tiers-table"), blocks.table(rows, heads, words))
    return Section((chart, prose(_standing_in_words(book)), figures), today.by_tier)


def _standing_in_words(book: Book) -> str:
    today, words = of(book), book.words
    burned, earned = today.burned_and_earned
    found = today.redeemed
    said = [
        sentences.standing_in_words(today.members, today.in_force, words),
        sentences.burned_in_words(burned / earned, words) if earned > 0 else "",
    ]
    if found is not None and found.source != "none":
        said.append(words.sentences(_redeemed_in_words(book, found), _liability_in_words(book)))
    if "next_steps" in today.listed:
        said.append(words.sentences(words("standing-steps"), today.listed["next_steps"][1].in_words(words)))
    return "\n\n".join(part for part in said if part)


def _redeemed_in_words(book: Book, found: Redemption) -> str:
    """Which share of points will be spent, and what that rests on."""
    told, words = {"value": found.rate, "low": found.low, "high": found.high, "source": found.source}, book.words
    if found.source == "tail" and _never_lost(book):
        return sentences.never_lapsing_in_words(told, of(book).settings.redemption_prior, words)
    return sentences.redeemed_in_words(told, words)


def _liability_in_words(book: Book) -> str:
    """The points held in money."""
    held = of(book).liability
    return sentences.liability_in_words(held, _never_lost(book), book.words) if held is not None and held.points else ""


def _never_lost(book: Book) -> bool:
    points = of(book).in_force.points
    return points is not None and points.expiry_days is None


@section(A_PROGRAMME.quietly, A_MEMBER.quietly)
def points_age(book: Book) -> Section:
    """Points members hold, by age."""
    today = of(book)
    if not today.points_age["points"].sum() > 0:
        return Section(table=today.points_age)
    return Section((pictures.ageing(today.points_age, today.in_force.label, book.words, book.as_of),), today.points_age)


@section()
def reconciliation(book: Book) -> Section:
    """Our balances beside the shop's own: how many agree, and the largest differences under a code."""
    found, words = of(book).reconciled, book.words
    if found is None:
        return Section()
    shown = [blocks.table(*sentences.fate_rows(found.counts, words), words, caption=words("standing-fates-caption"))]
    if len(found.points):
        rows = found.points.head(sentences.MOST_DIFFERENCES).assign(customer=lambda t: t["customer_id"].map(book.pseudonym))
        caption = words("standing-differences-caption", n=len(found.points))
        shown.append(blocks.table(*sentences.difference_rows(rows, words), words, caption=caption))
    said = prose(sentences.reconciled_in_words(found.counts, words))
    return Section((said, blocks.folded(words("standing-reconciliation"), *shown)), found.points)


def list_actions(book: Book) -> list[Action]:
    """Write each member's next step as work lists; what to do with the two that ask for something."""
    today, words, asked = of(book), book.words, []
    if "near_next_tier" in today.listed:
        people, written = today.listed["near_next_tier"]
        asked.append(Action(**written.told(sentences.step_action(people, today.order_value, words), words)))
    if "points_lapsing" in today.listed:
        people, written = today.listed["points_lapsing"]
        asked.append(Action(**written.told(sentences.expiry_action(people, today.in_force.value_per_point, words), words)))
    return asked


# --- the table members -------------------------------------------------------------------------------


@section()
def dictionary(book: Book) -> Section:
    """What each column of the table members means."""
    told = sentences.dictionary(book.words)
    return Section((blocks.folded(book.words("standing-dictionary"), blocks.table(told, as_text(told), book.words)),), told)


@section()
def save(book: Book) -> Section:
    """Keep the table members for notebook 04."""
    table = of(book).table
    return Section((book.save(table, MEMBERS),), table)
