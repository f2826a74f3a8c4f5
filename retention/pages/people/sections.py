"""What notebook 01 shows of people: reach, members, super-users, follow-up, marked accounts.

Work lists go into folders of their own below `out/`, since each folder is replaced as a whole.
"""

from retention import contact
from retention.pages.kit import blocks, lists
from retention.pages.kit.blocks import NOTHING, Html, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section, table_of
from retention.pages.people import pictures, sentences
from retention.pages.people.tables import People
from retention.pyramid import follow_up, marks, membership, reach, social
from retention.settings import PyramidSettings

Book = Playbook[PyramidSettings]
EVENTS = table_of("events", "super-need")
SPEAKERS = Need(lambda book: "" if of(book).speakers_known else book.words("super-none-recorded"))
TOUCHES = table_of("touches", "follow-need")
FOLLOWED = Need(lambda book: "" if len(of(book).followed) else book.words("follow-nothing-yet"))


def of(book: Book) -> People:
    """The tables that the sections share."""
    return book.shared(People)


# --- reach -------------------------------------------------------------------------------------------


@section()
def contactable(book: Book) -> Section:
    """Whom the shop may contact, channel by channel, and by how many."""
    people, words, days = of(book), book.words, book.settings.lapsed_days
    chart = pictures.reach_funnel(people.funnel, int(people.ways.may.any(axis=1).sum()), days, words)
    kpis = reach.kpis(people.ways, people.active, book.settings.least_group, book.period)
    rows, heads = sentences.reach_rows(people.funnel, words)
    tables = [blocks.table(rows, heads, words)]
    if people.ways.consents_known:
        masked = contact.masked_but_agreed(people.ways)
        said: Html = prose(sentences.reach_in_words(people.funnel, people.overlap, masked, days, words))
        tables.append(blocks.table(people.overlap, sentences.overlap_heads(words), words, caption=words("reach-overlap-caption")))
    else:
        said = blocks.missing(words("reach-need-consents"), words)
    folded = NOTHING if rows.empty else blocks.folded(words("reach-table"), *tables)
    return Section((chart, said, folded), people.funnel, kpis)


@section()
def purposes(book: Book) -> Section:
    """Fields that serve some purposes only, and for how many customers they may be used for marketing."""
    table, words = of(book).purposes, book.words
    if table.empty:
        return Section((blocks.note(words("reach-purposes-none"), words),), table)
    rows, heads = sentences.purposes_rows(table, words, book.about.fields)
    plain = table.assign(purposes=table["purposes"].map(", ".join))
    return Section((blocks.table(rows, heads, words, caption=words("reach-purposes-caption")),), plain)


# --- members -----------------------------------------------------------------------------------------


@section()
def members(book: Book) -> Section:
    """Who joined when and how, the members' part of the trade, and members beside non-members."""
    people, words = of(book), book.words
    joined = blocks.missing(words("members-need"), words) if people.joins is None else pictures.member_joins(people.joins, words)
    kpis = membership.kpis(people.customers, book.settings.least_group, people.window, book.period)
    if people.members.empty:
        return Section((joined,), people.members, kpis)
    rows, heads = sentences.compared_rows(people.members_compared, words)
    beside = Html(blocks.table(rows, heads, words, caption=words("members-caption")).html + blocks.note(words("members-how"), words).html)
    return Section((joined, pictures.members_share(people.members, words), beside), people.members_compared, kpis)


# --- super-users -------------------------------------------------------------------------------------


@section(EVENTS)
def super_users(book: Book) -> Section:
    """Who speaks for the shop, as a work list, and the rule that finds them."""
    people, words, rule = of(book), book.words, book.settings.super_user
    if not people.speakers_known:
        return Section((blocks.note(words("super-none-recorded"), words),))
    found, left_out = lists.without_marked(social.super_users(people.customers), people.customers)
    work = sentences.super_user_list(lists.owned(found, people.customers), left_out, words)
    written = lists.write(book, "super_user_lists", work)
    kpis = social.kpis(people.customers, book.period)
    if found.empty:
        said = f"{words('super-rule', **sentences.rule_values(rule))} {words('super-none')}"
        return Section((blocks.note(said, words),), found, kpis)
    about = sentences.super_user_action(found, rule, words)
    return Section((blocks.actions([blocks.Action(**written[work.key].told(about, words))], words),), found, kpis)


@section(EVENTS.quietly, SPEAKERS.quietly, table_of("touches", "super-results-need"))
def super_user_results(book: Book) -> Section:
    """What became of the campaigns that reached super-users."""
    people, words, s = of(book), book.words, book.settings
    results = social.super_user_results(people.tables, book.as_of, s.super_user, s.campaign_days, s.least_group)
    if results.empty:
        return Section((blocks.note(words("super-results-none", days=str(s.campaign_days)), words),), results)
    rows, heads = sentences.results_rows(results, words)
    table = blocks.table(rows, heads, words, caption=words("super-results-caption", days=str(s.campaign_days)))
    return Section((Html(table.html + blocks.note(words("super-results-how"), words).html),), results)


# --- follow-up ---------------------------------------------------------------------------------------


@section(TOUCHES)
def to_follow_up(book: Book) -> Section:
    """Whom to hand over, who is overdue and who is due: work lists with the owners' names."""
    people, words, days = of(book), book.words, book.settings.owner_silent_days
    if people.followed.empty:
        return Section((blocks.note(words("follow-nothing-yet"), words),))
    due, kpis = people.listed, follow_up.kpis(people.followed, people.owners, book.period)
    work = sentences.follow_up_list(due, book.as_of, len(people.due) - len(due), words)
    written = lists.write(book, "follow_up_lists", work, sheets={"owners": sentences.owners_listed(people.owners, people.code, words)})
    if due.empty:
        return Section((blocks.note(words("follow-none"), words),), due, kpis)
    silent = people.owners[people.owners["silent"]]
    told = []
    for row in follow_up.by_reason(due, people.due, book.as_of).to_dict("records"):
        of_reason = due.loc[due["reason"] == row["reason"], "customer_id"]
        part = lists.part(book, written[work.key], of_reason, row["with_marked"])
        told.append(part.told(sentences.follow_up_action(row, days, silent, words), words))
    return Section((blocks.actions([blocks.Action(**about) for about in told], words),), due, kpis)


@section(TOUCHES.quietly, FOLLOWED.quietly)
def owners(book: Book) -> Section:
    """The owners with their customers, under a code."""
    people, words = of(book), book.words
    rows, heads = sentences.owners_rows(people.owners, people.code, words)
    new = int((people.followed["orders"] == 0).sum())
    caption = words("follow-owners-caption", followed=len(people.followed), new=new)
    coded = people.owners.assign(owner=people.owners["owner"].map(people.code, na_action="ignore"))
    return Section((blocks.table(rows, heads, words, caption=caption),), coded)


TICKED = Need(lambda book: book.words("contacted-none") if of(book).returned.empty else "")


@section(TICKED)
def contacted(book: Book) -> Section:
    """Who came back among those ticked off on the work lists, beside the others: counts, no effect."""
    people, words = of(book), book.words
    return Section((prose(sentences.contacted_in_words(people.returned, words)),), people.returned)


# --- marked accounts ---------------------------------------------------------------------------------


@section()
def marked_accounts(book: Book) -> Section:
    """Which accounts are not ordinary customers, by which rule, and what they cost; writes the list of them."""
    people, words = of(book), book.words
    chart = pictures.marked_accounts(people.costs, people.lacking, words)
    listed = marks.marked_list(people.customers)
    written = lists.write(book, "marked_lists", sentences.marked_list(lists.owned(listed, people.customers), words))
    nothing_back = {} if people.facts["refunded_orders"].sum() else {"high_returns": "returns"}
    lines = sentences.marks_in_words(people.costs, book.settings.marks, marks.usual_refunds(people.costs), nothing_back | people.lacking, words)
    lines += [words("marks-words-list", where=written["marked"].place)] if len(listed) else []
    said = prose("\n".join(f"- {line}" for line in lines))
    return Section((chart, said, _marked_tables(book)), people.judged, marks.kpis(people.customers, people.averages, book.period, people.facts))


def _marked_tables(book: Book) -> Html:
    """Averages with and without marked accounts, and what these cost."""
    people, words = of(book), book.words
    rows, heads = sentences.averages_rows(people.averages, words)
    costs, cost_heads = sentences.costs_rows(people.judged, words)
    shown = blocks.table(rows, heads, words, caption=words("marks-averages-caption"))
    if len(costs) < 2:
        return shown
    return Html(shown.html + blocks.folded(words("marks-costs-caption"), blocks.table(costs, cost_heads, words)).html)
