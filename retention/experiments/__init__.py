"""Experiments: who is written to and who is kept back by lot, what so many people can show, and what they have shown."""

from retention.experiments.campaigns import Read, ordered_again
from retention.experiments.difference import difference_of_means, difference_of_shares
from retention.experiments.lots import control_group, variants_of
from retention.experiments.power import chosen_share, group_sizes, smallest_difference

__all__ = [
    "Read",
    "chosen_share",
    "control_group",
    "difference_of_means",
    "difference_of_shares",
    "group_sizes",
    "ordered_again",
    "smallest_difference",
    "variants_of",
]
