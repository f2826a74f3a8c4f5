"""Returns, exchanges and repairs: where each stands, how long each step takes, why goods come back, and what to change."""

from retention.pages.returns.sections import actions, bottom_line, late, not_allowed, reasons, steps, to_change, waits

__all__ = ["actions", "bottom_line", "late", "not_allowed", "reasons", "steps", "to_change", "waits"]
