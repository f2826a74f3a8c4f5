"""Whether messages work: experiments and what follows from them, fairness of offers, and the month that is over under today's settings."""

from retention.pages.effects.sections import did_it_work, fairness, last_month, save

__all__ = ["did_it_work", "fairness", "last_month", "save"]
