"""What late parcels cost and who is told of them; small surprises, what they cost and how often: parts of 05_service_nps.yaml."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from retention.settings.reading import Settings

KindName = Annotated[str, Field(min_length=1, max_length=40)]


class Stop(Settings):
    """Days on which parcels stand still."""

    from_: date = Field(alias="from", description="first day on which no parcel moves")
    to: date = Field(description="last such day")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ > self.to:
            raise ValueError(f"parcels stop from {self.from_} to {self.to}, which is before; exchange the two days")
        return self


class ParcelSettings(Settings):
    """Late parcels: whom to tell before they ask, and what that may cost. All amounts are assumptions until an experiment tells."""

    notice_cost: float = Field(0.05, ge=0, description="what an SMS costs, shop currency")
    call_cost: float = Field(3.0, ge=0, description="what a telephone call costs, shop currency")
    call_from: float = Field(1000.0, ge=0, description="customers whose order was at least so much are called, all others get an SMS")
    compensation: float = Field(10.0, ge=0, description="what comes with the apology, shop currency")
    loss_if_unnoticed: float = Field(80.0, ge=0, description="what a late parcel costs that nobody told the customer of: margin of orders lost")
    avoided: float = Field(0.5, ge=0, le=1, description="share of that loss which telling her avoids")
    budget_a_day: float = Field(300.0, ge=0, description="most compensation on one day's list; who comes after it is told without any")
    hold_out: float = Field(
        0.2, ge=0, le=0.5, description="share of customers who are not told, by lot, so that the effect can be measured; as control: of the journey"
    )
    unshipped_hours: int = Field(48, ge=1, le=720, description="an order that is paid and not sent after so many hours is late")
    unscanned_hours: int = Field(24, ge=1, le=720, description="a parcel without any scan so many hours after it left is looked into")
    unmoved_hours: int = Field(48, ge=1, le=720, description="a parcel whose last scan is older than this is looked into")
    stops: tuple[Stop, ...] = Field(
        (), description="days on which parcels stand still, in place of those this program takes for Spring Festival (calendar: cn), e.g. from and to"
    )

    @property
    def threshold(self) -> float:
        """The chance of being late from which telling a customer costs less than it saves; above 1 where it never does.

        >>> ParcelSettings(notice_cost=0, compensation=10, loss_if_unnoticed=80, avoided=0.5).threshold
        0.25
        """
        saved = self.loss_if_unnoticed * self.avoided
        return (self.notice_cost + self.compensation) / saved if saved else float("inf")


class Surprise(Settings):
    """One kind of surprise."""

    cost: float = Field(ge=0, description="what one costs with all work, shop currency")
    share: float = Field(1.0, gt=0, description="how often it is drawn beside the others")


KINDS = {"card": Surprise(cost=3, share=5), "gift": Surprise(cost=15, share=4), "personal_help": Surprise(cost=30, share=1)}


class SurpriseSettings(Settings):
    """Small surprises for some customers, drawn by lot once a month within a budget."""

    campaign: str = Field("surprise", min_length=1, max_length=60, description="the name under which they stand among the touches")
    budget_a_month: float = Field(600.0, ge=0, description="what a month's surprises may cost, shop currency; the draw stops there")
    kinds: dict[KindName, Surprise] = Field(KINDS, min_length=1, description="kinds with their cost: card, gift, personal_help, or the shop's own")
    fresh_days: int = Field(30, ge=1, le=365, description="drawn from customers with an order completed in so many days")
    rest_days: int = Field(180, ge=0, le=3650, description="nobody is drawn again within so many days")
    again_days: int = Field(60, ge=1, le=365, description="whether it helps: orders in so many days after it")
    seed: int = Field(1, ge=0, description="the lot's seed; it is written down with each draw")

    @field_validator("kinds")
    @classmethod
    def _one_can_be_paid(cls, kinds: dict[str, Surprise]) -> dict[str, Surprise]:
        if not any(kind.cost > 0 for kind in kinds.values()):
            raise ValueError("at least one kind costs something, or the budget would never end the draw")
        return kinds
