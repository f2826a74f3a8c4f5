"""Figures about the whole shop: KPIs, sales by month, weekdays and hours, cohorts, the repeat curve, concentration, channels and reasons."""

from retention.metrics.cohort_table import Pooled, cohort_kpis, cohorts, latest, pooled
from retention.metrics.key_figures import kpis
from retention.metrics.lorenz import Concentration, concentration
from retention.metrics.mix import channel_mix, mix_kpis, mix_window, reasons_reported
from retention.metrics.reading import ledger_kpis
from retention.metrics.repeat import cohort_grain, repeat_by_cohort, repeat_curve, repeat_kpis, waits
from retention.metrics.sales import sales_by_month
from retention.metrics.weekdays import OrderTimes, order_times

__all__ = [
    "Concentration",
    "OrderTimes",
    "Pooled",
    "channel_mix",
    "cohort_grain",
    "cohort_kpis",
    "cohorts",
    "concentration",
    "kpis",
    "latest",
    "ledger_kpis",
    "mix_kpis",
    "mix_window",
    "order_times",
    "pooled",
    "reasons_reported",
    "repeat_by_cohort",
    "repeat_curve",
    "repeat_kpis",
    "sales_by_month",
    "waits",
]
