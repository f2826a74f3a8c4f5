"""Settings: one frozen model per YAML, unknown keys refused with the nearest name.

YAML is read by the rules of version 1.2. By those of 1.1, which PyYAML follows, `21:00` is the
number 1260, `no` is False and `5e-3` a string; a shop would never find out.
"""

import difflib
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator


class SettingsProblem(ValueError):
    """A settings file that cannot be used: names the file, the key and what to write instead."""


class _Loader(yaml.SafeLoader):
    """SafeLoader with the core schema of YAML 1.2 and repeated keys refused."""

    yaml_implicit_resolvers: dict = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise SettingsProblem(f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _resolve(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


_resolve("null", r"~|null|Null|NULL|", "~nN")
_Loader.yaml_implicit_resolvers.setdefault("", []).append(("tag:yaml.org,2002:null", re.compile(r"^$")))
_resolve("bool", r"true|True|TRUE|false|False|FALSE", "tTfF")
_resolve("int", r"[-+]?[0-9]+", "-+0123456789")
_resolve("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+0123456789.")
_resolve("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789")
# PyYAML reads integers with a leading zero as octal and floats without a dot not at all; 1.2 does neither.
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node).replace(".inf", "inf").replace(".nan", "nan"))
)


def load_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file of named values; an empty file is an empty dict."""
    try:
        content = yaml.load(Path(path).read_text(encoding="utf-8-sig"), Loader=_Loader)
    except FileNotFoundError as error:
        raise SettingsProblem(f"{path}: no such settings file") from error
    except SettingsProblem as error:
        raise SettingsProblem(f"{path}, {error}") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise SettingsProblem(f"{path}: not readable as YAML: {' '.join(str(error).split())}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsProblem(f"{path}: should hold lines like 'name: value', it holds {type(content).__name__}")
    return content


class Settings(BaseModel):
    """Base of all settings: immutable, and a misspelt key is an error that names the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path | None) -> Self:
        """Settings from a YAML file; every value has its default when `path` is None."""
        return cls.parse({} if path is None else load_yaml(path), str(path))

    @classmethod
    def parse(cls, values: dict[str, Any], source: str) -> Self:
        """Settings from a dict; `source` names it in errors."""
        try:
            return cls(**values)
        except ValidationError as error:
            raise SettingsProblem(f"{source}: " + "; ".join(_sentence(cls, e) for e in error.errors())) from error


def _sentence(model: type[BaseModel], error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _names(model), n=1)
        return f"unknown setting {where!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return f"{where}: {error['msg']}" + (f", not {error['input']!r}" if error["type"] != "missing" else "")


def _names(model: type[BaseModel]) -> list[str]:
    """Names of all settings below `model`, nested ones included."""
    names = list(model.model_fields)
    for field in model.model_fields.values():
        for inner in [field.annotation, *getattr(field.annotation, "__args__", ())]:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                names += _names(inner)
    return names


def describe(settings: Settings) -> list[tuple[str, Any, str]]:
    """(name, value, meaning) of each setting, for the report's footer."""
    return [(name, getattr(settings, name), field.description or "") for name, field in type(settings).model_fields.items()]


class OwnField(Settings):
    """A profile field the shop adds without code: it flows from the customers' file to the pyramid."""

    kind: Literal["text", "number", "choice", "date"] = Field(description="what the field holds")
    choices: tuple[str, ...] = Field((), description="allowed values of a choice field")
    label: str = Field("", description="what people read")
    column: str = Field("", description="the column of the customers' export that holds it; empty: the import map names it")


Purpose = Literal["marketing", "personalisation", "survey", "service"]
# An address given for delivery serves delivery and nothing else until the customer agrees to more.
DELIVERY_ONLY: dict[str, tuple[Purpose, ...]] = {"region": ("service",)}


class CampaignEvent(Settings):
    """A sales event: its days in each year, so that years can be compared like with like."""

    name: str = Field(description="what people call it")
    days: tuple[date, ...] = Field(description="its main day in each year")


class ShopSettings(Settings):
    """shop.yaml: what is true of the shop in every notebook."""

    name: str = Field("", description="the shop's name on reports")
    language: Literal["en", "zh", ""] = Field("", description="language of reports; empty follows the exports' headers")
    currency: str = Field("", description="ISO code of the shop's currency; empty follows the exports")
    time_zone: str = Field("", description="the shop's time zone, e.g. Asia/Shanghai; empty follows the exports")
    exports: tuple[str, ...] = Field((), description="files or folders with raw exports, as seen from the folder the command is run in")
    map: str = Field("", description="name or path of the import map; empty recognises the files by their headers")
    window_days: Annotated[int, Field(ge=1)] | Literal["all"] = Field(365, description="how far back figures look, days to as_of, or all")
    margin_rate: float | None = Field(None, gt=0, lt=1, description="margin as a share of net paid; unknown: figures are called revenue")
    calendar: Literal["cn", "none"] = Field("cn", description="built-in calendar of campaigns and holidays")
    events: tuple[CampaignEvent, ...] = Field((), description="further campaigns of the shop")
    fields: dict[str, OwnField] = Field({}, description="the shop's own profile fields")
    purposes: dict[str, tuple[Purpose, ...]] = Field(
        DELIVERY_ONLY, description="what a profile field may be used for without the customer's consent to personalisation; unnamed fields: anything"
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone and zone not in available_timezones():
            raise ValueError("no such time zone; write it like Asia/Shanghai")
        return zone

    @field_validator("purposes")
    @classmethod
    def _region_by_default(cls, purposes: dict[str, tuple[Purpose, ...]]) -> dict[str, tuple[Purpose, ...]]:
        return DELIVERY_ONLY | purposes


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

    churn_days: tuple[int, ...] = Field((60, 90, 365), description="N of the churn rules, days without an order")
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
    backtest_origins: int = Field(4, ge=1, le=24, description="how many past forecasts are judged")


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
