"""Segments: customers scored, named by type, placed in one operating group each, and in clusters where there are any.

`segment` makes the table segments from the pyramid and `rfm`; groups and types answer what to do, clusters are
shown only when they are more stable than chance. What the columns mean is promised in `retention.tables.SEGMENTS`.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from retention.segments.before_and_after import BeforeAfter, before_after, best_fifth, came_back, spent_around
from retention.segments.clusters import Clustering, beyond_groups, cluster_profile, find_clusters
from retention.segments.groups import GROUPS, group_sizes, interactions_known, state_sizes, types_in_groups, watched_days, with_groups, with_states
from retention.segments.kpis import group_kpis, move_kpis
from retention.segments.matrix import filled_matrix
from retention.segments.migrations import changed, could_change, flow, migration
from retention.segments.profiles import group_profiles, high_value_profile, last_scores, preference_profiles, preview_list
from retention.segments.scores import TYPES, cut_meanings, rfm, rfm_map, with_scores, with_types
from retention.settings import SegmentationSettings
from retention.tables import SEGMENTS

__all__ = [
    "GROUPS",
    "SEGMENTS",
    "TYPES",
    "BeforeAfter",
    "Segmented",
    "before_after",
    "best_fifth",
    "beyond_groups",
    "came_back",
    "changed",
    "cluster_profile",
    "could_change",
    "cut_meanings",
    "filled_matrix",
    "find_clusters",
    "flow",
    "group_kpis",
    "group_profiles",
    "group_sizes",
    "high_value_profile",
    "interactions_known",
    "last_scores",
    "migration",
    "move_kpis",
    "preference_profiles",
    "preview_list",
    "rfm",
    "rfm_map",
    "segment",
    "spent_around",
    "state_sizes",
    "types_in_groups",
    "watched_days",
]
# What a later run needs of an earlier one: its column -> the column that remembers it.
REMEMBERED = {
    "group": "previous_group",
    "type": "previous_type",
    "cluster": "previous_cluster",
    "cluster_nearest": "previous_cluster_nearest",
    "cluster_name": "previous_cluster_name",
}


@dataclass(frozen=True)
class Segmented:
    """The table segments, the customers it was made from (`scored`, with flags and states), and what was found about clusters."""

    table: pd.DataFrame
    scored: pd.DataFrame
    clustering: Clustering
    interactions_known: bool


def segment(
    pyramid: pd.DataFrame,
    measured: pd.DataFrame,
    as_of: date,
    settings: SegmentationSettings,
    watched: int,
    previous: pd.DataFrame | None = None,
) -> Segmented:
    """Score, name and group all customers of the pyramid; `measured` is the table of `rfm`, `previous` an earlier run's segments.

    `watched` is the figure of `watched_days`: how far back the record of interactions reaches.
    """
    of_pyramid = ["customer_id", "tenure", "purchase_days", *(name for name in ("days_since_last_interaction",) if name in pyramid)]
    customers = measured.merge(pyramid[of_pyramid], on="customer_id", how="inner", validate="one_to_one")
    scored = with_states(with_types(with_scores(customers), settings.cuts), settings, watched)
    scored = with_groups(scored, settings)
    found = find_clusters(customers, settings.clusters, previous)
    told = scored.merge(found.labels, on="customer_id", validate="one_to_one").assign(as_of=pd.Timestamp(as_of))
    table = _with_previous(told, previous)[list(SEGMENTS.columns)]
    return Segmented(table, scored, found, interactions_known(customers, watched, settings.silent_days))


def _with_previous(told: pd.DataFrame, previous: pd.DataFrame | None) -> pd.DataFrame:
    if previous is None:
        kinds = {"cluster": "Int64", "cluster_nearest": "Int64"}
        return told.assign(**{new: pd.Series(pd.NA, index=told.index, dtype=kinds.get(old, object)) for old, new in REMEMBERED.items()})
    return told.merge(previous[["customer_id", *REMEMBERED]].rename(columns=REMEMBERED), on="customer_id", how="left", validate="one_to_one")
