"""Figures about the whole shop: KPIs, sales by month, cohorts, the repeat curve, concentration, the mix of channels and reasons."""

from retention.metrics.cohorts import cohort_kpis, cohorts
from retention.metrics.concentration import Concentration, concentration
from retention.metrics.kpis import kpis
from retention.metrics.mix import channel_mix, mix_kpis, mix_window, reasons_reported
from retention.metrics.reading import ledger_kpis
from retention.metrics.repeat import cohort_grain, repeat_by_cohort, repeat_curve, repeat_kpis, waits
from retention.metrics.sales import sales_by_month

__all__ = [
    "Concentration",
    "channel_mix",
    "cohort_grain",
    "cohort_kpis",
    "cohorts",
    "concentration",
    "kpis",
    "ledger_kpis",
    "mix_kpis",
    "mix_window",
    "reasons_reported",
    "repeat_by_cohort",
    "repeat_curve",
    "repeat_kpis",
    "sales_by_month",
    "waits",
]
