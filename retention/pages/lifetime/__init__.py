"""What customers are worth, and how far such a forecast can be trusted."""

from retention.pages.lifetime.sections import (
    about_the_model,
    actions,
    bottom_line,
    by_band,
    by_channel,
    by_cohort,
    by_segment,
    check_repeats,
    check_tenths,
    check_weeks,
    dictionary,
    key_figures,
    new_customers,
    past_forecasts,
    save,
)

__all__ = [
    "about_the_model",
    "actions",
    "bottom_line",
    "by_band",
    "by_channel",
    "by_cohort",
    "by_segment",
    "check_repeats",
    "check_tenths",
    "check_weeks",
    "dictionary",
    "key_figures",
    "new_customers",
    "past_forecasts",
    "save",
]
