"""Whether customers would recommend the shop, how sure that is, and what goes with it."""

from retention.pages.nps.sections import bottom_line, drivers, key_figures, scores, segments, waves

__all__ = ["bottom_line", "drivers", "key_figures", "scores", "segments", "waves"]
