"""Experiments: who is written to and who is kept back by lot, what so many people can show, and what they have shown.

lots → drawn (one row a person and experiment, outcomes from the due time on) → results (orders first, money second) → decided
"""

from retention.experiments.campaigns import Read, ordered_again
from retention.experiments.difference import difference_of_means, difference_of_shares
from retention.experiments.drawn import (
    contacts,
    costs,
    of_campaigns,
    of_journeys,
    of_programme,
    together,
    with_contacts,
    with_outcomes,
    with_windows,
)
from retention.experiments.fairness import Prices, offers_by_ground, prices_before_offers
from retention.experiments.lots import control_group, variants_of
from retention.experiments.measured import decided, results, winners
from retention.experiments.power import chosen_share, group_sizes, power_of, smallest_difference

__all__ = [
    "Prices",
    "Read",
    "chosen_share",
    "contacts",
    "control_group",
    "costs",
    "decided",
    "difference_of_means",
    "difference_of_shares",
    "group_sizes",
    "of_campaigns",
    "of_journeys",
    "of_programme",
    "offers_by_ground",
    "ordered_again",
    "power_of",
    "prices_before_offers",
    "results",
    "smallest_difference",
    "together",
    "variants_of",
    "winners",
    "with_contacts",
    "with_outcomes",
    "with_windows",
]
