"""Whether customers are answered and helped as promised, what is open, and what to do about it today."""

from retention.pages.service.sections import actions, bottom_line, by_hour, key_figures, months, open_tickets, promises, repeats

__all__ = ["actions", "bottom_line", "by_hour", "key_figures", "months", "open_tickets", "promises", "repeats"]
