"""Parcels on the page: who should be told before she asks, how good such chances are, where parcels stand; and small surprises."""

from retention.pages.parcels.sections import actions, bottom_line, chances, notices, regions, surprises

__all__ = ["actions", "bottom_line", "chances", "notices", "regions", "surprises"]
