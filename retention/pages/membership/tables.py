"""The members of a shop today and the books of its programme, each table made when first asked for.

The table MEMBERS is kept for notebook 04. Names of customers stand in work lists only.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from retention.membership import bought
from retention.membership.holdings import ageing_of_lots, burned_and_earned, ledger_cohorts
from retention.membership.ledger import Ledger, points_ledger
from retention.membership.liability import Liability, liability_of_ledger
from retention.membership.position import members_by_tier, near_next_tier
from retention.membership.reconciled import Reconciled, reconcile
from retention.pages.kit import lists
from retention.pages.kit.book import Concept
from retention.pages.membership import sentences
from retention.redemption import Redemption, redemption
from retention.settings import LoyaltySettings, Programme, SettingsProblem
from retention.settings.preset_programmes import known_programmes, tier_keys
from retention.tables import MEMBERS, PYRAMID
from retention.tables.kpis import KPI_LEVEL

LISTS = "member_lists"


@dataclass(frozen=True)
class Today(Concept[LoyaltySettings]):
    """What the sections on today's members share."""

    @cached_property
    def programme(self) -> Programme | None:
        """The programme the shop runs now; None where none is named."""
        if not self.settings.today:
            return None
        known = known_programmes(self.settings.programmes, self.book.about.language)
        if self.settings.today not in known:
            raise SettingsProblem(f"today: no programme is called {self.settings.today!r}; there are {', '.join(known)}")
        return known[self.settings.today]

    @property
    def in_force(self) -> Programme:
        """The same, of a shop that names one."""
        if self.programme is None:
            raise SettingsProblem("today: no programme is named")
        return self.programme

    @cached_property
    def joined(self) -> pd.DataFrame:
        """Who is a member since when; without rows where the shop does not say."""
        return bought.joined(self.book.table("memberships"), self.book.table("customers"), self.book.as_of)

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """All orders of known customers, with the day they were completed."""
        zone = self.book.about.time_zone or "UTC"
        return bought.purchases(self.book.need("orders"), self.completion_days, zone, self.book.table("events"))

    @cached_property
    def refunds(self) -> pd.DataFrame:
        """What of them came back, and when."""
        return bought.refunds(self.book.need("orders"), self.book.table("returns"), self.book.table("events"))

    @cached_property
    def completion_days(self) -> int:
        """Days from order to completion, as the exports have it; the setting where they do not."""
        return bought.completion_days(self.book.need("orders"), self.settings.completion_days)

    @cached_property
    def ledger(self) -> Ledger | None:
        """The books of today's programme; None without one or without members."""
        if self.programme is None or self.joined.empty:
            return None
        events = self.book.table("events")
        told = (self.purchases, self.refunds, bought.burns(events), bought.tasks(events))
        return points_ledger(self.programme, *told, self.joined, self.book.as_of, self.completion_days)

    @cached_property
    def members(self) -> pd.DataFrame:
        """As the table MEMBERS, but with tiers called as the programme calls them; empty without a programme of today."""
        if self.ledger is None or self.ledger.members.empty:
            return pd.DataFrame(columns=list(MEMBERS.columns))
        return MEMBERS.check(self.ledger.members)

    @property
    def table(self) -> pd.DataFrame:
        """The table MEMBERS."""
        names = [name for name in MEMBERS.columns if name.endswith("_name")]
        return self.members.assign(**{name: self.members[name].map(self.key_of, na_action="ignore") for name in names})

    def key_of(self, tier_name: str) -> str:
        """What a tier is called in data: a preset's by its key, since its names are in the shop's language; the shop's own as it is."""
        preset = self.settings.today not in self.settings.programmes
        return tier_keys(self.book.about.language).get(tier_name, tier_name) if preset else tier_name

    @cached_property
    def redeemed(self) -> Redemption | None:
        """Share of points ever spent, by this shop's own points."""
        if self.ledger is None or self.programme is None or self.programme.points is None:
            return None
        cohorts = ledger_cohorts(self.ledger.entries, self.ledger.lots, self.book.as_of)
        return redemption(cohorts, self.settings.redemption_prior, KPI_LEVEL, self.settings.seed)

    @cached_property
    def liability(self) -> Liability | None:
        """The points members hold in money; None without points."""
        if self.ledger is None or self.redeemed is None:
            return None
        return liability_of_ledger(self.ledger, self.in_force, self.redeemed, self.book.as_of)

    @cached_property
    def reconciled(self) -> Reconciled | None:
        """Our balances and tiers beside the shop's own; None where it states none."""
        stated = self.book.table("memberships")
        if self.ledger is None or stated is None:
            return None
        return reconcile(self.ledger.members, stated.select("customer_id", "points", "tier").to_pandas())

    @cached_property
    def order_value(self) -> float:
        """What is usually paid for an order, shop currency."""
        return bought.usual_paid(self.purchases)

    @cached_property
    def near(self) -> pd.DataFrame:
        """Members whom one usual order brings to the next tier, nearest first."""
        return self.members if self.members.empty else near_next_tier(self.members, self.in_force, self.order_value)

    @cached_property
    def lapsing(self) -> pd.DataFrame:
        """Members with points that lapse soon, most points first."""
        soon = f"expiring_{sentences.SOON_DAYS}"
        return self.members[self.members[soon] > 0].sort_values([soon, "customer_id"], ascending=[False, True], ignore_index=True)

    @cached_property
    def listed(self) -> dict[str, tuple[pd.DataFrame, lists.Written]]:
        """The work lists, written when they are first asked for: the members in each, no marked accounts, and where it lies."""
        found, work = {}, []
        pyramid = self.book.made(PYRAMID)
        for key, members in {"next_steps": self.members, "near_next_tier": self.near, "points_lapsing": self.lapsing}.items():
            people, left_out = lists.without_marked(members, pyramid)
            if len(people):
                found[key] = people
                work.append(sentences.step_list(key, lists.owned(people, pyramid), lists.due(self.book), left_out, self.book.words))
        written = lists.write(self.book, LISTS, *work)
        return {key: (people, written[key]) for key, people in found.items()}

    @property
    def turned_to(self) -> pd.DataFrame:
        """The members of the lists that ask for something, with the list each stands in."""
        found = [people.assign(list=key) for key, (people, _) in self.listed.items() if key != "next_steps"]
        return pd.concat(found, ignore_index=True) if found else self.members.iloc[:0].assign(list=None)

    @cached_property
    def by_tier(self) -> pd.DataFrame:
        """Members and points by tier."""
        return members_by_tier(self.members, self.in_force)

    @cached_property
    def burned_and_earned(self) -> tuple[float, float]:
        """Points spent and earned in the last year; nothing without books."""
        return burned_and_earned(self.ledger.entries, self.book.as_of) if self.ledger is not None else (0.0, 0.0)

    @cached_property
    def points_age(self) -> pd.DataFrame:
        """Usable points by days since they could first be used; no rows without points."""
        if self.ledger is None or self.in_force.points is None:
            return pd.DataFrame(columns=["days", "points", "share"])
        return ageing_of_lots(self.ledger.lots, self.book.as_of)
