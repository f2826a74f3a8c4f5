"""The members programmes are tried on: who they are, what is known of each, and why there may be none."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from retention import lifetime
from retention.lifetime import fallbacks
from retention.lifetime.fallbacks import Fitted
from retention.loyalty import bought
from retention.loyalty.members import Members, members_of
from retention.pages.kit.book import Concept
from retention.pages.kit.words import Words
from retention.pages.membership.tables import Today
from retention.settings import LifetimeSettings, LoyaltySettings
from retention.tables import DataProblem


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
        settings = self.book.settings_of(LifetimeSettings).model_copy(update={"replicates": 0})
        return fallbacks.fit(self.history, settings) if len(self.history) else None

    @cached_property
    def today(self) -> Today:
        """Members, orders and books of today."""
        return self.book.shared(Today)

    @cached_property
    def everybody(self) -> Members:
        """All members; all known customers where the shop does not say who is one. Accounts of another kind are left out."""
        if self.fitted is None or self.fitted.model is None:
            raise DataProblem("members: there is no model of how they order")
        usual = self.history[~self.history["customer_id"].isin(self.fitted.bulk)].reset_index(drop=True)
        posterior = lifetime.posterior(self.fitted.model, self.fitted.spend, usual)
        tasks = bought.tasks(self.book.table("events"))
        told = (self.today.purchases, self.today.refunds, tasks, self.today.joined)
        return members_of(posterior, *told, self.start, self.today.completion_days)

    @cached_property
    def members(self) -> Members:
        """The members that are simulated."""
        return self.everybody.sample(self.settings.most_members, self.settings.seed)

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
