"""How the shop is doing: key figures, sales, weekdays and hours, the mix, concentration, when customers come back, cohorts."""

from retention.pages.metrics.sections import cohorts, concentration, key_figures, mix, order_times, repeats, sales

__all__ = ["cohorts", "concentration", "key_figures", "mix", "order_times", "repeats", "sales"]
