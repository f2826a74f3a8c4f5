"""05_service_nps.yaml: what the forecasts of orders and value rest on."""

from typing import Literal

from pydantic import Field

from retention.settings.reading import Settings


class LifetimeSettings(Settings):
    """What the forecasts of orders and value rest on; part of 05_service_nps.yaml."""

    horizon_days: int = Field(365, ge=1, le=3650, description="how far ahead customers are valued, days")
    discount_rate: float = Field(0.10, ge=0, lt=1, description="yearly rate at which future money is discounted")
    model: Literal["bgnbd", "mbgnbd"] = Field("bgnbd", description="order model; mbgnbd lets customers stop right after the first order")
    level: float = Field(0.95, gt=0.5, lt=1, description="level of the intervals of totals")
    replicates: int = Field(200, ge=0, le=5000, description="weightings of the customers behind the intervals; 0 takes their limit, the sandwich")
    seed: int = Field(1, ge=0, description="seed of everything random")
    least_repeaters: int = Field(30, ge=2, description="under this many repeat buyers no model is fitted")
    bulk_times: float = Field(
        10, gt=1, description="accounts this many times above 95 % of repeat buyers in orders or order value are forecast on their own past"
    )
    most_correlation: float = Field(0.3, gt=0, lt=1, description="rank correlation of order value and frequency above which the page warns")
    backtest_days: int = Field(91, ge=7, description="length of the periods on which past forecasts are judged, days")
    backtest_origins: int = Field(8, ge=1, le=24, description="how many past forecasts are judged")
