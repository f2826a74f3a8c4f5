"""Whether customers would recommend the shop, how sure that is, and what goes with it."""

from retention.pages.nps.sections import actions, bottom_line, drivers, key_figures, scores, segments, themes, waves, worth

__all__ = ["actions", "bottom_line", "drivers", "key_figures", "scores", "segments", "themes", "waves", "worth"]
