"""The members programmes are tried on: who they are, what is known of each, and why there may be none."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from retention import lifetime
from retention.lifetime import fallbacks
from retention.lifetime.fallbacks import Fitted
from retention.membership import bought
from retention.orders import FIRST_SEEN_GAPS
from retention.pages.kit.book import Concept
from retention.pages.kit.words import Words
from retention.pages.membership.tables import Today
from retention.programmes.members import Members, members_of
from retention.programmes.newcomers import joined_last_year, joining_days, third_among, with_newcomers
from retention.programmes.opening import points_held, with_points_held
from retention.programmes.simulate import clock_of
from retention.pyramid.summaries import usual_gap
from retention.settings import LoyaltySettings, ServiceSettings
from retention.tables import PYRAMID, DataProblem


@dataclass(frozen=True)
class ShopMembers(Concept[LoyaltySettings]):
    """Members of the shop, or all its customers where nobody is named as one."""

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @property
    def start(self) -> date:
        """The first day of the simulation."""
        return self.book.as_of + timedelta(days=1)

    @cached_property
    def history(self) -> pd.DataFrame:
        """Repeat history of each customer."""
        return lifetime.repeat_history(self.book.need("orders"), self.book.as_of)

    @cached_property
    def fitted(self) -> Fitted | None:
        """The models of notebook 05; None without customers."""
        settings = self.book.settings_of(ServiceSettings).model_copy(update={"replicates": 0})
        return fallbacks.fit(self.history, settings) if len(self.history) else None

    @cached_property
    def today(self) -> Today:
        """Members, orders and books of today."""
        return self.book.shared(Today)

    @cached_property
    def usual(self) -> pd.DataFrame:
        """Repeat history of each customer but accounts of another kind."""
        bulk = self.fitted.bulk if self.fitted is not None else frozenset()
        return self.history[~self.history["customer_id"].isin(bulk)].reset_index(drop=True)

    def posterior(self, history: pd.DataFrame) -> pd.DataFrame:
        """What the models expect of customers with these histories."""
        if self.fitted is None or self.fitted.model is None:
            raise DataProblem("members: there is no model of how they order")
        return lifetime.posterior(self.fitted.model, self.fitted.spend, history)

    @cached_property
    def expected(self) -> pd.DataFrame:
        """What the models expect of each customer."""
        return self.posterior(self.usual)

    @cached_property
    def everybody(self) -> Members:
        """All members; all known customers where the shop does not say who is one. Accounts of another kind are left out.

        They hold what they have in the books of today's programme.
        """
        members, ledger, programme = self._members_of(self.expected, self.today.joined), self.today.ledger, self.today.programme
        if ledger is None or programme is None or programme.points is None:
            return members
        debts = ledger.members.set_index("customer_id")["points_debt"]
        told = (self.today.purchases, programme.points, self.start, self.today.completion_days)
        return with_points_held(members, points_held(ledger.lots, ledger.pending, debts, *told))

    def _members_of(self, posterior: pd.DataFrame, joined: pd.DataFrame) -> Members:
        tasks = bought.tasks(self.book.table("events"))
        return members_of(posterior, self.today.purchases, self.today.refunds, tasks, joined, self.start, self.today.completion_days)

    @cached_property
    def new_last_year(self) -> int | None:
        """Members that joined in the last year, new customers where nobody is named as a member; None where the record that tells them is shorter."""
        first = pd.to_datetime(self.usual["first_on"])
        known = self.usual.assign(joined_on=first)[["customer_id", "joined_on"]] if self.everybody_counts else self.today.joined
        since = known.loc[known["customer_id"].isin(set(self.everybody.customer_id)), "joined_on"]
        began = first.min().date()
        if self.everybody_counts:
            # Whoever is seen sooner may have bought before the record began: first seen is not new.
            gap = usual_gap(self.book.made(PYRAMID))
            began += timedelta(days=0 if pd.isna(gap) else math.ceil(FIRST_SEEN_GAPS * gap))
        return joined_last_year(since, began, self.book.as_of)

    @cached_property
    def newcomers(self) -> int:
        """Members who join within the horizon."""
        return len(self.everybody_and_new) - len(self.everybody)

    @cached_property
    def everybody_and_new(self) -> Members:
        """All members, and those who join within the horizon at the pace of the last year."""
        if not len(self.everybody) or not self.new_last_year:
            return self.everybody
        # A customer with a first order today, and nothing since.
        law = self.posterior(self.usual.iloc[:1].assign(customer_id="", frequency=0, recency=0.0, T=0.0, monetary_value=0.0))
        newcomer = self._members_of(law, self.today.joined.iloc[:0])
        of = self.expected.set_index("customer_id")["expected_orders_a_year"].reindex(self.everybody.customer_id)
        third = third_among(float(law["expected_orders_a_year"].iloc[0]), of, self.everybody.third)
        days = joining_days(self.new_last_year, clock_of(self.settings.months).horizon, self.settings.seed)
        return with_newcomers(self.everybody, newcomer, third, days)

    @cached_property
    def members(self) -> Members:
        """The members that are simulated."""
        return self.everybody_and_new.sample(self.settings.most_members, self.settings.seed)

    @property
    def left_out(self) -> int:
        """Accounts of another kind among the members: no customers a programme is for."""
        bulk = self.fitted.bulk if self.fitted is not None else frozenset()
        return len(bulk if self.everybody_counts else bulk & set(self.today.joined["customer_id"]))

    @property
    def everybody_counts(self) -> bool:
        """Whether all known customers are taken as members, because nobody is named as one."""
        return self.today.joined.empty

    @cached_property
    def order_value(self) -> float:
        """Mean net paid of an order."""
        return self.fitted.order_mean if self.fitted is not None else 0.0
