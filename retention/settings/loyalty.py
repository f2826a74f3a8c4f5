"""03_loyalty_design.yaml: loyalty programmes, what is assumed of the members, and within which limits a better design is sought.

A programme is written down as a shop would tell it to a member: tiers with what they need and give, points with how they are
earned and burned. Money is in shop currency, discounts are shares of the price (.05 is 9.5折), days are calendar days.
"""

import math
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from retention.settings.reading import Settings

Basis = Literal["paid", "list", "orders", "points"]
BenefitKind = Literal[
    "birthday_gift",
    "anniversary_gift",
    "free_shipping",
    "reaching_gift",
    "reaching_coupon",
    "early_access",
    "trial",
    "own_service",
    "limited_editions",
    "events",
]
BurnKind = Literal["cash", "coupon", "goods", "service", "lottery"]
Share = Annotated[float, Field(ge=0, le=1)]
# Points live 1,830 days at most (`PointRules.expiry_days`).
MOST_MONTHS = 60
# Quotients and products of floats that should be whole numbers may fall short of them by rounding.
SHORT = 1e-9
# Standard deviations of a normal law at its 95 % point.
Z95 = 1.6448536269514722


class Tier(Settings):
    """One level of a programme and what it gives on every order."""

    name: str = Field(description="what members read")
    threshold: float = Field(0, ge=0, description="what it takes, in the unit of the basis (money, orders or points)")
    discount: float = Field(0, ge=0, lt=1, description="share off every order, .05 for 9.5折")
    points_times: float = Field(1, ge=0, le=10, description="factor on points earned by purchase")
    assumption: str = Field("", description="what of this tier is not the shop's own rule but assumed")


class Qualification(Settings):
    """What counts towards a tier, for how long, and how a tier is lost."""

    basis: Basis = Field(
        "paid", description="completed net paid with redeemed points added back, completed net list price, completed orders, or points earned"
    )
    window: Literal["lifetime", "rolling", "calendar_year"] = Field(
        "lifetime", description="over which time it counts: orders placed in a rolling window, or completed in a calendar year"
    )
    window_days: int = Field(365, ge=30, le=1_100, description="length of a rolling window, days")
    downgrade: bool = Field(False, description="whether a tier can be lost; upgrades are at once, downgrades on review dates only")
    review_months: Literal[1, 3, 6, 12] = Field(12, description="months between the review dates, which are the same for all members")
    grace_days: int = Field(0, ge=0, le=400, description="a tier is kept for so long after it would have been lost, days")
    soft_landing: bool = Field(True, description="at a review a member falls one tier at most")

    @model_validator(mode="after")
    def _can_be_lost(self) -> Self:
        if self.downgrade and self.window == "lifetime":
            raise ValueError("lifetime spend never falls, so nobody could be downgraded; use window: rolling or calendar_year, or downgrade: false")
        if self.downgrade and self.window == "calendar_year" and self.review_months != 12:
            # A review in June would judge half a year; only on 1 January a whole year is over.
            raise ValueError(f"a calendar year is judged once it is over, so write review_months: 12, not {self.review_months}, or window: rolling")
        return self


class Benefit(Settings):
    """Something a tier gives besides the discount: whoever is in `tier` or above has it."""

    kind: BenefitKind = Field(description="what it is")
    tier: int = Field(1, ge=0, description="lowest tier that has it; 0 is the first tier")
    cost: float = Field(0, ge=0, description="cost to the shop each time it is taken, shop currency; for a reaching_coupon: none, it is a discount")
    taken: Share = Field(1, description="share of the occasions on which it is taken")
    discount: float = Field(0, ge=0, lt=1, description="reaching_coupon: share off the next order")
    valid_days: int = Field(30, ge=1, description="reaching_coupon: days it can be used")

    @property
    def per(self) -> Literal["year", "order", "reaching"]:
        """How often the occasion comes: each year in the tier, each order, or when the tier is first reached."""
        if self.kind == "free_shipping":
            return "order"
        return "reaching" if self.kind in ("reaching_gift", "reaching_coupon") else "year"

    @model_validator(mode="after")
    def _coupon_has_a_discount(self) -> Self:
        if (self.kind == "reaching_coupon") != (self.discount > 0):
            raise ValueError(f"{self.kind}: a reaching_coupon needs a discount, other benefits have a cost")
        return self

    @model_validator(mode="after")
    def _is_for_a_tier_that_is_reached(self) -> Self:
        if self.per == "reaching" and self.tier < 1:
            raise ValueError(f"{self.kind}: tier {self.tier} is everybody's from the start and never reached; write tier: 1 or above")
        return self


def full_steps(money: float, step: float) -> float:
    """What of an amount lies in full steps; all of it where there are none.

    >>> full_steps(299.99, 100), full_steps(299.99, 0)
    (200, 299.99)
    """
    return math.floor(money / step + SHORT) * step if step else money


class PointRules(Settings):
    """How points are earned and how long they live. Points are whole numbers."""

    per_money: float = Field(1, ge=0, description="points per unit of money; an order earns ⌊money × this × tier × birthday⌋")
    full_step: float = Field(0, ge=0, description="only every full so much of an order earns: 100 where 每满100元积10分 (per_money .1); 0: all of it")
    earn_on: Literal["after_points", "before_points"] = Field("after_points", description="money after or before what was paid with points")
    pending_days: int = Field(7, ge=0, le=120, description="days after completion in which points cannot be used yet; cover the return window")
    expiry_days: int | None = Field(365, ge=1, le=1_830, description="days usable from maturing, last day included; empty: never lost")
    birthday_times: float = Field(1, ge=1, le=10, description="factor on points earned around the birthday")
    birthday_days: int = Field(0, ge=0, le=31, description="days before and after the birthday to which it applies; 0 is the day itself")
    check_in: int = Field(0, ge=0, description="points for a check-in, once a day, usable at once")
    review: int = Field(0, ge=0, description="points for a review, once per order: usable with the order's, lost when all of it comes back")
    share: int = Field(0, ge=0, description="points for sharing, usable at once")
    task_cap: int = Field(0, ge=0, description="most points by check-ins, reviews and shares in a calendar month; 0: no cap")

    def points_for(self, money: float) -> int:
        """Points of an order of so much in the first tier, outside birthdays.

        >>> PointRules(per_money=0.1, full_step=100).points_for(299.99), PointRules(per_money=0.1).points_for(299.99)
        (20, 29)
        """
        return math.floor(full_steps(money, self.full_step) * self.per_money + SHORT)


class BurnWay(Settings):
    """One way to spend points. Cash comes off the order; everything else is handed over beside it."""

    kind: BurnKind = Field("cash", description="cash, coupon, goods, service or lottery")
    weight: float = Field(1, gt=0, description="how often this way is chosen, against the others. Assumption")
    value: float = Field(gt=0, description="face value of one point, shop currency: what the member sees")
    cost: float = Field(1, ge=0, le=2, description="cost to the shop of 1 of face value: 1 for cash, cost/price for goods")
    minimum: int = Field(1, ge=1, description="fewest points at a time")
    step: int = Field(1, ge=1, description="points come in multiples of this")
    cap: float = Field(1, gt=0, le=1, description="cash: most of an order that can be paid with points")

    @model_validator(mode="after")
    def _cash_costs_what_it_says(self) -> Self:
        if self.kind == "cash" and self.cost != 1:
            raise ValueError("points paid as cash cost their face value, so cost is 1")
        if self.minimum % self.step:
            raise ValueError(f"minimum {self.minimum} should be a multiple of step {self.step}")
        return self


class Programme(Settings):
    """A loyalty programme: tiers, points, benefits, and what running it costs."""

    label: str = Field(description="what people call it")
    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=6, description="lowest first; the first is for everybody who joins")
    qualification: Qualification = Field(Qualification(), description="what counts towards a tier")
    points: PointRules | None = Field(None, description="how points are earned; empty: no points")
    burning: tuple[BurnWay, ...] = Field((), description="how points are spent")
    benefits: tuple[Benefit, ...] = Field((), description="what tiers give besides discounts and points")
    stack: bool = Field(False, description="whether a coupon comes on top of the tier's discount; else the better of the two holds")
    fixed_a_year: float = Field(0, ge=0, description="cost of running it: software, people, shop currency a year")
    launch: float = Field(0, ge=0, description="cost of starting it, once")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        first, *_ = self.tiers
        if first.threshold != 0:
            raise ValueError(f"the first tier, {first.name}, is for everybody, so its threshold is 0, not {first.threshold:g}")
        for lower, upper in zip(self.tiers, self.tiers[1:], strict=False):
            if upper.threshold <= lower.threshold:
                raise ValueError(f"thresholds should rise: {upper.name} needs {upper.threshold:g}, {lower.name} below it {lower.threshold:g}")
            for what in ("discount", "points_times"):
                if getattr(upper, what) < getattr(lower, what):
                    raise ValueError(
                        f"benefits should not fall with the tier: {what} of {upper.name} is {getattr(upper, what):g}, "
                        f"of {lower.name} below it {getattr(lower, what):g}"
                    )
        return self

    @model_validator(mode="after")
    def _counts_in_whole_numbers(self) -> Self:
        if self.qualification.basis in ("orders", "points"):
            for tier in self.tiers:
                if tier.threshold % 1:
                    raise ValueError(f"{tier.name}: {self.qualification.basis} are whole numbers, so write a whole threshold, not {tier.threshold:g}")
        return self

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if len({tier.name for tier in self.tiers}) < len(self.tiers):
            raise ValueError("each tier needs a name of its own")
        for benefit in self.benefits:
            if benefit.tier >= len(self.tiers):
                raise ValueError(f"{benefit.kind} is for tier {benefit.tier}, but the tiers are 0 to {len(self.tiers) - 1}")
        if sum(benefit.kind == "reaching_coupon" for benefit in self.benefits) > 1:
            raise ValueError("one reaching_coupon at most")
        if self.points is None and (self.burning or self.qualification.basis == "points"):
            raise ValueError("burning and a basis of points need points")
        if self.points is not None and not self.burning:
            raise ValueError("points that cannot be spent: add a way under burning")
        return self

    @property
    def best_price(self) -> float:
        """The smallest share of the price a member ever pays, before points: .64 where 8折 and an 8折 coupon stack.

        >>> Programme(label="x", tiers=[Tier(name="a"), Tier(name="b", threshold=5, discount=0.2)]).best_price
        0.8
        """
        return 1 - max(self.discount_in(tier, with_coupon=True) for tier in range(len(self.tiers)))

    @property
    def value_per_point(self) -> float:
        """Face value of a point: the mean over the ways to spend it, by their weights; 0 without points."""
        weights = sum(way.weight for way in self.burning)
        return round(sum(way.weight * way.value for way in self.burning) / weights, 12) if weights else 0.0

    def points_back(self, tier: int) -> float:
        """Face value of the points earned by purchase in a tier, as a share of what is paid."""
        return self.points.per_money * self.tiers[tier].points_times * self.value_per_point if self.points else 0.0

    @property
    def gives_nothing(self) -> bool:
        """Whether there is nothing in it that members could see: names of tiers, and benefits without a cost or a value anybody tells."""
        tasks = self.points is not None and max(self.points.check_in, self.points.review, self.points.share) > 0
        earned = any(self.points_back(tier) for tier in range(len(self.tiers))) or (tasks and self.value_per_point > 0)
        return not earned and not any(t.discount for t in self.tiers) and not any(b.discount or b.cost * b.taken for b in self.benefits)

    def discount_in(self, tier: int, with_coupon: bool = False) -> float:
        """Share off an order in a tier; `with_coupon`: of the order on which its reaching coupon is used, the better of the two or both."""
        own = self.tiers[tier].discount
        coupon = max((b.discount for b in self.benefits if b.tier <= tier), default=0.0) if with_coupon else 0.0
        return 1 - (1 - own) * (1 - coupon) if self.stack else max(own, coupon)


class Assumed(Settings):
    """A figure nobody has measured in this shop: its value, how uncertain it is, and where it comes from.

    Each draw of the simulation takes a value from a normal law around `value`, or from a lognormal one with the median `value` where its
    95 % point is told; cut to [low, high].
    """

    value: float = Field(description="best guess: the mean, or the median where p95 is told")
    sd: float = Field(0, ge=0, description="standard deviation of the guess")
    p95: float | None = Field(None, gt=0, description="its 95 % point, for something that has no upper end; then sd is not used")
    low: float = Field(description="never below; also the low end in the tornado where there is no spread")
    high: float = Field(description="never above; also the high end in the tornado where there is no spread")
    source: Literal["data", "literature", "guess"] = Field(description="measured in this shop, taken from research, or guessed")
    note: str = Field("", description="where it was found, or what it is extrapolated from")

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value:g} should lie between low {self.low:g} and high {self.high:g}")
        if self.p95 is not None and not 0 < self.value < self.p95:
            raise ValueError(f"p95 {self.p95:g} is the 95 % point of something above 0 with the median {self.value:g}, so it should lie above that")
        return self

    def at(self, z: float) -> float:
        """The value at so many standard deviations of its law, cut to [low, high].

        >>> Assumed(value=1.5, p95=4, low=0, high=9, source="guess").at(1.6448536269514722)
        4.0
        """
        found = self.value + self.sd * z if self.p95 is None else self.value * math.exp(z * math.log(self.p95 / self.value) / Z95)
        return round(min(max(found, self.low), self.high), 12)

    @property
    def spreads(self) -> bool:
        """Whether draws differ."""
        return self.sd > 0 or self.p95 is not None


def _guess(value: float, sd: float, low: float, high: float, note: str, p95: float | None = None) -> Assumed:
    return Assumed(value=value, sd=sd, p95=p95, low=low, high=high, source="guess", note=note)


class Assumptions(Settings):
    """How members are thought to react to what a programme gives them. Data replace guesses once an experiment has been run.

    Members order u = most_uplift · (1 − e^(−elasticity · s / most_uplift)) more where they see a reward of s, a share of what they pay. A
    programme that gives nothing is answered by nothing.
    """

    elasticity: Assumed = Field(
        _guess(1.5, 0, 0, 8, "between nothing and prices of packaged goods: Bijmolt, van Heerde & Pieters 2005, mean 2.6", p95=4),
        description="ε: more orders, in per cent, for each per cent of reward that members see",
    )
    most_uplift: Assumed = Field(_guess(0.3, 0.08, 0.1, 0.5, ""), description="share more orders that no reward exceeds")
    lasting: Assumed = Field(
        _guess(0.7, 0.15, 0.3, 1, "small changes wear off in six to nine months: Meyer-Waarden & Benavent 2009"),
        description="share of a reaction that stays; the rest fades",
    )
    half_life_days: Assumed = Field(_guess(240, 60, 60, 720, "see lasting"), description="days in which half of what fades has gone")
    loss_times: Assumed = Field(
        _guess(1.5, 0.4, 1, 3, "losing a tier hurts more than reaching it helps: Wagner, Hennig-Thurau & Rudolph 2009"),
        description="how many times as strongly members react at first to a reward that is taken away",
    )
    goal_pull: Assumed = Field(
        _guess(0.125, 0.1, 0, 0.25, "extrapolated from a café card of ten stamps, on which orders came 20 % sooner: Kivetz, Urminsky & Zheng 2006"),
        description="γ: more orders when a tier or reward worth a tenth of what is paid is reached, share; for less in proportion",
    )
    goal_power: float = Field(2, ge=1, le=5, description="k: the pull is γ × progress^k")
    after_reward: Assumed = Field(_guess(0.01, 0.01, 0, 0.03, ""), description="b: more orders in the 30 days after points were spent, share")
    pulled_forward: Assumed = Field(
        _guess(0.3, 0.12, 0, 0.6, "part of what is gained is only earlier"),
        description="φ: chance that an extra order replaces the member's next order within 90 days",
    )
    stretch: Assumed = Field(
        _guess(0, 0, 0, 0.05, "none until measured"), description="larger baskets of members whose reaction is the strongest possible, share"
    )
    redeemers: Assumed = Field(
        _guess(0.6, 0.12, 0.3, 0.9, "between half and nearly all members ever redeem"), description="share of members who ever spend points"
    )
    redeem_chance: Assumed = Field(
        _guess(0.5, 0.15, 0.2, 0.9, ""), description="chance that such a member spends points on an order when there are enough"
    )
    contribution: Assumed = Field(
        _guess(0.25, 0, 0.2, 0.3, "typical after returns, freight and commission; shop.yaml's margin_rate goes before it"),
        description="margin as a share of net paid, where shop.yaml gives none",
    )
    extra_orders_end_too: bool = Field(False, description="whether members may stop buying after an extra order as after any other (pessimistic)")

    @model_validator(mode="after")
    def _are_shares(self) -> Self:
        for name in ("pulled_forward", "redeemers", "redeem_chance", "lasting"):
            self._check(name, lambda x: 0 <= x <= 1, "a share, so write it between 0 and 1, .3 for 30 %")
        self._check("contribution", lambda x: 0 < x < 1, "a share of what is paid, so write it between 0 and 1, .25 for 25 %")
        for name in ("goal_pull", "after_reward", "stretch"):
            self._check(name, lambda x: x > -1, "a change as a share, and nothing falls by all there is: write it above -1, .05 for 5 % more")
        self._check("elasticity", lambda x: x >= 0, "more orders for more reward: write 0 or more, 1.5 for 1.5 % more orders per 1 %")
        self._check("most_uplift", lambda x: x > 0, "the most that can be gained: write it above 0, .3 for 30 % more orders")
        self._check("half_life_days", lambda x: x > 0, "a number of days above 0")
        self._check("loss_times", lambda x: x >= 1, "how many times as strong as a gain a loss is felt: write 1 or more")
        return self

    def _check(self, name: str, fits: Callable[[float], bool], what: str) -> None:
        """Refuse a figure that does not fit, by name and value."""
        assumed: Assumed = getattr(self, name)
        for part in ("value", "low", "high"):
            if not fits(getattr(assumed, part)):
                raise ValueError(f"{name}: {part} is {getattr(assumed, part):g}; it is {what}")


class DesignLimits(Settings):
    """Within which limits the search for a better programme stays."""

    trials: int = Field(120, ge=10, le=5_000, description="designs tried")
    members: int = Field(2_000, ge=100, description="members they are tried on")
    draws: int = Field(24, ge=8, description="draws each is tried with")
    fresh_draws: int = Field(100, ge=20, description="new draws on which the best are estimated again")
    most_discount: Share = Field(0.12, description="largest discount of the top tier")
    top_threshold: tuple[float, float] = Field((5, 60), description="threshold of the top tier, in average orders")
    earn_rate: tuple[float, float] = Field((0, 0.05), description="face value of points earned per unit of money")
    expiry_months: tuple[int, int] = Field((6, 24), description="life of points, months")
    burn_costs: dict[BurnKind, Share] = Field(
        {"cash": 1.0, "goods": 0.5, "service": 0.35},
        min_length=1,
        description="ways to spend points that are tried, and what each costs the shop of its face value. Assumption",
    )
    top_times: float = Field(3, ge=1, le=10, description="largest factor on the points of the top tier")
    minimum: tuple[float, float] = Field((0.01, 0.1), description="fewest points that can be spent, face value in average orders")
    most_liability: float | None = Field(None, gt=0, description="highest peak of points outstanding, shop currency; empty: no limit")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name in ("top_threshold", "earn_rate", "expiry_months", "minimum"):
            low, high = getattr(self, name)
            if not 0 <= low < high:
                raise ValueError(f"{name}: the first value should be below the second, not {low:g} and {high:g}")
        if self.expiry_months[0] < 1 or self.expiry_months[1] > MOST_MONTHS:
            low, high = self.expiry_months
            raise ValueError(f"expiry_months: points live 1 to {MOST_MONTHS} months, so write two numbers between, not {low} and {high}")
        if self.burn_costs.get("cash", 1) != 1:
            raise ValueError(f"burn_costs: points paid as cash cost their face value, so cash is 1, not {self.burn_costs['cash']:g}")
        if self.minimum[0] == 0:
            raise ValueError("minimum: at least something is spent at a time, so the first value is above 0")
        if self.earn_rate[1] > 1:
            raise ValueError(f"earn_rate: it is a share of what is paid, so write at most 1 (.05 for 5 %), not {self.earn_rate[1]:g}")
        return self


class Measured(Settings):
    """The shop's own test: members drawn by lot who got a reward, beside members who did not."""

    campaign: str = Field("", description="campaign in the table touches with treated and control members; empty: none")
    reward_seen: Share | None = Field(None, description="what the treated saw more than the others, a share of what they pay; empty: not known")

    @model_validator(mode="before")
    @classmethod
    def _a_name_alone(cls, told: object) -> object:
        return {"campaign": told} if isinstance(told, str) else told


class LoyaltySettings(Settings):
    """03_loyalty_design.yaml."""

    today: str = Field("", description="the programme the shop runs now, by name; empty: none")
    compare: tuple[str, ...] = Field(
        ("clothing", "clothing_rolling", "five_methods"), min_length=1, description="programmes to judge, presets or own, by name"
    )
    programmes: dict[str, Programme] = Field({}, description="the shop's own programmes by name; one named like a preset takes its place")
    months: int = Field(36, ge=6, le=120, description="how far ahead programmes are judged, months of 365/12 days")
    draws: int = Field(200, ge=20, le=5_000, description="draws of the future behind each figure")
    most_members: int = Field(20_000, ge=500, description="members simulated at most; more are drawn by lot and figures scaled")
    completion_days: int = Field(10, ge=0, le=60, description="days from order to completion where the exports do not give them")
    redemption_prior: tuple[Share, Share] = Field(
        (0.5, 0.95), description="share of points ever spent (5 % and 95 %) while there are under 12 months of history"
    )
    assumptions: Assumptions = Field(Assumptions(), description="how members are thought to react")
    design: DesignLimits = Field(DesignLimits(), description="limits of the search for a better programme")
    measured_by: Measured = Field(Measured(), description="the shop's own test of a reward: campaign, and reward_seen where it is known")
    experiment_days: int = Field(180, ge=30, le=730, description="how long the experiment that would measure the uplift runs, days")
    least_gain: float | None = Field(
        None, ge=0, description="gain a year below which a programme is not recommended, shop currency; empty: what it costs to run a year"
    )
    seed: int = Field(1, ge=0, description="seed of everything random")

    @model_validator(mode="after")
    def _prior_rises(self) -> Self:
        low, high = self.redemption_prior
        if low >= high:
            raise ValueError(f"redemption_prior: the lower share goes first, so write [{high:g}, {low:g}] or a wider range, not [{low:g}, {high:g}]")
        return self
