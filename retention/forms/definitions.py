"""What each form asks: a column's label in both languages, what may stand in it, and the field it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from retention.settings import OwnField

FORMS = ("information", "event", "after_sales", "return")
# The question word for word (Reichheld), since another wording is another score.
NPS_QUESTION = {"en": "How likely is it that you would recommend us to a friend or colleague?", "zh": "您有多大可能将我们推荐给朋友或同事？"}
YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}
FORM_KINDS = {"en": ("return", "exchange", "refund"), "zh": ("退货", "换货", "仅退款")}
MOST_PIECES = 999


@dataclass(frozen=True)
class Asked:
    """One column: `goes` says which field of which grain it becomes, `kind` what may stand in it.

    `choices` are those of a language (of an own field the same in both); `meaning` is what the chosen word says; `least` and `most` bound numbers.
    """

    name: str
    label: Mapping[str, str]
    goes: tuple[tuple[str, str], ...]
    kind: str = "text"
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meaning: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand in a choice, of either language."""
        return tuple(dict.fromkeys(word for words in self.choices.values() for word in words))


@dataclass(frozen=True)
class Form:
    """A form: its title, its columns, the fields that are the same in every row of a grain, and those that hold a number made of the row."""

    key: str
    title: Mapping[str, str]
    columns: tuple[Asked, ...]
    same: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbered: Mapping[str, str] = field(default_factory=dict)

    @property
    def grains(self) -> tuple[str, ...]:
        """What a row becomes."""
        return tuple(dict.fromkeys(grain for asked in self.columns for grain, _ in asked.goes))


def _asked(name: str, en: str, zh: str, *goes: str, **about: object) -> Asked:
    return Asked(name, {"en": en, "zh": zh}, tuple((grain, of) for grain, _, of in (told.partition(".") for told in goes)), **about)  # type: ignore[arg-type]


def _who(*grains: str) -> Asked:
    return _asked("who", "Customer number or telephone", "客户编号或手机号", *(f"{grain}.customer_id" for grain in grains), kind="id", required=True)


YES = {"yes": "true", "no": "false", "是": "true", "否": "false"}
INFORMATION = Form(
    "information",
    {"en": "Customer information", "zh": "客户信息表"},
    (
        _who("customer", "consent"),
        _asked("name", "Name", "姓名", "customer.name"),
        _asked("phone", "Telephone", "手机号", "customer.phone", kind="id"),
        _asked("email", "E-mail", "邮箱", "customer.email", kind="id"),
        _asked("gender", "Gender", "性别", "customer.gender", kind="choice", choices={"en": ("female", "male"), "zh": ("女", "男")}),
        _asked("birthday", "Birthday", "生日", "customer.birthday", kind="date"),
        _asked("region", "Region", "省份", "customer.region"),
        _asked("occupation", "Occupation", "职业", "customer.occupation"),
        _asked("agrees", "Agrees to marketing by SMS", "同意接收营销短信", "consent.given", kind="choice", choices=YES_NO, meaning=YES),
        _asked("on", "Filled in on", "填写日期", "consent.changed_at", kind="date", required=True),
    ),
    {"consent": {"channel": "sms", "purpose": "marketing", "source": "form"}},
)
EVENT = Form(
    "event",
    {"en": "Event sign-up", "zh": "活动报名表"},
    (
        _who("event"),
        _asked("event", "Event", "活动名称", "event.about", required=True),
        _asked("on", "Signed up on", "报名日期", "event.happened_at", kind="date", required=True),
        _asked("people", "People", "人数", "event.quantity", kind="whole", least=1, most=MOST_PIECES),
    ),
    {"event": {"kind": "campaign_join"}},
)
AFTER_SALES = Form(
    "after_sales",
    {"en": "After-sales survey", "zh": "售后满意度调查"},
    (
        _who("survey"),
        _asked("order", "Order number", "订单号", "survey.order_id", kind="id"),
        Asked("score", NPS_QUESTION, (("survey", "score"),), "whole", required=True, least=0, most=10),
        _asked("why", "Why?", "为什么？", "survey.comment"),
        _asked("on", "Filled in on", "填写日期", "survey.answered_on", kind="date", required=True),
    ),
    {"survey": {"kind": "nps"}},
)
RETURN = Form(
    "return",
    {"en": "Return or exchange application", "zh": "退换货申请表"},
    (
        _who("return", "ticket"),
        _asked("order", "Order number", "订单号", "return.order_id", "ticket.order_id", kind="id", required=True),
        _asked("product", "Product number", "商品编号", "return.product_id", kind="id"),
        _asked("pieces", "Pieces", "件数", "return.quantity", kind="whole", least=1, most=MOST_PIECES),
        _asked("kind", "Return or exchange", "退货或换货", "return.kind", kind="choice", choices=FORM_KINDS, required=True),
        _asked("reason", "Reason", "原因", "return.reason", "ticket.topic"),
        _asked("on", "Applied on", "申请日期", "return.returned_at", "ticket.opened_at", "return_state.changed_at", kind="date", required=True),
        _asked("assignee", "Looked after by", "负责人", "ticket.assignee"),
    ),
    # Nobody gave money back yet: it waits for a decision, and somebody has it on the desk.
    {"return": {"status": "open", "amount": "0"}, "ticket": {"kind": "after_sales"}, "return_state": {"state": "requested"}},
    {"return": "return_id", "ticket": "ticket_id", "return_state": "return_id"},
)


def forms_of(own_fields: Mapping[str, OwnField]) -> dict[str, Form]:
    """The four forms by key; customer information asks for the shop's own fields, too."""
    own = tuple(_own(name, about) for name, about in own_fields.items())
    at = len(INFORMATION.columns) - 2
    information = replace(INFORMATION, columns=(*INFORMATION.columns[:at], *own, *INFORMATION.columns[at:]))
    return {form.key: form for form in (information, EVENT, AFTER_SALES, RETURN)}


def _own(name: str, about: OwnField) -> Asked:
    label = about.label or name
    choices = {"en": about.choices, "zh": about.choices} if about.kind == "choice" else {}
    return Asked(name, {"en": label, "zh": label}, (("customer", name),), about.kind, choices, least=about.least, most=about.most)
