"""Batches become folders: judged again by a plan of now, written for their gateway, with actions and a manifest."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from retention import durable, handover, journeys, ledger, privacy
from retention.dispatch.filling import Addresses, Filled, on_the_shops_clock
from retention.pages.automation.tables import Planning

ACTIONS, REHEARSAL = "actions.csv", "REHEARSAL_"
HEAD = ("action", "customer_id", "what", "from", "until", "code")


def may_go(book: ledger.Ledger, wanted: list[int]) -> tuple[list[int], list[str]]:
    """Batches that wait and need nobody's approval any more (of those `wanted`, where some are); and a sentence for each that does."""
    there = ledger.batches(book)
    waiting = there[there["state"].isin(("open", "approved"))].sort_values("batch")
    rows = [row for row in waiting.to_dict("records") if row["batch"] in wanted or not wanted]
    lacking = [row for row in rows if row["state"] == "open" and row["needs"]]
    notes = [f"batch {row['batch']} waits for approval ({row['needs']}): `retention messages approve {row['batch']}`" for row in lacking]
    return [int(row["batch"]) for row in rows if row not in lacking], notes


@dataclass(frozen=True)
class Exporter:
    """Hands batches over. `planning`: a plan of now, made as if what waits in batches had not been reserved."""

    book: ledger.Ledger
    planning: Planning
    addresses: Addresses
    who: str

    def hand_over(self, batch: int) -> int | str:
        """How many messages were handed over; a sentence where the batch has to wait."""
        told = ledger.batch_of(self.book, batch)
        if told["journey"] in self.planning.plan.request.stale and not self.book.rehearsal:
            return f"batch {batch} waits: the data of {told['journey']} are too old by now; import newer exports"
        held = ledger.top_up(self.book, batch, self.who)
        filled, rows = self._filled(batch), ledger.reserved(self.book, batch)
        if held and rows.empty:
            return f"batch {batch} waits: its pool has no code left for {held:,} messages"
        drop, moments = judged_again(self.planning.plan, rows)
        drop |= filled.moved(rows) | filled.reworded(rows)
        if drop:
            ledger.cancel(self.book, drop, "judged again")
        ledger.reschedule(self.book, {key: at for key, at in moments.items() if key not in drop}, self.who)
        rows = ledger.reserved(self.book, batch)
        if len(rows):
            problems = handover.FORMATS[told["gateway"]].problems(filled.rows(rows), filled.about)
            wrong = {str(key): str(problem) for key, problem in zip(rows["message_key"], problems, strict=True) if problem}
            if len(wrong) == len(rows):
                return f"batch {batch} cannot be written for {told['gateway']}: {next(iter(wrong.values()))}"
            if wrong:
                ledger.cancel(self.book, wrong, "not writable")
        elif told["channel"] != "actions":
            ledger.void(self.book, batch, self.who, "a plan made now sends none of it")
            return f"batch {batch}: a plan made now sends none of its {len(drop):,} messages"
        return ledger.hand_over(self.book, batch, self._write(told, filled), self.who)

    def _filled(self, batch: int) -> Filled:
        planning, settings = self.planning, self.planning.settings
        about = handover.About(
            batch=ledger.name_of(batch),
            shop=planning.book.about.name,
            signature=planning.signature,
            rehearsal=self.book.rehearsal,
            sms_templates=settings.gateways.sms_templates,
            sms_forms=self._forms,
            language=planning.language,
            postal_contact=settings.shop_address,
            zone=planning.zone,
        )
        return Filled(planning, planning.writer, self.addresses, about)

    @cached_property
    def _forms(self) -> dict[str, str]:
        """Texts as the gateway of SMS has them registered, of those that were."""
        own = self.planning.writer.texts
        return {name: handover.registered_text(own[name].part("sms")) for name in self.planning.settings.gateways.sms_templates if name in own}

    def _write(self, told: Mapping[str, Any], filled: Filled) -> ledger.Write:
        """What writes a batch into its folder."""

        def write(folder: Path, rows: pd.DataFrame, tags: pd.DataFrame) -> tuple[Mapping[str, Any], pd.DataFrame]:
            calls = pd.DataFrame({"message_key": pd.Series(dtype=object), "call": pd.Series(dtype=object)})
            notes: tuple[str, ...] = ()
            if len(rows):
                form, written = handover.FORMATS[told["gateway"]], filled.rows(rows)
                calls, notes = form.write(folder, written, filled.about), form.notes(written)
            noted = actions_csv(rows, tags)
            if noted:
                durable.write_file(folder / ((REHEARSAL if self.book.rehearsal else "") + ACTIONS), noted, mode=0o600)
            return self._manifest(told, rows, calls) | {"notes": list(notes)}, calls

        return write

    def _manifest(self, told: Mapping[str, Any], rows: pd.DataFrame, calls: pd.DataFrame) -> dict[str, Any]:
        """What a batch says of itself beside its files: what it is, from whose data, and when it may be sent."""
        planning, zone = self.planning, self.planning.zone
        hours = planning.settings.quiet_hours
        moments = {"planned_at": told["planned_at"]}
        if len(rows):
            moments |= {"send_from": rows["sent_at"].min(), "send_until": rows["send_until"].max()}
        return {
            "rehearsal": self.book.rehearsal,
            "shop": planning.book.about.name,
            **{name: told[name] for name in ("journey", "step", "channel", "purpose", "gateway")},
            "templates": sorted(set(rows["template"])) if len(rows) else [],
            "calls": int(calls["call"].replace("", None).nunique()),
            **{name: on_the_shops_clock(pd.Timestamp(int(at), unit="s"), zone) for name, at in moments.items()},
            "time_zone": zone,
            "hours": f"{hours.to}–{hours.from_}" if told["purpose"] == "marketing" else f"{hours.wall_to}–{hours.wall_from}",
            "data_until": planning.data_until.isoformat(),
            "approved_by": told["approved_by"] or "",
        }


def judged_again(plan: journeys.Plan, rows: pd.DataFrame) -> tuple[dict[str, str], dict[str, int]]:
    """Reserved messages that a plan made now, as if they had not been, would not send in the same way (key → why); and when the others go by it
    (key → seconds)."""
    names = ["journey", "entry_key", "step_key", "customer_id"]
    now = plan.table[[*names, "outcome", "guard", "channel", "template", "send_from"]].drop_duplicates(names).set_index(names)
    keys = rows[["journey", "entry_key", "step", "customer_id"]].astype(object)
    found = now.reindex(pd.MultiIndex.from_frame(keys.rename(columns={"step": "step_key"})))
    guards = {guard.number: guard.name for guard in journeys.GUARDS}
    why = pd.Series("", index=found.index, dtype=object)
    same = (found["channel"].to_numpy() == rows["channel"].to_numpy()) & (found["template"].to_numpy() == rows["template"].to_numpy())
    why[~same] = "goes another way"
    why[found["outcome"] == "waits"] = "waits for its time"
    blocked = found["outcome"] == "blocked"
    why[blocked] = found.loc[blocked, "guard"].map(guards)
    why[found["outcome"].isna()] = "no longer due"
    drop = {str(key): str(reason) for key, reason in zip(rows["message_key"], why, strict=True) if reason}
    moments = found["send_from"].to_numpy().astype("datetime64[s]").astype("int64")
    return drop, {str(key): int(at) for key, at in zip(rows["message_key"], moments, strict=True) if str(key) not in drop}


def actions_csv(rows: pd.DataFrame, tags: pd.DataFrame) -> str:
    """What the shop's customer records are to note: tags, tiers, and coupons to put into accounts; empty where there is nothing."""
    told: list[tuple[Any, ...]] = []
    for row in tags.to_dict("records"):
        kind, _, tier = str(row["tag"]).partition("tier:")
        told.append(("tier" if tier else "tag", row["customer_id"], tier or kind, row["since"], row["until"], ""))
    given = rows[rows["offer"].notna()].to_dict("records") if len(rows) else []
    told += [("issue", row["customer_id"], row["offer"], row["sent_at"], row["offer_until"], row["coupon"]) for row in given]
    if not told:
        return ""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEAD)
    for kind, who, what, since, until, code in told:
        days = ["" if pd.isna(at) else str(pd.Timestamp(int(at), unit="s"))[:10] for at in (since, until)]
        sheet.writerow([privacy.safe_cell(cell) for cell in (kind, who, what, *days, "" if pd.isna(code) else code)])
    return "\ufeff" + text.getvalue()
