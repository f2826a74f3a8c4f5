"""The shop's people: the tables the sections share, each made when first asked for."""

from dataclasses import dataclass
from functools import cached_property

import ibis
import pandas as pd

from retention import contact
from retention.pages.kit import lists
from retention.pages.kit.book import Concept
from retention.pages.pyramid.tables import Base
from retention.pyramid import contacted, follow_up, marks, membership, reach
from retention.settings import PyramidSettings


@dataclass(frozen=True)
class People(Concept[PyramidSettings]):
    """Whom the shop may contact, its members, super-users, follow-up and marked accounts."""

    @property
    def customers(self) -> pd.DataFrame:
        """The pyramid."""
        return self.book.shared(Base).customers

    @cached_property
    def tables(self) -> dict[str, ibis.Table | None]:
        """The tables of the shop, by name."""
        return {name: self.book.table(name) for name in self.book.tables()}

    # --- reach -----------------------------------------------------------------------------------------

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

    @cached_property
    def overlap(self) -> pd.DataFrame:
        """By how many channels customers can be reached."""
        return reach.overlap(self.ways, self.active)

    @cached_property
    def purposes(self) -> pd.DataFrame:
        """Fields that serve some purposes only."""
        return reach.field_purposes(self.customers, self.tables.get("consents"), self.book.about.purposes, self.book.as_of)

    # --- members and super-users -----------------------------------------------------------------------

    @cached_property
    def joins(self) -> membership.Joins | None:
        """Who joined when and how; None where the shop does not say."""
        table = self.tables.get("memberships")
        return None if table is None else membership.Joins.of(membership.joins_by_month(table, self.book.as_of))

    @cached_property
    def members(self) -> pd.DataFrame:
        """Members' share of customers, buyers and sales."""
        return membership.members_share(self.customers, self.settings.least_group)

    @cached_property
    def members_compared(self) -> pd.DataFrame:
        """Members beside non-members."""
        return membership.compared(self.customers, self.settings.least_group)

    @property
    def speakers_known(self) -> bool:
        """Whether anything tells who shares or reviews."""
        return bool(self.customers["super_user"].notna().any())

    @property
    def window(self) -> str:
        """First and last day of the window."""
        days = self.book.window_days
        return self.book.period if days == "all" else f"{pd.Timestamp(self.book.as_of) - pd.Timedelta(days=days - 1):%Y-%m-%d}..{self.book.as_of}"

    # --- follow-up -------------------------------------------------------------------------------------

    @cached_property
    def followed(self) -> pd.DataFrame:
        """Owner, last touch, next date and orders of each customer with a call or note, also of those without an order yet."""
        return follow_up.with_orders(follow_up.follow_up_layer(self.tables.get("touches"), self.book.as_of), self.customers)

    @cached_property
    def due(self) -> pd.DataFrame:
        """Whom to hand over, who is overdue and who is due."""
        return follow_up.to_follow_up(self.followed, self._last_calls, self.book.as_of, self.settings.owner_silent_days)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The same without marked accounts."""
        return lists.without_marked(self.due, self.customers)[0]

    @cached_property
    def returned(self) -> pd.DataFrame:
        """Who came back of those ticked off on work lists, and of the others."""
        return contacted.returned(self.book.need("orders"), self.tables.get("touches"), self.book.as_of)

    @cached_property
    def owners(self) -> pd.DataFrame:
        """The owners with their customers."""
        return follow_up.owners(self.followed, self._last_calls, self.book.as_of, self.settings.owner_silent_days)

    @cached_property
    def _last_calls(self) -> pd.Series:
        return follow_up.last_calls(self.tables.get("touches"), self.book.as_of)

    def code(self, owner: str) -> str:
        """What stands in reports where an owner's name would."""
        return f"O-{self.book.pseudonym(owner).removeprefix('C-')}"

    # --- marked accounts -------------------------------------------------------------------------------

    @property
    def facts(self) -> pd.DataFrame:
        """What the rules of the marks look at."""
        return self.book.shared(Base).account_facts

    @cached_property
    def costs(self) -> pd.DataFrame:
        """What each mark costs."""
        return marks.mark_costs(self.customers, self.facts)

    @cached_property
    def lacking(self) -> dict[str, str]:
        """Marks that cannot be judged, and what nothing tells."""
        return marks.lacking(self.facts)

    @property
    def judged(self) -> pd.DataFrame:
        """What each mark costs that can be judged, and the ordinary accounts."""
        return self.costs[~self.costs["mark"].isin(list(self.lacking))]

    @cached_property
    def averages(self) -> pd.DataFrame:
        """Averages with and without marked accounts."""
        return marks.averages(self.customers, self.settings.least_group)
