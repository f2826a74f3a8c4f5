"""What notebook 04 shows: what goes out, what is to come, journeys, who is not written to, texts, rules, control groups."""

from typing import Any

from retention.pages.automation import handed, pictures, sentences
from retention.pages.automation.tables import Planning
from retention.pages.kit import blocks
from retention.pages.kit.blocks import Html, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section, section
from retention.pages.kit.words import Words
from retention.settings import JourneysSettings
from retention.tables import MESSAGE_PLAN

Book = Playbook[JourneysSettings]
EXTREMES = 3


def of(book: Book) -> Planning:
    """The tables that the sections share."""
    return book.shared(Planning)


@section()
def today(book: Book) -> Section:
    """What goes out now, by which channels, and what waits for approval."""
    planning, words = of(book), book.words
    said = prose(sentences.bottom_line(planning, words))
    heads = {
        "journey": (words("automation-head-journey"), "text"),
        "step": (words("automation-head-step"), "text"),
        "channel": (words("automation-head-channel"), "text"),
        "messages": (words("automation-head-messages"), "count"),
        "message_cost": (words("automation-head-cost"), "money"),
        "offer_value": (words("automation-head-offers"), "money"),
        "needs": (words("automation-head-needs"), "text"),
    }
    rows = sentences.batch_rows(planning.batches, words)
    table = [blocks.table(rows, heads, words, bars=("messages",))] if len(rows) else []
    return Section((said, *table), planning.batches, planning.kpis, headline=("messages_now", "messages_blocked"))


@section()
def outlook(book: Book) -> Section:
    """What is known to go out in the days ahead, by day, channel and hour."""
    planning, words = of(book), book.words
    days = planning.by_day
    if days.empty:
        return Section((prose(words("automation-outlook-none")),), days)
    ahead = planning.plan.request.ahead
    shown = (pictures.outlook(days, ahead, words), pictures.hours(planning.by_hour, words), prose(words("automation-outlook-words", days=ahead)))
    return Section((*shown, *_money(planning, words)), days)


def _money(planning: Planning, words: Words) -> tuple[Any, ...]:
    """What the offers of these messages cost; nothing where none has an offer."""
    given = planning.given_out
    if given.empty:
        return ()
    heads = {
        "journey": (words("automation-head-journey"), "text"),
        "offers": (words("automation-head-given"), "count"),
        "at_most": (words("automation-head-at-most"), "money"),
        "expected": (words("automation-head-expected"), "money"),
    }
    rows = sentences.named_journeys(planning.given_by_journey, words)
    if rows["expected"].isna().all():
        del heads["expected"]
    dearest = planning.given_by_journey["journey"].tolist()
    chart = pictures.money(given, dearest, planning.given_in_all[0], planning.plan.request.ahead, words)
    return chart, blocks.table(rows, heads, words, bars=("at_most",)), prose(sentences.money_in_words(planning, words))


@section()
def journeys(book: Book) -> Section:
    """Each live journey with people at every step, and what each missing table would switch on."""
    planning, words = of(book), book.words
    steps = planning.steps()
    lacking, not_begun = sentences.lacking_rows(planning.plan, words), sentences.not_begun(planning.not_begun, words)
    said = [prose(not_begun)] if not_begun else []
    said += [prose(words("automation-lacking-lead") + "\n\n" + lacking)] if lacking else []
    chart = [pictures.flow(steps, words)] if len(steps) else []
    return Section((*chart, *said), steps)


@section()
def not_written_to(book: Book) -> Section:
    """Who is not written to and why; what other caps and quiet hours would change."""
    planning, words = of(book), book.words
    heads = {
        "number": (words("automation-head-number"), "count"),
        "guard": (words("automation-head-guard"), "text"),
        "family": (words("automation-head-family"), "text"),
        "level": (words("automation-head-level"), "text"),
        "first": (words("automation-head-first"), "count"),
        "any": (words("automation-head-any"), "count"),
        "changed": (words("automation-head-changed"), "count"),
    }
    rows = sentences.guards_rows(planning.guards, words)
    chart = [pictures.families(planning.by_family, words)] if len(planning.plan.blocked) else []
    said = sentences.what_if(planning.plan, planning.capped_at_two, planning.quiet_from_seven, words)
    folded = blocks.folded(words("automation-all-guards"), blocks.table(rows, heads, words))
    return Section((*chart, *([prose(said)] if said else []), folded), planning.guards)


@section()
def texts(book: Book) -> Section:
    """The longest and shortest texts and each variant as somebody made up would read them, languages, and what gateways may send back."""
    planning, words = of(book), book.words
    heads, in_languages = sentences.text_heads(planning.languages, words), sentences.languages_in_words(planning.languages, words)
    found = sentences.findings(planning.findings, words)
    said = [prose(words("automation-findings-lead") + "\n\n" + found)] if found else [prose(words("automation-findings-none"))]
    said += [prose(in_languages)] if in_languages else []
    ends = sentences.text_rows(planning.extreme_texts(EXTREMES), words)
    shown: list[Html] = [*said, blocks.table(ends, heads, words, caption=words("automation-texts-ends"))]
    if len(planning.variants):
        each = sentences.text_rows(planning.variants, words)
        named = {name: (words(f"automation-head-{name}"), "text") for name in ("journey", "step", "variant")}
        shown.append(blocks.table(each, named | heads, words, caption=words("automation-texts-variants")))
    rows = sentences.text_rows(planning.shown_texts, words)
    folded = blocks.folded(words("automation-all-texts"), blocks.table(rows, heads, words))
    return Section((*shown, folded), planning.previews)


@section()
def rules(book: Book) -> Section:
    """Rules in words, what they would note, and groups that nobody speaks to."""
    planning, words = of(book), book.words
    lines = [(name, sentences.rule_in_words(tree, words), _then(planning, name, book)) for name, tree in planning.conditions]
    said = [sentences.rules_rows(lines, words), sentences.groups_without_a_row(planning.groups_without_a_row, words)]
    return Section((prose("\n\n".join(part for part in said if part)),), planning.tags)


def _then(planning: Planning, name: str, book: Book) -> str:
    rule = next((rule for rule in planning.settings.rules if rule.id == name), None)
    if rule is None:
        return book.words("automation-then-journey")
    told = rule.then
    parts = {"send": told.send, "issue": told.issue, "tag": told.tag, "tier": told.set_tier}
    said = [book.words(f"automation-then-{what}", name=value) for what, value in parts.items() if value]
    counts = dict(zip(planning.tags["by"], planning.tags["customers"], strict=True))
    noted = [book.words("automation-then-noted", n=int(counts[name]))] if name in counts else []
    return sentences.comma([*said, *noted], book.words)


@section()
def control_groups(book: Book) -> Section:
    """Who is kept back by lot, and what so many people can show."""
    planning, words = of(book), book.words
    heads = {
        "journey": (words("automation-head-journey"), "text"),
        "a_year": (words("automation-head-a-year"), "count"),
        "share": (words("automation-head-share"), "share"),
        "by": (words("automation-head-by"), "text"),
        "shows": (words("automation-head-shows"), "text"),
    }
    power = planning.power
    if power.empty:
        return Section((prose(words("automation-power-none")),), power)
    said = sentences.power_in_words(power, planning.base_rate, planning.settings.hold_out.share, words)
    table = blocks.table(sentences.power_rows(power, words), heads, words)
    means = words.sentences(words("automation-a-year-words"), sentences.at_most(power, words))
    return Section((prose(said), table, prose(means)), power)


@section()
def handed_over(book: Book) -> Section:
    """What was handed over, what waits for approval, and what came back; of the real ledger, never of a rehearsal."""
    planning, words = of(book), book.words
    told = planning.standing
    if told is None:
        return Section((prose(words("automation-handed-none")),))
    heads = {name: (words(f"automation-head-{name.replace('_', '-')}"), kind) for name, kind in handed.HEADS.items()}
    said = prose(handed.in_words(told, planning.now, words))
    table = blocks.table(handed.rows(told, planning.zone, words), heads, words)
    return Section((said, blocks.folded(words("automation-handed-table"), table)), told.batches)


@section()
def save(book: Book) -> Section:
    """Write the plan's counts for whoever works on with them; no customer stands in them."""
    planning, words = of(book), book.words
    path = book.shop.save(planning.counted, MESSAGE_PLAN)
    said = words("core-saved", table=MESSAGE_PLAN.name, rows=len(planning.counted), place=book.shop.told_place(path))
    return Section((prose(said),), planning.counted)
