"""What is bought after what, and what to offer whom next."""

from retention.pages.affinity.sections import association, backtest, categories, offers, rules

__all__ = ["association", "backtest", "categories", "offers", "rules"]
