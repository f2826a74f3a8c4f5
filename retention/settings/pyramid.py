"""01_data_pyramid.yaml: the rules of the customer pyramid."""

from pydantic import Field

from retention.settings.reading import Settings
from retention.settings.stage import StageRules


class SuperUserRule(Settings):
    """Who speaks for the shop: shares or reviews of the last 365 days, and orders so far."""

    shares: int = Field(3, ge=1, description="shares in 365 days that make a super-user, or")
    reviews: int = Field(4, ge=1, description="reviews in 365 days that make a super-user")
    orders: int = Field(2, ge=1, description="orders that count a super-user has at least")


class MarkRules(Settings):
    """Which accounts are not ordinary customers; an account gets the first mark that fits."""

    least_orders: int = Field(
        3, ge=1, description="orders from which an account is judged as reseller or coupon hunter, refunded orders as high returns"
    )
    wholesale_units: float = Field(12, gt=1, description="pieces per order of a wholesale account, at least")
    wholesale_times: float = Field(5, gt=1, description="and so many times the shop's pieces per order")
    reseller_pieces: float = Field(2.5, gt=1, description="pieces of one article (all sizes together) per order of a reseller, at least")
    reseller_times: float = Field(2.5, ge=1, description="and so many times the shop's (median account), where many buy several of a kind")
    hunter_peak_share: float = Field(0.8, gt=0, le=1, description="share of a coupon hunter's orders on the shop's sales days, at least")
    hunter_coupon_share: float = Field(0.6, ge=0, le=1, description="share of a coupon hunter's orders with a coupon, at least")
    peak_times: float = Field(1.7, gt=1, description="a sales day has so many times the orders of the days around it")
    returns_rate: float = Field(0.4, gt=0, le=1, description="refunds per money paid of a high-return account, at least")
    returns_times: float = Field(2, ge=1, description="and so many times the shop's, or halfway from it to everything where that is less")
    returns_chance: float = Field(0.02, gt=0, lt=1, description="chance under which an ordinary account would have so many refunded orders")


class PyramidSettings(Settings):
    """01_data_pyramid.yaml."""

    churn_days: tuple[int, ...] = Field((60, 90, 180, 365), description="N of the churn rules, days without an order")
    dormant_days: int = Field(90, ge=1, description="days without an order after which a customer is 沉睡预警")
    lapsed_days: int = Field(365, ge=2, description="days without an order after which a customer is 流失")
    second_order_days: int = Field(90, ge=7, description="horizon of the question who orders a second time, days")
    provisional_days: int = Field(30, ge=0, description="last days whose refunds are still to come, marked provisional")
    top_share: float = Field(0.2, gt=0, lt=1, description="share of customers whose part of the money is shown")
    least_group: int = Field(30, ge=1, description="under this many customers counts are shown, no rates")
    full_price_from: float = Field(0.95, gt=0, le=1, description="a piece is bought at full price from this share of its list price")
    super_user: SuperUserRule = Field(SuperUserRule(), description="who speaks for the shop")
    campaign_days: int = Field(30, ge=1, description="days after a message in which orders are looked at")
    marks: MarkRules = Field(MarkRules(), description="which accounts are not ordinary customers")
    owner_silent_days: int = Field(30, ge=1, description="days without any follow-up after which an owner's customers are handed over")
    card: str = Field("", description="customer_id on the example card; empty takes a typical repeat customer")
    stage: StageRules = Field(StageRules(), description="from which figure on each sign of the shop's stage holds")
