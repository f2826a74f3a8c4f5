"""Messages as calls of Alibaba Cloud's SendBatchSms (version 2017-05-25), one a line, and which message stands where in which call.

A call has one template and at most 100 numbers, each once; its OutId `<batch>-<call>` comes back with every receipt, so (OutId, number)
tells the message. Templates of the mainland take numbers of the mainland only.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from retention.handover import about as of
from retention.handover import files
from retention.handover.about import About, text_of
from retention.handover.registered import LONGEST_VALUE, arrives_as, values_of
from retention.tables import DataProblem

CALLS, PLACES = "calls.jsonl", "places.csv"
CHANNELS = ("sms",)
MOST_NUMBERS = 100
MAINLAND = re.compile(r"\+86(1\d{10})")


def write(folder: Path, rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """Write a batch; returns message_key, call and position (within the call, from 1) of each message, in the order of `rows`."""
    of.check(rows, CHANNELS, "aliyun")
    of.refuse(problems(rows, about))
    placed = _placed(rows.reset_index(drop=True), about)
    lines = "".join(f"{json.dumps(call, ensure_ascii=False)}\n" for call in _calls(placed, about))
    places = placed.sort_index()[["call", "position", "message_key"]]
    told = places.assign(rehearsal="REHEARSAL") if about.rehearsal else places
    content = files.as_csv(list(map(str, told)), told.itertuples(index=False))
    files.write(folder, {CALLS: lines.encode("utf-8"), PLACES: content}, about.rehearsal)
    return places[["message_key", "call", "position"]]


def read_back(folder: Path) -> pd.DataFrame:
    """message_key and address of each message, in the order of the batch; DataProblem where a file was changed or cut."""
    (calls, places), _ = files.read(folder, CALLS, PLACES)
    told = (json.loads(line) for line in calls.decode("utf-8").splitlines())
    numbers = {call["OutId"]: json.loads(call["PhoneNumberJson"]) for call in told}
    rows = [(row["message_key"], row["call"], int(row["position"])) for row in files.of_csv(places)]
    if sorted((call, place) for _, call, place in rows) != sorted((call, place) for call in numbers for place in range(1, len(numbers[call]) + 1)):
        raise DataProblem(f"{folder.name}: {CALLS} and {PLACES} do not belong together")
    found = [(key, f"+86{numbers[call][place - 1]}") for key, call, place in rows]
    return pd.DataFrame(found, columns=["message_key", "address"], dtype=object)


def problems(rows: pd.DataFrame, about: About) -> pd.Series:
    """For each message a sentence of what keeps it from being handed over, or nothing."""

    def judge(row: Any) -> str:
        return _unwritable(row, about)

    return of.sentences(rows, judge, of.times)


def _unwritable(row: Any, about: About) -> str:
    if not MAINLAND.fullmatch(text_of(row.address)):
        return "the number is no mobile of the mainland (+861…), and a template of the mainland takes no other"
    if not about.sms_templates.get(row.template):
        return f"the text {row.template} has no code of the gateway's"
    form = about.sms_forms.get(row.template, "")
    if not form:
        return f"it is not known what was registered for the text {row.template}"
    values = {name: text_of(row.params.get(name)) for name in values_of(form)}
    missing = next((name for name, value in values.items() if not value.strip()), "")
    if missing:
        return f"the text {row.template} needs the value {missing}, and there is none"
    long = next((name for name, value in values.items() if len(value) > LONGEST_VALUE), "")
    if long:
        return f"the value {long} has {len(values[long])} letters; the gateway takes {LONGEST_VALUE}"
    if not arrives_as(text_of(row.text), form, values, about.sign):
        return f"the gateway would send something else than the text {row.template} as it was shown (other words or signature were registered)"
    return ""


def _placed(rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """Messages in the order in which they are called, with code, call and position: a number's second message goes in a later call."""
    coded = rows.assign(code=rows["template"].map(about.sms_templates).astype(object))
    coded["again"] = coded.groupby(["code", "address"], sort=False).cumcount()
    coded["first"] = coded.groupby("code", sort=False).ngroup()
    coded = coded.sort_values(["first", "again"], kind="stable")
    nth = coded.groupby(["first", "again"], sort=False).cumcount()
    chunk = pd.Series(list(zip(coded["first"], coded["again"], nth // MOST_NUMBERS, strict=True)), index=coded.index, dtype=object)
    call = pd.factorize(chunk)[0] + 1
    return coded.assign(call=[f"{about.batch}-{one}" for one in call], position=nth % MOST_NUMBERS + 1)


def _calls(placed: pd.DataFrame, about: About) -> Iterator[dict[str, object]]:
    """The calls, as the gateway takes them; a rehearsal's hold a field that it refuses."""
    for call, rows in placed.groupby("call", sort=False):
        code = rows["code"].iloc[0]
        names = [values_of(about.sms_forms[template]) for template in rows["template"]]
        values = [{name: text_of(told[name]) for name in named} for named, told in zip(names, rows["params"], strict=True)]
        yield {
            **({"Rehearsal": True} if about.rehearsal else {}),
            "PhoneNumberJson": _array([number.removeprefix("+86") for number in rows["address"]]),
            "SignNameJson": _array([about.sign] * len(rows)),
            "TemplateCode": code,
            "TemplateParamJson": _array(values),
            "OutId": call,
        }


def _array(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
