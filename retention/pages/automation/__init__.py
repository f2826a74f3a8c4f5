"""Messages: what goes out and why, as planned from the shop's tables; nothing is sent from here."""

from retention.pages.automation.sections import control_groups, handed_over, journeys, not_written_to, outlook, rules, save, texts, today

__all__ = ["control_groups", "handed_over", "journeys", "not_written_to", "outlook", "rules", "save", "texts", "today"]
