"""Which stage the shop's work with customers is in, and what to do next."""

from retention.pages.diagnosis.sections import stage

__all__ = ["stage"]
