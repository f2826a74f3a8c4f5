"""Names and a scale of forecasts that the room lifetime and its page share."""

# Ways of forecasting, as tables of past forecasts name them: the model, the model on a seasonal clock, the better of both at the level that its past
# errors ask for, rules that need no model, and all of them pooled.
MODEL, CLOCK, LEVEL, POOLED = "model", "clock", "level", "pooled"
PLAIN = ("recency", "rfm_cells", "last_period")


def scale_of(margin_rate: float | None) -> float:
    """What makes the shop's money of revenue: the margin rate, or 1 where the shop gives none and money is revenue."""
    return 1.0 if margin_rate is None else margin_rate
