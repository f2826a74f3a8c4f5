"""Hand-made tables of what customers did and what the shop said."""

from datetime import datetime

from retention.tables import CONSENTS, EVENTS, MEMBERSHIPS, TOUCHES
from tests.pyramid.conftest import table


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text if len(text) > 10 else f"{text}T12:00")


def events(*rows: tuple):
    """(customer, day, kind) and a rating where there is one."""
    return table(
        EVENTS,
        [
            {
                "event_id": f"e{i}",
                "customer_id": who,
                "happened_at": _at(day),
                "happened_on": _at(day).date(),
                "kind": kind,
                "rating": (*more, None)[0],
            }
            for i, (who, day, kind, *more) in enumerate(rows)
        ],
    )


def memberships(*rows: dict):
    """Rows with joined_on as text."""
    return table(MEMBERSHIPS, [row | {"joined_on": _at(row["joined_on"]).date()} for row in rows])


def consents(*rows: tuple):
    """(customer, channel, purpose, given, when)."""
    return table(
        CONSENTS,
        [
            {"consent_id": f"c{i}", "customer_id": who, "channel": channel, "purpose": purpose, "given": given}
            | {"changed_at": _at(when), "changed_on": _at(when).date()}
            for i, (who, channel, purpose, given, when) in enumerate(rows)
        ],
    )


def touches(*rows: dict):
    """Rows with `on` (and `next_on`) as text."""
    return table(
        TOUCHES,
        [
            {name: value for name, value in row.items() if name != "on"}
            | {"touch_id": f"t{i}", "touched_at": _at(row["on"]), "touched_on": _at(row["on"]).date()}
            | ({"next_on": _at(row["next_on"]).date()} if row.get("next_on") else {})
            for i, row in enumerate(rows)
        ],
    )
