"""What customers are worth: repeat histories, order and spend models, forecasts, and how far to trust them.

    history = repeat_history(orders, as_of)
    model, spend = fit_bgnbd(history), fit_gamma_gamma(history)
    forecasts = forecast(model, spend, history, days=365, discount=Discount(), margin_rate=0.25)

Everything is in days and shop currency. METHODS: Fader, Hardie & Lee 2005; Fader & Hardie, notes 021 and 025.
"""

from retention.lifetime.forecasting import Customers, Discount, discounted_orders, expected_new, expected_orders, forecast
from retention.lifetime.order_model import BgNbd, fit_bgnbd, fit_mbgnbd
from retention.lifetime.posteriors import posterior
from retention.lifetime.spend_model import GammaGamma, fit_gamma_gamma, order_value
from retention.lifetime.summary import calibration_and_holdout, purchase_days, repeat_history

__all__ = [
    "BgNbd",
    "Customers",
    "Discount",
    "GammaGamma",
    "calibration_and_holdout",
    "discounted_orders",
    "expected_new",
    "expected_orders",
    "fit_bgnbd",
    "fit_gamma_gamma",
    "fit_mbgnbd",
    "forecast",
    "order_value",
    "posterior",
    "purchase_days",
    "repeat_history",
]
