"""Where today's members stand: tiers, points, next steps."""

from retention.pages.membership.sections import dictionary, points_age, reconciliation, save, tiers

__all__ = ["dictionary", "points_age", "reconciliation", "save", "tiers"]
