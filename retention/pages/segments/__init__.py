"""Groups, types, clusters and moves, and what to say to whom."""

from retention.pages.segments.sections import (
    actions,
    before_after,
    board,
    bottom_line,
    clusters,
    dictionary,
    high_value,
    matrix,
    moves,
    save,
    sizes,
    types,
)

__all__ = [
    "actions",
    "before_after",
    "board",
    "bottom_line",
    "clusters",
    "dictionary",
    "high_value",
    "matrix",
    "moves",
    "save",
    "sizes",
    "types",
]
