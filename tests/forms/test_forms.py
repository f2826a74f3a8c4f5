"""Forms: written, filled in by openpyxl, read back into customers, consents, events, surveys and returns; each wrong cell is named."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from retention import forms, imports, playbook
from retention.pages import pyramid
from retention.settings import OwnField

FIELDS = {
    "height": OwnField(kind="number", label="身高", least=100, most=220),
    "style": OwnField(kind="choice", choices=("法式", "通勤"), label="风格偏好", column="风格"),
}
ORDERS = "订单编号,客户编号,下单时间,订单状态,实付金额\n" + "".join(f"o{i},k{i},2026-05-0{i} 10:00:00,交易成功,{100 + i}\n" for i in range(1, 6))
PEOPLE = "客户编号,姓名,风格\nk1,旧名,通勤\nk2,乙,法式\n"
SHOP_YAML = """fields:
  height: {kind: number, label: 身高}
  style: {kind: choice, choices: [法式, 通勤], label: 风格偏好}
"""
OWN_MAP = """name: own
language: zh
time_zone: Asia/Shanghai
sources:
  orders:
    grain: order
    columns: {order_id: 订单编号, customer_id: 客户编号, ordered_at: 下单时间, status: 订单状态, gross_paid: 实付金额}
    status: {交易成功: completed}
  people:
    grain: customer
    header: [客户编号, 姓名, 风格]
    columns: {customer_id: 客户编号, name: 姓名}
"""


def fill(key: str, *rows: dict, language: str = "zh", renamed=lambda label: label) -> bytes:
    """A form with rows filled in by label's name."""
    form = forms.forms_of(FIELDS)[key]
    book = openpyxl.load_workbook(io.BytesIO(forms.workbook(form, language, rows=8)))
    sheet = book.active
    names = [asked.name for asked in form.columns]
    for at in range(1, len(names) + 1):
        sheet.cell(1, at).value = renamed(sheet.cell(1, at).value)
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            sheet.cell(number, names.index(name) + 1).value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def told(shop):
    """Imports orders, customers and these forms."""

    def of(**filled: bytes) -> imports.Imported:
        shop.write("orders.csv", ORDERS)
        shop.write("people.csv", PEOPLE)
        (shop.raw / "map.yaml").write_text(OWN_MAP, encoding="utf-8")
        for name, content in filled.items():
            (shop.raw / f"{name}.xlsx").write_bytes(content)
        return shop.run(map=str(shop.raw / "map.yaml"), fields=FIELDS)

    return of


@pytest.mark.long
def test_a_form_has_choices_from_a_sheet_bounds_texts_and_a_locked_header():
    book = openpyxl.load_workbook(io.BytesIO(forms.workbook(forms.forms_of(FIELDS)["information"], "zh")))
    sheet = book.active
    checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert [sheet.title, book["lists"].sheet_state, "说明" in book.sheetnames] == ["客户信息表", "hidden", True]
    assert checks[f"{heads['风格偏好']}2"].formula1 == f"lists!${heads['风格偏好']}$1:${heads['风格偏好']}$2"
    assert (checks[f"{heads['身高']}2"].formula1, checks[f"{heads['身高']}2"].formula2) == ("100", "220")
    assert sheet[f"{heads['手机号']}2001"].number_format == "@"
    assert [sheet.protection.sheet, sheet["A1"].protection.locked, sheet["A2"].protection.locked] == [True, True, False]
    assert "同意接收营销短信" in heads
    survey = openpyxl.load_workbook(io.BytesIO(forms.workbook(forms.forms_of({})["after_sales"], "en", rows=1))).active
    assert f"{forms.NPS_QUESTION['en']} *" in [cell.value for cell in survey[1]]


@pytest.mark.long
def test_what_a_form_says_goes_from_the_cell_to_the_pyramid_and_the_card(told, shop):
    people = (
        {"who": "k1", "name": "甲", "height": 165, "style": "法式", "agrees": "是", "on": datetime(2026, 6, 1)},
        {"who": "k9", "name": "新", "on": "2026-06-02"},
    )
    imported = told(info=fill("information", *people))
    customers = shop.table("customers").set_index("customer_id")
    assert customers.loc["k1", ["name", "height", "style"]].tolist() == ["甲", 165, "法式"]
    assert customers.loc["k2", ["name", "style"]].tolist() == ["乙", "法式"]
    assert customers.index.size == 3
    consents = shop.table("consents")
    assert consents[["customer_id", "channel", "purpose", "given"]].to_numpy().tolist() == [["k1", "sms", "marketing", True]]
    assert imported.ledger["rows"].sum() == 5 + 2 + 2 + 1
    params = shop.raw.parent / "params"
    params.mkdir()
    (params / "shop.yaml").write_text(SHOP_YAML, encoding="utf-8")
    (params / "01_data_pyramid.yaml").write_text("card: k1\n", encoding="utf-8")
    book = playbook.open("01", params, shop.data)
    row = pyramid.customers(book).table.set_index("customer_id").loc["k1"]
    assert (row["height"], row["style"]) == (165.0, "法式")
    card = "".join(part.html for part in pyramid.card(book).shown if hasattr(part, "html"))
    assert "法式" in card
    assert "165" in card


def test_five_kinds_of_wrong_cells_are_named_with_their_place_and_the_rest_of_the_row_is_kept(told, shop):
    wrong = {"who": "k1", "name": "甲", "height": "很高", "style": "甜酷", "birthday": "1990-02-30", "agrees": "也许", "on": "2026-06-01"}
    imported = told(info=fill("information", wrong, {"who": "k2", "height": 999, "on": "2026-06-01"}))
    refused = [note for note in imported.notes if note.startswith("info.xlsx")]
    assert [note.split(": cell ")[1] for note in refused] == [
        "F2 (生日) holds '1990-02-30', no day like 2026-06-30; left empty",
        "I2 (身高) holds '很高', no number; left empty",
        "J2 (风格偏好) holds '甜酷', not one of the list; left empty",
        "K2 (同意接收营销短信) holds '也许', not one of the list; left empty",
        "I3 (身高) holds '999', out of bounds; left empty",
    ]
    customers = shop.table("customers").set_index("customer_id")
    assert customers.loc["k1", ["name", "style"]].tolist() == ["甲", "通勤"]
    assert customers["height"].isna().all()
    assert "consents" not in imported.tables or imported.tables["consents"] == 0


def test_a_form_without_its_customer_is_left_out_and_counted(told):
    imported = told(info=fill("information", {"name": "谁", "on": "2026-06-01"}))
    assert imported.ledger.loc[imported.ledger["source"] == "forms-customer", ["fate", "rows"]].to_numpy().tolist() == [["no customer_id", 1]]


def test_events_answers_and_applications_come_back_and_no_money_moves(told, shop):
    imported = told(
        event=fill("event", {"who": "k1", "event": "沙龙", "on": "2026-06-01", "people": 2}),
        survey=fill(
            "after_sales", {"who": "k2", "order": "o2", "score": 9, "why": "好看", "on": "2026-06-02"}, {"who": "k3", "score": 11, "on": "2026-06-02"}
        ),
        back=fill("return", {"who": "k3", "order": "o3", "pieces": 1, "kind": "换货", "reason": "小了", "on": "2026-06-03", "assignee": "小李"}),
    )
    assert shop.table("events")[["customer_id", "kind", "about", "quantity"]].to_numpy().tolist() == [["k1", "campaign_join", "沙龙", 2]]
    surveys = shop.table("surveys")
    assert surveys.loc[surveys["score"].notna(), ["customer_id", "order_id", "score", "comment"]].to_numpy().tolist() == [["k2", "o2", 9.0, "好看"]]
    assert shop.table("returns")[["order_id", "amount", "asked", "status", "kind"]].to_numpy().tolist() == [["o3", 0, 0, "open", "换货"]]
    # It waits for a decision, and somebody has its ticket.
    (number,) = shop.table("returns")["return_id"]
    assert shop.table("return_states")[["return_id", "state"]].to_numpy().tolist() == [[number, "requested"]]
    tickets = shop.table("tickets")[["ticket_id", "customer_id", "order_id", "kind", "topic", "assignee"]]
    assert tickets.to_numpy().tolist() == [[number, "k3", "o3", "after_sales", "小了", "小李"]]
    orders = shop.table("orders")
    assert orders["refunded"].isna().all()  # nothing tells of refunds, and an application does not
    assert orders["net_paid"].sum() == orders["gross_paid"].sum()
    assert any("C3" in note and "out of bounds" in note for note in imported.notes)


def test_labels_are_known_with_the_numbers_and_stars_that_platforms_add_and_in_either_language(told, shop):
    numbers = iter(range(1, 20))
    content = fill("event", {"who": "k4", "event": "Opening", "on": "2026-06-01"}, language="en", renamed=lambda label: f"{next(numbers)}、{label}")
    told(event=content)
    assert shop.table("events")[["customer_id", "about"]].to_numpy().tolist() == [["k4", "Opening"]]


def test_a_sheet_that_lies_beside_a_form_is_not_passed_over_in_silence(told):
    book = openpyxl.load_workbook(io.BytesIO(fill("event", {"who": "k4", "event": "沙龙", "on": "2026-06-01"})))
    book.create_sheet("六月订单").append(["订单编号", "实付金额"])
    book["六月订单"].append(["o9", 100])
    content = io.BytesIO()
    book.save(content)
    told_of = told(event=content.getvalue()).not_recognised
    assert [line for line in told_of if "六月订单" in line] == ["event.xlsx · 六月订单: it lies beside a form; export it as a file of its own"]
    assert not [line for line in told_of if "lists" in line or "说明" in line]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_form_saved_as_text_is_read_in_any_encoding(told, shop, encoding):
    shop.write("answers.csv", "序号,1、客户编号或手机号,2、活动名称,3、报名日期\n1,k4,沙龙,2026/6/1\n", encoding=encoding)
    told()
    assert shop.table("events")[["customer_id", "about"]].to_numpy().tolist() == [["k4", "沙龙"]]


def test_an_empty_form_changes_nothing(told, shop):
    told(info=fill("information"))
    assert shop.table("customers").set_index("customer_id")["name"].to_dict() == {"k1": "旧名", "k2": "乙"}


@pytest.mark.parametrize(("value", "says"), [("2026-07-05", "still to come"), ("13", "no day"), ("", "")])
def test_days_are_judged_by_the_day_of_the_import(value, says):
    asked = next(asked for asked in forms.forms_of({})["event"].columns if asked.kind == "date")
    assert says in forms.reading.judge(asked, value, date(2026, 7, 1))[1]


def test_the_command_writes_forms_and_never_over_one_that_may_be_filled_in(retention, tmp_path):
    (tmp_path / "params" / "corner").mkdir(parents=True)
    (tmp_path / "params" / "corner" / "shop.yaml").write_text("language: zh\n", encoding="utf-8")
    first = retention("forms", "--params", "params/corner", "--for", "event")
    place = tmp_path / "data" / "corner" / "forms" / "活动报名表.xlsx"
    assert first.code == 0
    before = place.read_bytes()
    again = retention("forms", "--params", "params/corner", "--for", "event")
    assert "nothing was changed" in again.err
    assert place.read_bytes() == before
