"""shop.yaml: what is true of the shop in every notebook."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import Field, field_validator

from retention.settings.reading import Settings


class OwnField(Settings):
    """A profile field the shop adds without code: it flows from the customers' file to the pyramid."""

    kind: Literal["text", "number", "choice", "date"] = Field(description="what the field holds")
    choices: tuple[str, ...] = Field((), description="allowed values of a choice field")
    label: str = Field("", description="what people read")
    column: str = Field("", description="the column of the customers' export that holds it; empty: the import map names it")
    least: float | None = Field(None, description="smallest number that a form takes")
    most: float | None = Field(None, description="largest number that a form takes")


Purpose = Literal["marketing", "personalisation", "survey", "service"]
# An address given for delivery serves delivery and nothing else until the customer agrees to more.
DELIVERY_ONLY: dict[str, tuple[Purpose, ...]] = {"region": ("service",)}


class CampaignEvent(Settings):
    """A sales event: its days in each year, so that years can be compared like with like."""

    name: str = Field(description="what people call it")
    days: tuple[date, ...] = Field(description="its main day in each year")


class ListSettings(Settings):
    """What stands in work lists, and how soon they should be worked through."""

    contacts: bool = Field(True, description="name, telephone and e-mail in the lists; false where not all who work on them may see these")
    due_days: int = Field(7, ge=0, description="days from as_of by which a list should be done, where nothing about the customer sets the day")


def known_currency(currency: str) -> str:
    """The ISO code of a currency in capitals, empty stays empty; ValueError where there is none like it."""
    code = currency.strip().upper()
    if code and code not in list_currencies():
        raise ValueError("no such currency; write its ISO code, like EUR, USD or CNY")
    return code


class ShopSettings(Settings):
    """shop.yaml: what is true of the shop in every notebook."""

    name: str = Field("", description="the shop's name on reports")
    language: Literal["en", "zh", ""] = Field("", description="language of reports; empty follows the exports' headers")
    currency: str = Field("", description="ISO code of the shop's currency; empty follows the exports")
    time_zone: str = Field("", description="the shop's time zone, e.g. Asia/Shanghai; empty follows the exports")
    exports: tuple[str, ...] = Field((), description="files or folders with raw exports, as seen from the folder of shop.yaml")
    map: str | tuple[str, ...] = Field(
        "", description="name or path of the import map, or a list of them; empty recognises the files by their headers"
    )
    window_days: Annotated[int, Field(ge=1)] | Literal["all"] = Field(365, description="how far back figures look, days to as_of, or all")
    margin_rate: float | None = Field(None, gt=0, lt=1, description="margin as a share of net paid; unknown: figures are called revenue")
    calendar: Literal["cn", "none"] = Field("cn", description="built-in calendar of campaigns and holidays")
    events: tuple[CampaignEvent, ...] = Field((), description="further campaigns of the shop")
    lists: ListSettings = Field(
        ListSettings(), description="work lists: contacts (name, telephone, e-mail; true or false) and due_days (days from as_of)"
    )
    keep: int = Field(30, ge=1, description="days that pages of past runs stay; their figures stay for ever")
    fields: dict[str, OwnField] = Field({}, description="the shop's own profile fields")
    purposes: dict[str, tuple[Purpose, ...]] = Field(
        DELIVERY_ONLY, description="what a profile field may be used for without the customer's consent to personalisation; unnamed fields: anything"
    )

    @property
    def maps(self) -> tuple[str, ...]:
        """The import maps that `map` names."""
        return self.map if isinstance(self.map, tuple) else tuple(filter(None, [self.map]))

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone and zone not in available_timezones():
            raise ValueError("no such time zone; write it like Asia/Shanghai")
        return zone

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, currency: str) -> str:
        return known_currency(currency)

    @field_validator("purposes")
    @classmethod
    def _region_by_default(cls, purposes: dict[str, tuple[Purpose, ...]]) -> dict[str, tuple[Purpose, ...]]:
        return DELIVERY_ONLY | purposes
