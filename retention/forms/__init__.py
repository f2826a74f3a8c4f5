"""Forms: collection sheets as workbooks, and the same sheets read back once people have filled them in.

Four forms: customer information, event sign-up, after-sales survey, return or exchange application. What a column asks and what becomes
of it stands once, in `definitions`; `writing` makes the workbook, `reading` judges cells, since pasting walks past a spreadsheet's own checks.
"""

from retention.forms.definitions import FORMS, NPS_QUESTION, Asked, Form, forms_of
from retention.forms.reading import Refused, filled, form_of_header
from retention.forms.writing import OWN_SHEETS, workbook

__all__ = ["FORMS", "NPS_QUESTION", "OWN_SHEETS", "Asked", "Form", "Refused", "filled", "form_of_header", "forms_of", "workbook"]
