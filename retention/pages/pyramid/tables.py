"""The pyramid and what the sections on it share, each made when first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from retention import pyramid
from retention.pages.kit.book import Concept
from retention.pyramid import Intent
from retention.pyramid.actions import Action
from retention.pyramid.card import CustomerCard, customer_card, typical_customer
from retention.pyramid.marks import account_facts
from retention.settings import PyramidSettings


@dataclass(frozen=True)
class Base(Concept[PyramidSettings]):
    """The customer base of a shop."""

    @cached_property
    def customers(self) -> pd.DataFrame:
        """The table PYRAMID, one row per customer, from all tables the shop has."""
        book = self.book
        tables = {"orders": book.need("orders"), **{name: book.table(name) for name in book.tables() if name != "orders"}}
        return pyramid.build(tables, book.as_of, book.window_days, book.about.fields, self.settings, intent=self.intent, facts=self.account_facts)

    @cached_property
    def intent(self) -> Intent:
        """Who is about to buy, and how well that could be told before."""
        return pyramid.present_intent(self.book.need("orders"), self.book.table("events"), self.book.as_of)

    @cached_property
    def account_facts(self) -> pd.DataFrame:
        """What the rules of marked accounts look at."""
        bought = {"orders": self.book.need("orders"), "order_lines": self.book.table("order_lines")}
        return account_facts(bought, self.settings.marks)

    @cached_property
    def guests(self) -> Mapping[str, float]:
        """Orders and money of guests, who are no customers."""
        return pyramid.guest_sales(self.book.need("orders"))

    @cached_property
    def actions(self) -> list[Action]:
        """What to do now, by past money; no account is to be opened where the platforms tell no shop who bought."""
        nameless = bool(self.book.knows) and all(known["customer"] == "none" for known in self.book.knows)
        guests = {**self.guests, "share": 0.0} if nameless else self.guests
        return pyramid.what_to_do_now(self.customers, guests, self.settings, self.book.as_of)

    @cached_property
    def fields(self) -> pd.DataFrame:
        """How far each field is known."""
        return pyramid.field_coverage(self.customers, self.book.tables(), self.book.about.fields)

    @property
    def card(self) -> CustomerCard:
        """The example customer's card, under a code."""
        about, lines = self.book.about, self.book.table("order_lines")
        chosen = str(typical_customer(self.customers, self.settings.card))
        return customer_card(self.customers, self.book.need("orders"), lines, chosen, self.book.pseudonym(chosen), about.fields, about.purposes)
