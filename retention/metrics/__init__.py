"""Figures about the whole shop: KPIs, cohorts, the repeat curve, concentration, sales by month."""
