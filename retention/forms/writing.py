"""A form as a workbook: one sheet to fill in, one with instructions, and a hidden one with the choices."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from retention.forms.definitions import Asked, Form
from retention.privacy import safe_cell

ROWS = 2000
HEAD = PatternFill("solid", fgColor="DCE6F1")
# Days a form takes; a birthday may lie far back, nothing lies ahead.
FIRST_DAY, LAST_DAY = date(1900, 1, 2), date(2099, 12, 31)
# What stands on the sheet of instructions.
TEXTS = {
    "en": {
        "how": "Instructions",
        "lines": (
            "One row per person. Columns with * must be filled in; leave out what you do not know.",
            "Do not rename or move the columns. Save the file and lay it among the shop's exports: the next run reads it.",
            "A cell that does not fit is left out and named with its place, so that it can be corrected.",
        ),
        "id": "any number or telephone, as text", "text": "any text", "date": "a day, like 2026-06-30", "choice": "one of the list",
        "number": "a number", "whole": "a whole number", "range": "from {least:g} to {most:g}", "consent":
        "Consent is for marketing by SMS and counts from the day in this row. Ask before you write yes; no ends it.",
        "wrong": "This does not fit this column.",
    },
    "zh": {
        "how": "说明",
        "lines": (
            "每人一行。带 * 的列必填；不知道的留空。",
            "请勿改列名、勿移动列。保存后放到本店的导出文件里，下次运行即读回。",
            "不符合要求的单元格会被略过，并指出位置，便于更正。",
        ),
        "id": "任意编号或手机号，按文本填写", "text": "任意文字", "date": "日期，如 2026-06-30", "choice": "从列表中选择",
        "number": "数字", "whole": "整数", "range": "{least:g} 至 {most:g}", "consent":
        "同意仅指营销短信，自本行日期起有效。须先征得本人同意再填“是”；填“否”即撤回。",
        "wrong": "不符合本列要求。",
    },
}  # fmt: skip

LISTS = "lists"
# Sheets of a form that hold nothing to read.
OWN_SHEETS = (LISTS, *(str(words["how"]) for words in TEXTS.values()))


def workbook(form: Form, language: str, rows: int = ROWS) -> bytes:
    """The form in a language, with so many empty rows."""
    book, words = Workbook(), TEXTS[language]
    sheet: Worksheet = book.active
    sheet.title = form.title[language]
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for place, asked in enumerate(form.columns, start=1):
        _column(sheet, lists, place, asked, language, rows)
    _how(book.create_sheet(words["how"], 1), form, language)
    sheet.freeze_panes = "A2"
    # The header is locked, what is to be filled in is not; nobody needs a password to mend a form.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _column(sheet: Worksheet, lists: Worksheet, place: int, asked: Asked, language: str, rows: int) -> None:
    letter, label = get_column_letter(place), str(safe_cell(asked.label[language]))
    head = sheet.cell(1, place, f"{label} *" if asked.required else label)
    head.font, head.fill = Font(bold=True), HEAD
    sheet.column_dimensions[letter].width = min(max(14, 2 * len(label)), 40)
    shape = {"id": "@", "date": "yyyy-mm-dd"}.get(asked.kind, "General")
    for row in range(2, rows + 2):
        cell = sheet.cell(row, place)
        cell.number_format, cell.protection = shape, Protection(locked=False)
    check = _check(lists, place, asked, language)
    if check is not None:
        check.error, check.showErrorMessage, check.allow_blank = TEXTS[language]["wrong"], True, True
        check.add(f"{letter}2:{letter}{rows + 1}")
        sheet.add_data_validation(check)


def _check(lists: Worksheet, place: int, asked: Asked, language: str) -> DataValidation | None:
    """The spreadsheet's own check of a column; choices come from a sheet, since a list within the cell ends at 255 characters."""
    if asked.kind == "choice" and asked.choices[language]:
        letter = get_column_letter(place)
        for row, word in enumerate(asked.choices[language], start=1):
            lists.cell(row, place, safe_cell(word)).number_format = "@"
        return DataValidation(type="list", formula1=f"{LISTS}!${letter}$1:${letter}${len(asked.choices[language])}")
    if asked.kind == "date":
        first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (FIRST_DAY, LAST_DAY))
        return DataValidation(type="date", operator="between", formula1=first, formula2=last)
    if asked.kind in ("number", "whole"):
        least, most = (bound if bound is not None else far for bound, far in ((asked.least, -1e9), (asked.most, 1e9)))
        return DataValidation(
            type="whole" if asked.kind == "whole" else "decimal", operator="between", formula1=f"{least:.15g}", formula2=f"{most:.15g}"
        )
    return None


def _how(sheet: Worksheet, form: Form, language: str) -> None:
    words = TEXTS[language]
    for line in words["lines"]:
        sheet.append([line])
    if "consent" in form.grains:
        sheet.append([words["consent"]])
    sheet.append([])
    for asked in form.columns:
        told = str(words[asked.kind])
        if asked.least is not None and asked.most is not None:
            told += ", " + str(words["range"]).format(least=asked.least, most=asked.most)
        sheet.append([safe_cell(asked.label[language]), told])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 60, 40
