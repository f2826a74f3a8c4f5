"""A plan of messages with all guards for many customers beside plain pandas, on its worst day and a usual one (bar: 1 M in 60 s and 4 GB).

python -m benchmarks.messages            100,000 and 1 M customers
python -m benchmarks.messages 2e5        another number
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pandas as pd

from benchmarks import _messages_in_pandas as in_pandas
from retention import experiments, journeys
from retention.journeys import texts
from retention.settings import JourneysSettings

NOW = datetime(2026, 7, 1, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
# Customers are numbered; what each is follows from hashes of her number, so that a million are written in seconds.
TABLES = {
    "customers": """
        select 'c' || i as customer_id, null::varchar as name, '13' || lpad((i + 100000000)::varchar, 9, '0') as phone,
        'c' || i || '@shop.example' as email, date '1970-01-01' + (hash(i) % 14000)::int as birthday, null::date as joined_on
        from range({n}) t(i)""",
    "orders": """
        select 'o' || i || '-' || k as order_id, 'c' || i as customer_id, ordered_at, ordered_at::date as ordered_on, ordered_at as paid_at,
        ordered_at + interval 9 day as completed_at, 300.0::decimal(18,2) as gross_paid, 0.0::decimal(18,2) as refunded,
        300.0::decimal(18,2) as net_paid, true as counts, null::varchar as channel
        from (select i, k, timestamp '2026-06-30 20:00:00' - to_seconds((hash(i * 7 + k) % 63000000)::bigint) as ordered_at
        from range({n}) t(i), range(2) u(k))""",
    "events": """
        select 'e' || i as event_id, 'c' || i as customer_id, done as happened_at, done::date as happened_on, 'view' as kind,
        null::varchar as product_id, null::bigint as quantity
        from (select i, timestamp '2026-06-30 20:00:00' - to_seconds((hash(i * 11 + 3) % 31000000)::bigint) as done from range({n}) t(i))""",
    "consents": """
        select 'k' || i || ch as consent_id, 'c' || i as customer_id, ch as channel, 'marketing' as purpose, hash(i * 13) % 10 > 0 as given,
        timestamp '2025-01-01' as changed_at, 'form' as source
        from range({n}) t(i), (values ('sms'), ('email')) v(ch) where hash(i * 17 + length(ch)) % 10 < 6""",
    "touches": """
        select 'm' || i as touch_id, 'c' || (hash(i) % {n}) as customer_id,
        timestamp '2026-06-30 12:00:00' - to_seconds((hash(i * 19) % 5200000)::bigint) as touched_at, 'message' as kind,
        if(i % 3 = 0, 'email', 'sms') as channel, 'delivered' as status from range(3 * {n}) t(i)""",
}
TEXT = {"channels": ["email", "sms"], "template": "t", "offer": "twenty", "expires": {"days": 3}}
WRITTEN = {"subject": "{{ shop }}", "text": "{{ offer }}，{{ offer_until }}前可用", "sms": "{{ offer }}，{{ offer_until }}前可用"}
OFFER, MARGIN, FLOOR = 20, 0.5, 0.05
# Per customer: less than the offers of a usual day come to, so that it stops some messages on either.
BUDGET = 0.4
# Days after which a message is over, by journey.
LASTS = dict.fromkeys(("first", "completed", "birthday", "anniversary", "dormant", "silent"), 3)
LONG = 900


def settings(worst: bool, budget: float) -> JourneysSettings:
    """Six journeys; on the worst day everybody who was ever away is due, as on a first run that looks back."""
    last = {"days": LONG} if worst else {"days": LASTS["dormant"]}
    away = {"id": "s", "at": "10:00", **TEXT, "expires": last}

    def journey(step: dict, enter: dict, priority: str, **more: object) -> dict:
        told = {"purpose": "marketing", "priority": priority, "enter": enter, "steps": [{"id": "s", **TEXT} | step], "since": "2020-01-01"}
        return told | {"control": 0.1} | more

    told = {
        "first": journey({}, {"trigger": "order_paid", "first": True}, "first_order"),
        "completed": journey({"after": {"days": 1}, "at": "10:00"}, {"trigger": "order_completed"}, "first_order"),
        "birthday": journey({"at": "10:00"}, {"trigger": "date_each_year", "field": "birthday"}, "birthday"),
        "anniversary": journey({"at": "10:00"}, {"trigger": "date_each_year", "field": "first_ordered_on"}, "birthday"),
        "dormant": journey(away, {"trigger": "days_without_order", "days": 90}, "win_back", exclusive_group="back"),
        "silent": journey(away, {"trigger": "days_without_anything", "days": 60}, "win_back", exclusive_group="back"),
    }
    offers = {"twenty": {"kind": "amount_off", "face_value": OFFER, "valid_days": 14, "margin_floor": FLOOR, "budget": budget}}
    return JourneysSettings.parse({"journeys": told, "offers": offers}, "benchmark")


def planned(n: int, day: str, how: str) -> dict[str, float]:
    """Seconds, processor seconds, candidates, messages and peak memory of one plan."""
    with tempfile.TemporaryDirectory() as place:
        for name, query in TABLES.items():
            duckdb.sql(f"copy ({query.format(n=n)}) to '{Path(place) / name}.parquet'")
        worst, plan = day == "worst", of_ours if how == "ours" else of_pandas
        start, cpu = time.perf_counter(), time.process_time()
        candidates, goes = plan(Path(place), n, worst)
        told = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "candidates": candidates, "goes": goes}
        return told | {"peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6}


def of_pandas(place: Path, n: int, worst: bool) -> tuple[int, int]:
    """The plan of a few dozen lines of pandas."""
    return in_pandas.planned(place, LASTS | (dict.fromkeys(("dormant", "silent"), LONG) if worst else {}), OFFER, MARGIN, FLOOR, BUDGET * n)


def of_ours(place: Path, n: int, worst: bool) -> tuple[int, int]:
    """The product's plan with all guards, those on texts, offers and budgets among them."""
    connection = ibis.duckdb.connect()
    connection.raw_sql("set memory_limit = '2GB'; set threads = 2")
    tables = {name: connection.read_parquet(str(place / f"{name}.parquet")) for name in TABLES}
    seen = journeys.Seen(tables, NOW, "Asia/Shanghai")
    writer = journeys.Writer({"t": texts.checked("t", WRITTEN, "zh", "benchmark")}, "Shop", "Shop", {}, {})
    offers = journeys.Offers(MARGIN, 300)
    wide = pd.DataFrame({"customer_id": [f"c{number}" for number in range(n)], "aov": 300.0})
    told = settings(worst, BUDGET * n)
    request = journeys.Request(
        "shop", seen, told, wide, journeys.columns_of_rules({}), experiments.control_group, experiments.variants_of, country="CN",
        ready=frozenset({"sms", "email"}), ahead=0, history=journeys.History(), started={},
        standing=(writer.judge, offers.judge), at_the_end=(offers.within_budget,),
    )  # fmt: skip
    plan = journeys.make(request)
    return len(plan.table), len(plan.goes)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("customers", nargs="*", type=float, default=[1e5, 1e6])
    asked.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(planned(int(given.customers[0]), *given.one)))
        return 0
    print(f"{'customers':>12} {'day':>6} {'candidates':>12} {'go':>9} {'seconds':>9} {'cpu':>7} {'peak GB':>8}   seconds, cpu, GB over pandas'")
    for n in given.customers:
        for day in ("usual", "worst"):
            told = {how: _alone(n, day, how) for how in ("ours", "pandas")}
            for how, one in told.items():
                row = f"{one['candidates']:>12,} {one['goes']:>9,} {one['seconds']:>9.1f} {one['cpu']:>7.1f} {one['peak_gb']:>8.2f}"
                ratios = "  ".join(f"{one[key] / told['pandas'][key]:.2f}" for key in ("seconds", "cpu", "peak_gb"))
                print(f"{int(n):>12,} {day:>6} {row}   {how} {ratios}", flush=True)
            if any(told["ours"][key] != told["pandas"][key] for key in ("candidates", "goes")):
                print("the two plans differ", file=sys.stderr)
                return 1
    return 0


def _alone(n: float, day: str, how: str) -> dict[str, float]:
    """One plan in a process of its own, or the peak of one would stand for the next."""
    called = [sys.executable, "-m", "benchmarks.messages", str(n), "--one", day, how]
    told: dict[str, float] = json.loads(subprocess.run(called, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    sys.exit(main())
