"""Figures about the whole shop: KPIs, sales by month, cohorts, the repeat curve, concentration."""

from retention.metrics.cohorts import cohort_kpis, cohorts
from retention.metrics.concentration import Concentration, concentration
from retention.metrics.kpis import kpis
from retention.metrics.reading import ledger_kpis
from retention.metrics.repeat import cohort_grain, repeat_by_cohort, repeat_curve, repeat_kpis, waits
from retention.metrics.sales import sales_by_month

__all__ = [
    "Concentration",
    "cohort_grain",
    "cohort_kpis",
    "cohorts",
    "concentration",
    "kpis",
    "ledger_kpis",
    "repeat_by_cohort",
    "repeat_curve",
    "repeat_kpis",
    "sales_by_month",
    "waits",
]
