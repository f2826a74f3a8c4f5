"""The base and its pyramid: what it is, what to do now, how complete it is, first orders, one customer."""

from retention.pages.pyramid.sections import actions, card, customers, dictionary, first_orders, layers, recency, save

__all__ = ["actions", "card", "customers", "dictionary", "first_orders", "layers", "recency", "save"]
