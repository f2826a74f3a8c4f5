"""What notebook 01 shows of people: `people = relations.of(book, customers)`; reach, members, super-users, follow-up, marks.

Every function works without its table: then one line says which table is needed and what it would show. Work lists go into
folders of their own below `out/`, since each folder is replaced as a whole.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import ibis
import pandas as pd
import plotly.graph_objects as go

from retention import contact
from retention.figures import blocks
from retention.figures import reach as charts
from retention.figures.blocks import NOTHING, Html, prose
from retention.playbook import Playbook, lists
from retention.pyramid import follow_up, marks, membership, reach, social
from retention.settings import PyramidSettings
from retention.tables.kpis import kpi_row, kpi_table
from retention.words import Words
from retention.words import lists as list_words
from retention.words import reach as tell

Shown: TypeAlias = Html | go.Figure


@dataclass(frozen=True)
class People:
    """The shop's tables about its people, each made when first asked for; `customers` is the pyramid."""

    book: Playbook[PyramidSettings]
    customers: pd.DataFrame

    @property
    def settings(self) -> PyramidSettings:
        """Settings of notebook 01."""
        return self.book.settings

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @cached_property
    def tables(self) -> dict[str, ibis.Table | None]:
        """The tables of the shop, by name."""
        return {name: self.book.table(name) for name in self.book.tables()}

    @cached_property
    def ways(self) -> contact.Ways:
        """How each customer may be contacted."""
        consents = contact.consents_now(self.tables.get("consents"), self.book.as_of)
        return contact.contact_ways(self.customers["customer_id"], self.tables.get("customers"), consents)

    @property
    def active(self) -> pd.Series:
        """Who ordered lately enough not to be lapsed, that last day included, as in the bands by days since the last order."""
        return self.customers["days_since_last_order"] <= self.settings.lapsed_days

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """Customers → address → consent → active, by channel."""
        return reach.reach_funnel(self.ways, self.active)

    @property
    def facts(self) -> pd.DataFrame:
        """What the rules of the marks look at."""
        return self.book.account_facts

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each mark costs."""
        return marks.mark_costs(self.customers, self.facts)

    @cached_property
    def averages(self) -> pd.DataFrame:
        """Averages with and without marked accounts."""
        return marks.averages(self.customers, self.settings.least_group)

    @cached_property
    def followed(self) -> pd.DataFrame:
        """Owner, last touch, next date and orders of each customer with a call or note, also of those without an order yet."""
        return follow_up.with_orders(follow_up.follow_up_layer(self.tables.get("touches"), self.book.as_of), self.customers)

    @cached_property
    def due(self) -> pd.DataFrame:
        """Whom to hand over, who is overdue and who is due."""
        return follow_up.to_follow_up(self.followed, self._last_calls, self.book.as_of, self.settings.owner_silent_days)

    @cached_property
    def owners(self) -> pd.DataFrame:
        """The owners with their customers."""
        return follow_up.owners(self.followed, self._last_calls, self.book.as_of, self.settings.owner_silent_days)

    @cached_property
    def _last_calls(self) -> pd.Series:
        return follow_up.last_calls(self.tables.get("touches"), self.book.as_of)

    @property
    def window(self) -> str:
        """First and last day of the window."""
        days = self.book.window_days
        return self.book.period if days == "all" else f"{pd.Timestamp(self.book.as_of) - pd.Timedelta(days=days - 1):%Y-%m-%d}..{self.book.as_of}"

    def code(self, owner: str) -> str:
        """What stands in reports where an owner's name would."""
        return f"O-{self.book.pseudonym(owner).removeprefix('C-')}"

    def missing(self, message: str) -> Html:
        """The line in place of what needs a table."""
        return blocks.missing(self.words(message), self.words)


def of(book: Playbook[PyramidSettings], customers: pd.DataFrame) -> People:
    """What the functions below work with."""
    return People(book, customers)


# --- reach -------------------------------------------------------------------------------------------


def reach_chart(people: People) -> go.Figure:
    """Whom the shop may contact, channel by channel."""
    return charts.reach_funnel(people.funnel, int(people.ways.may.any(axis=1).sum()), people.settings.lapsed_days, people.words)


def reach_in_words(people: People) -> Shown:
    """How many can be reached and by how many channels; without consents, what they would show."""
    if not people.ways.consents_known:
        return people.missing("reach-need-consents")
    written = [*contact.BY_PHONE, "email"]
    masked = int((people.ways.consent[written] & ~people.ways.address[written]).any(axis=1).sum())
    overlap = reach.overlap(people.ways, people.active)
    return prose(tell.reach_in_words(people.funnel, overlap, masked, people.settings.lapsed_days, people.words))


def reach_tables(people: People) -> Shown:
    """The funnel and the overlap in figures, folded; nothing where there is no channel to tell of."""
    words = people.words
    rows, heads = tell.reach_rows(people.funnel, words)
    if rows.empty:
        return NOTHING
    tables = [blocks.table(rows, heads, words)]
    if people.ways.consents_known:
        overlap = reach.overlap(people.ways, people.active)
        tables.append(blocks.table(overlap, tell.overlap_heads(words), words, caption=words("reach-overlap-caption")))
    return blocks.folded(words("reach-table"), *tables)


def purposes(people: People) -> Html:
    """Fields that serve some purposes only, and for how many customers they may be used for marketing."""
    about, words = people.book.about, people.words
    table = reach.field_purposes(people.customers, people.tables.get("consents"), about.purposes, people.book.as_of)
    if table.empty:
        return blocks.note(words("reach-purposes-none"), words)
    rows, heads = tell.purposes_rows(table, words, about.fields)
    return blocks.table(rows, heads, words, caption=words("reach-purposes-caption"))


# --- members -----------------------------------------------------------------------------------------


def member_joins(people: People) -> Shown:
    """Who joined when and how."""
    table = people.tables.get("memberships")
    if table is None:
        return people.missing("members-need")
    return charts.member_joins(membership.joins_by_month(table, people.book.as_of), people.words)


def members_share(people: People) -> Shown:
    """Members' share of customers, buyers and sales."""
    shares = membership.members_share(people.customers, people.settings.least_group)
    return NOTHING if shares.empty else charts.members_share(shares, people.words)


def members_compared(people: People) -> Shown:
    """Members beside non-members, and why the difference is not what membership brings."""
    compared, words = membership.compared(people.customers, people.settings.least_group), people.words
    if compared.empty:
        return NOTHING
    rows, heads = tell.compared_rows(compared, words)
    return Html(blocks.table(rows, heads, words, caption=words("members-caption")).html + blocks.note(words("members-how"), words).html)


# --- super-users -------------------------------------------------------------------------------------


def super_users(people: People) -> Shown:
    """The super-users as a work list, and the rule that finds them."""
    words, rule = people.words, people.settings.super_user
    if not people.customers["super_user"].notna().any():
        return people.missing("super-need") if people.tables.get("events") is None else blocks.note(words("super-none-recorded"), words)
    found, left_out = lists.without_marked(social.super_users(people.customers), people.customers)
    work = list_words.super_user_list(lists.owned(found, people.customers), left_out, words)
    written = lists.write(people.book, "super_user_lists", work)
    if found.empty:
        return blocks.note(f"{words('super-rule', **tell.rule_values(rule))} {words('super-none')}", words)
    about = tell.super_user_action(found, rule, words)
    return blocks.actions([blocks.Action(**written[work.key].told(about, words))], words)


def super_user_results(people: People) -> Shown:
    """What became of the campaigns that reached super-users."""
    words, s = people.words, people.settings
    if not people.customers["super_user"].notna().any():
        return NOTHING
    if people.tables.get("touches") is None:
        return people.missing("super-results-need")
    results = social.super_user_results(people.tables, people.book.as_of, s.super_user, s.campaign_days, s.least_group)
    if results.empty:
        return blocks.note(words("super-results-none", days=str(s.campaign_days)), words)
    rows, heads = tell.results_rows(results, words)
    table = blocks.table(rows, heads, words, caption=words("super-results-caption", days=str(s.campaign_days)))
    return Html(table.html + blocks.note(words("super-results-how"), words).html)


# --- follow-up ---------------------------------------------------------------------------------------


def follow_ups(people: People) -> Shown:
    """Whom to hand over, who is overdue and who is due: work lists with the owners' names."""
    words, days, as_of = people.words, people.settings.owner_silent_days, people.book.as_of
    if people.followed.empty:
        return people.missing("follow-need") if people.tables.get("touches") is None else blocks.note(words("follow-nothing-yet"), words)
    due, left_out = lists.without_marked(people.due, people.customers)
    work = list_words.follow_up_list(due, as_of, left_out, words)
    owners = tell.owners_listed(people.owners, people.code, words)
    written = lists.write(people.book, "follow_up_lists", work, sheets={"owners": owners})
    if due.empty:
        return blocks.note(words("follow-none"), words)
    shown = tell.follow_up_actions(due, pd.Timestamp(as_of), days, people.owners[people.owners["silent"]], words)
    all_due = people.due.groupby("reason")["customer_id"]
    told = [
        lists.part(people.book, written[work.key], due.loc[due["reason"] == reason, "customer_id"], all_due.size()[reason]).told(about, words)
        for reason, about in shown.items()
    ]
    return blocks.actions([blocks.Action(**about) for about in told], words)


def owners(people: People) -> Shown:
    """The owners with their customers, under a code."""
    if people.followed.empty:
        return NOTHING
    words = people.words
    rows, heads = tell.owners_rows(people.owners, people.code, words)
    new = int((people.followed["orders"] == 0).sum())
    return blocks.table(rows, heads, words, caption=words("follow-owners-caption", followed=len(people.followed), new=new))


# --- marked accounts ---------------------------------------------------------------------------------


def marked_chart(people: People) -> go.Figure:
    """What the marked accounts are of the whole."""
    return charts.marked_accounts(people.costs, marks.lacking(people.facts), people.words)


def marked_in_words(people: People) -> Html:
    """The rules, how many accounts each marks, and which rule lacks its data; writes the list of marked accounts."""
    facts, words = people.facts, people.words
    nothing_back = {} if facts["refunded_orders"].sum() else {"high_returns": "returns"}
    lacking = nothing_back | marks.lacking(facts)
    listed = marks.marked_list(people.customers)
    written = lists.write(people.book, "marked_lists", list_words.marked_list(lists.owned(listed, people.customers), words))
    paid = float(people.costs["gross_paid"].sum())
    usual = float(people.costs["refunded"].sum()) / paid if paid > 0 else 0.0
    lines = tell.marks_in_words(people.costs, people.settings.marks, usual, lacking, words)
    lines += [words("marks-words-list", where=written["marked"].place)] if len(listed) else []
    return prose("\n".join(f"- {line}" for line in lines))


def marked_tables(people: People) -> Html:
    """Averages with and without marked accounts, and what these cost."""
    words = people.words
    rows, heads = tell.averages_rows(people.averages, words)
    judged = people.costs[~people.costs["mark"].isin(list(marks.lacking(people.facts)))]
    costs, cost_heads = tell.costs_rows(judged, words)
    shown = blocks.table(rows, heads, words, caption=words("marks-averages-caption"))
    if len(costs) < 2:
        return shown
    return Html(shown.html + blocks.folded(words("marks-costs-caption"), blocks.table(costs, cost_heads, words)).html)


# --- figures -----------------------------------------------------------------------------------------


def kpis(people: People) -> pd.DataFrame:
    """The figures of these sections for kpis.json."""
    book, customers = people.book, people.customers
    rows: list[dict] = []
    if people.ways.consents_known and len(customers):
        rows += _reach_kpis(people)
    if customers["super_user"].notna().any():
        rows.append(_count("super_users", int(customers["super_user"].fillna(False).sum()), people))
    if not people.followed.empty:
        overdue = int(people.owners["overdue"].sum())
        rows.append(_count("follow_up_overdue", overdue, people) | {"n": len(people.followed)})
    parts = [kpi_table(rows), membership.kpis(customers, people.settings.least_group, people.window, book.period)]
    if len(customers):
        parts.append(marks.kpis(customers, people.averages, book.period, people.facts))
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _count(name: str, value: int, people: People) -> dict:
    return kpi_row(name, "count", people.book.period, value=value, n=len(people.customers))


def _reach_kpis(people: People) -> list[dict]:
    """Shares of customers and of recent buyers who may be contacted, by any channel and by each."""
    may, active, period = people.ways.may, people.active, people.book.period
    least = people.settings.least_group
    groups = {None: may.any(axis=1)} | {channel: may[channel] for channel in contact.CHANNELS if people.ways.address[channel].any()}
    found = []
    for group, reached in groups.items():
        for name, among in (("reachable_customers", reached), ("reachable_buyers", reached[active])):
            known = {"value": float(among.mean())} if len(among) >= max(least, 1) else {"missing": "pyramid-too-few"}
            found.append(kpi_row(name, "share", period, group, **known, n=len(among)))
    return found
