"""02_segmentation.yaml: groups and what is said to them, and what is offered next."""

from typing import Literal, Self

from pydantic import Field, model_validator

from retention.settings.reading import Settings


class AffinitySettings(Settings):
    """What is bought after and beside what, and what to offer next; part of 02_segmentation.yaml."""

    goods: Literal["product_name", "category", "product_id"] = Field(
        "product_name", description="what counts as one good: style, category or article"
    )
    window_days: int = Field(30, ge=1, le=365, description="how long after a purchase another one counts as following it, days")
    least_expected: float = Field(1, gt=0, description="pairs are tested where so many followers are expected by chance")
    least_joint: int = Field(20, ge=5, description="rules are shown from so many joint purchases on")
    false_rules: float = Field(0.1, gt=0, lt=0.5, description="share of false rules accepted among those shown; their intervals follow from it")
    bulk_times: float = Field(
        5, gt=1, description="accounts this many times above 95 % of repeat buyers in purchase days or pieces a day are left out"
    )
    offers: int = Field(5, ge=1, le=20, description="goods recommended to each customer")
    on_sale_days: int = Field(60, ge=7, description="goods nobody bought for so long are not recommended, days")
    popular_days: int = Field(28, ge=7, description="popularity is what sold in so many days")
    consumables: tuple[str, ...] | Literal["all"] = Field((), description="categories bought again and again, so recommended although owned")
    avoided_field: str = Field("avoided_fabric", description="own field with words that must not stand in a recommended good's name")
    size_fields: tuple[str, ...] = Field(("top_size", "bottom_size", "shoe_size"), description="own fields with a customer's sizes")
    backtest_days: int = Field(28, ge=7, description="length of the periods whose last orders the backtest guesses, days")
    backtest_origins: int = Field(6, ge=1, le=24, description="how many such periods")


# The groups of the operating segmentation, first rule that holds first (retention.segments.groups).
Group = Literal["lost", "new", "high_value", "potential", "wake_valuable", "dormant", "silent", "active"]
Channel = Literal["sms", "phone", "email", "wecom", "official_account", "push", "platform"]


class ScoreCuts(Settings):
    """Where a score becomes high: above the mean or the median of the scores, or beyond a value of the shop's own; equal to the cut is low."""

    kind: Literal["mean", "median"] = Field("mean", description="a score is high above the mean of the scores, or above their median")
    days: int | None = Field(None, ge=1, description="R is high under so many days since the last order, whatever the scores")
    orders: int | None = Field(None, ge=0, description="F is high above so many orders in the window, whatever the scores")
    money: float | None = Field(None, description="M is high above so much net paid in the window, whatever the scores")


class ClusterSettings(Settings):
    """How clusters are looked for and when they are believed."""

    least_customers: int = Field(200, ge=20, description="under this many buyers in the window no clusters are looked for")
    fewest: int = Field(3, ge=2, le=8, description="smallest number of clusters tried")
    most: int = Field(8, ge=2, le=12, description="largest number of clusters tried")
    refits: int = Field(100, ge=10, description="bootstrap refits behind each stability figure")
    null_sets: int = Field(20, ge=19, description="data sets drawn from one Gaussian that a stability figure has to beat")
    least_jaccard: float = Field(0.75, gt=0, lt=1, description="a cluster less stable than this is not used")
    sample: int = Field(1_000, ge=200, description="customers that stability is judged on")
    fit_sample: int = Field(50_000, ge=1_000, description="customers the clusters are fitted on; all others are assigned")
    change_margin: float = Field(0.10, ge=0, description="a customer changes cluster at once only if the new centre is nearer by this share")
    seed: int = Field(1, ge=0, description="seed of everything random")


class MatrixRow(Settings):
    """One row of the communication matrix: whom to tell what, how, and what it may cost.

    Empty texts of the rows vip, dormant and new are the seeds', in the report's language.
    """

    key: str = Field(description="short name of the row; vip, dormant and new have texts of their own")
    groups: tuple[Group, ...] = Field(min_length=1, description="groups it is for")
    channels: tuple[Channel, ...] = Field(min_length=1, description="channels to use, first choice first")
    goal: str = Field("", description="what it is to reach")
    message: str = Field("", description="what is said")
    offer: str = Field("", description="what is offered")
    offer_cost: float = Field(0, ge=0, description="expected cost of the offer per person reached (value × expected use), shop currency")
    budget: float | None = Field(None, ge=0, description="most it may cost, shop currency; empty: no limit set")
    journey: str = Field("", description="the journey of journeys.yaml that carries it out; `retention check` compares their channels")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.key not in ("vip", "dormant", "new") and not (self.goal and self.message):
            raise ValueError(f"row {self.key!r} needs goal and message")
        return self


# The seeds' three rows (A2).
MATRIX = (
    MatrixRow(key="vip", groups=("high_value",), channels=("wecom", "phone")),
    MatrixRow(key="dormant", groups=("dormant", "silent"), channels=("email", "sms", "push")),
    MatrixRow(key="new", groups=("new",), channels=("email", "sms")),
)


class SegmentationSettings(Settings):
    """How customers are scored and grouped, and what is said to whom; part of 02_segmentation.yaml."""

    window_days: int = Field(730, ge=1, description="window of the orders and the money that are scored, days to as_of")
    cuts: ScoreCuts = Field(ScoreCuts(), description="where a score becomes high")
    lost_days: int = Field(365, ge=2, description="days without an order after which a customer is lost (流失)")
    new_days: int = Field(60, ge=1, description="days since the first order within which a customer with one purchase day is new (新客)")
    dormant_days: int = Field(90, ge=1, description="days without an order after which a customer is 沉睡预警")
    silent_days: int = Field(60, ge=1, description="days without an order and without an interaction after which a customer is 沉默")
    clusters: ClusterSettings = Field(ClusterSettings(), description="how clusters are looked for")
    matrix: tuple[MatrixRow, ...] = Field(MATRIX, description="communication matrix: group × goal × channels × message × offer × budget")
    channel_costs: dict[Channel, float] = Field({}, description="cost of one message or call by channel, shop currency; channels left out: not known")
    high_value_aov: float | None = Field(
        None,
        gt=0,
        description="order value from which a high-value customer belongs to the core of the group; the group's own average is tested against it",
    )
    preview_list: int = Field(100, ge=1, description="most customers on the preview list of new goods")
    redraws: int = Field(100, ge=20, description="resamplings of the customers that say how many could as well stand in another group")
    least_group: int = Field(30, ge=1, description="under this many customers counts are shown, no rates")
    seed: int = Field(1, ge=0, description="seed of everything random")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.silent_days <= self.dormant_days < self.lost_days:
            raise ValueError("silent_days, dormant_days and lost_days should grow in this order")
        if len({row.key for row in self.matrix}) < len(self.matrix):
            raise ValueError("matrix: each row needs a key of its own")
        return self


class OffersSettings(SegmentationSettings):
    """02_segmentation.yaml: groups and what is said to them, and what is offered next."""

    affinity: AffinitySettings = Field(AffinitySettings(), description="what is bought together, and what to recommend")
