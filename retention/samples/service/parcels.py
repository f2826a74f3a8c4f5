"""Parcels and their scans: one parcel per order that left the shop, with the moments the order has.

When a parcel arrives was decided with the order, and does not change here; whether it is *late* is
decided by the day it was promised for: so many days after dispatch as its carrier promises, those of
Spring Festival not counted. In one region's week of bad weather the shop promises less.
"""

import numpy as np
import pandas as pd

from retention.samples import exports, names, season, told
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw, stream
from retention.samples.shop import Shop

NEVER = np.datetime64("NaT", "s")
COLLECTED, IN_TRANSIT, OUT, SIGNED, EXCEPTION = "揽收", "运输中", "派送中", "已签收", "异常"


def shipments(seed: int, made: Shop, people: pd.DataFrame) -> pd.DataFrame:
    """One row per parcel: `order`, `person`, `carrier`, `region`, `dispatched_at`, `promised_on`, `signed_at`, `late`, `lost`, `bad_weather`."""
    rng = stream(seed, "shipments")
    orders = made.orders
    # Price differences and postage are sold like goods but nothing is sent.
    sent = np.flatnonzero(((orders["dispatched_at"] < season.END) & (orders["made_by"] != "links")).to_numpy())
    size, person = len(sent), orders["person"].to_numpy()[sent]
    drawn = np.asarray(names.PROVINCES, dtype=object)[draw(rng, names.PROVINCE_SHARES, size)]
    own = people["省份"].to_numpy()[person]
    region = np.where((own == "") | (rng.random(size) < f.SENT_ELSEWHERE), drawn, own)
    carrier = draw(rng, [share for share, _ in f.CARRIERS.values()], size)
    dispatched, signed = (orders[c].to_numpy().astype("datetime64[s]")[sent] for c in ("dispatched_at", "signed_at"))
    days = np.asarray([days for _, days in f.CARRIERS.values()])[carrier]
    weather = (dispatched >= np.datetime64(f.BAD_WEATHER["first"], "s")) & (dispatched < np.datetime64(f.BAD_WEATHER["last"], "s") + season.DAY)
    weather &= np.isin(region, f.BAD_WEATHER["provinces"])
    days = np.where(weather & (rng.random(size) < f.BAD_WEATHER["share"]), f.BAD_WEATHER["promised_days"], days)
    lost = (rng.random(size) < f.LOST) & ~_came_back(made)[sent] & orders["completed_at"].notna().to_numpy()[sent]
    signed = np.where(lost, NEVER, signed)
    promised = moving_days_later(dispatched.astype("datetime64[D]"), days)
    table = pd.DataFrame(
        {
            "order": sent,
            "person": person,
            "carrier": carrier,
            "region": region,
            "dispatched_at": dispatched,
            "promised_on": promised.astype("datetime64[s]"),
            "signed_at": signed,
            "late": (signed.astype("datetime64[D]") > promised) & (signed < season.END),
            "lost": lost,
            "bad_weather": weather,
        }
    )
    table = table.sort_values(["dispatched_at", "order"], kind="stable", ignore_index=True)
    code = np.asarray(f.CARRIER_CODES, dtype=object)[table["carrier"]]
    second = table["dispatched_at"].to_numpy().astype(np.int64)
    table["number"] = [f"{c}{s}{n % 10**6:06d}" for c, s, n in zip(code, second, range(size), strict=True)]
    return table


def _came_back(made: Shop) -> np.ndarray:
    """Orders of which something was sent back: they did arrive."""
    back = np.zeros(len(made.orders), dtype=bool)
    back[made.returns["order"]] = True
    return back


def moving_days_later(day: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The day so many days later, counting only days on which parcels move."""
    calendar = np.arange(np.datetime64(f.FIRST_DAY, "D"), np.datetime64(f.LAST_DAY, "D") + 60)
    moving = calendar[~season.holiday(calendar.astype("datetime64[s]"))]
    return moving[np.searchsorted(moving, day) + days]


def moving_seconds(times: np.ndarray) -> np.ndarray:
    """Seconds since the start on a clock that stops over Spring Festival."""
    seconds = (times - season.START).astype(np.int64)
    passed = seconds.copy()
    for begin, end in _stops():
        passed -= np.clip(seconds - begin, 0, end - begin)
    return passed


def on_the_calendar(moving: np.ndarray) -> np.ndarray:
    """Times at so many moving seconds; the reverse of `moving_seconds`."""
    seconds = moving.copy()
    for begin, end in _stops():
        seconds = np.where(seconds >= begin, seconds + (end - begin), seconds)
    return season.START + seconds.astype("timedelta64[s]")


def _stops() -> list[tuple[int, int]]:
    """Seconds since the start at which parcels stop and move on again."""
    stops = []
    for first, last in f.SPRING_FESTIVALS:
        begin, end = np.datetime64(first, "s"), np.datetime64(last, "s") + np.timedelta64(season.DAY, "s")
        stops.append((int((begin - season.START).astype(np.int64)), int((end - season.START).astype(np.int64))))
    return stops


def scans(seed: int, parcels: pd.DataFrame) -> pd.DataFrame:
    """One row per scan, in time order within a parcel: `parcel` (row of the table given), `at`, `step`, `place`."""
    rng = stream(seed, "scans")
    size, lost = len(parcels), parcels["lost"].to_numpy()
    start = moving_seconds(parcels["dispatched_at"].to_numpy().astype("datetime64[s]"))
    signed = parcels["signed_at"].to_numpy().astype("datetime64[s]")
    # A lost parcel's track breaks off halfway; after a week the carrier says so.
    until = np.where(lost, start + rng.integers(2 * season.DAY, 4 * season.DAY, size), moving_seconds(np.where(lost, season.END, signed)))
    way, region = until - start, parcels["region"].to_numpy()
    hubs = 1 + (way > 2 * season.DAY) + (way > 3.5 * season.DAY)
    parts = [
        _steps(np.arange(size), start + np.minimum(rng.integers(1800, 10 * 3600, size), way // 4), COLLECTED, "杭州仓"),
        *[
            _steps(np.flatnonzero(hubs > hub), (start + way * (share + 0.08 * rng.random(size)))[hubs > hub], IN_TRANSIT, place[hubs > hub])
            for hub, share, place in (
                (0, 0.32, np.full(size, "华东分拨中心", dtype=object)),
                (1, 0.52, region + "转运中心"),
                (2, 0.68, region + "分拨点"),
            )
        ],
        _steps(np.flatnonzero(~lost), (until - np.minimum(rng.integers(2400, 6 * 3600, size), way // 8))[~lost], OUT, (region + "网点")[~lost]),
        _steps(np.flatnonzero(~lost), until[~lost], SIGNED, (region + "网点")[~lost]),
    ]
    odd = np.flatnonzero(parcels["late"].to_numpy() & (parcels["bad_weather"].to_numpy() | (rng.random(size) < 0.2)))
    word = np.where(parcels["bad_weather"].to_numpy()[odd], f"{f.BAD_WEATHER['word']}延误", "中转滞留")
    parts.append(_steps(odd, start[odd] + way[odd] * 0.8, EXCEPTION, word))
    parts.append(_steps(np.flatnonzero(lost), until[lost] + 7 * season.DAY, EXCEPTION, "包裹遗失"))
    return pd.concat(parts, ignore_index=True).sort_values(["parcel", "at"], kind="stable", ignore_index=True)


def _steps(parcel: np.ndarray, moving: np.ndarray, step: str, place: object) -> pd.DataFrame:
    return pd.DataFrame({"parcel": parcel, "at": on_the_calendar(moving.astype(np.int64)), "step": step, "place": place})


def shipment_file(parcels: pd.DataFrame, made: Shop, numbers: np.ndarray, period: exports.Period) -> pd.DataFrame:
    """Parcels sent in a period; signed for if that was before the export was taken."""
    some = parcels[period.holds(parcels["dispatched_at"].to_numpy())]
    order, signed = some["order"].to_numpy(), some["signed_at"].to_numpy().astype("datetime64[s]")
    return pd.DataFrame(
        {
            "运单号": some["number"].to_numpy(),
            "订单编号": exports.guarded(made.orders["number"].astype(str).to_numpy()[order]),
            "客户编号": numbers[some["person"]],
            "快递公司": np.asarray(list(f.CARRIERS))[some["carrier"]],
            "收货省份": some["region"].to_numpy(),
            "发货时间": exports.stamps(some["dispatched_at"].to_numpy(), period.slashes),
            "承诺送达日期": told.days(some["promised_on"].to_numpy()),
            "签收时间": exports.stamps(told.known_by(signed, period), period.slashes),
        }
    )


def scan_file(track: pd.DataFrame, parcels: pd.DataFrame, period: exports.Period) -> pd.DataFrame:
    """Scans of a period."""
    some = track[period.holds(track["at"].to_numpy())]
    return pd.DataFrame(
        {
            "运单号": parcels["number"].to_numpy()[some["parcel"]],
            "时间": exports.stamps(some["at"].to_numpy(), period.slashes),
            "状态": some["step"].to_numpy(),
            "地点": some["place"].to_numpy(),
        }
    )


def truth(parcels: pd.DataFrame, track: pd.DataFrame) -> dict[str, object]:
    """What a right import finds, and the late share: signed after the promised day, of parcels signed."""
    signed = parcels[parcels["signed_at"] < season.END]
    weather = signed[signed["bad_weather"]]
    return {
        "parcels": len(parcels),
        "signed": len(signed),
        "scans": int((track["at"] < season.END).sum()),
        "late": int(signed["late"].sum()),
        "late_percent": told.percent(signed["late"]),
        "late_percent_by_carrier": {c: told.percent(signed.loc[signed["carrier"] == i, "late"]) for i, c in enumerate(f.CARRIERS)},
        "bad_weather": {**f.BAD_WEATHER, "parcels": len(weather), "late_percent": told.percent(weather["late"])},
        "lost": list(parcels.loc[parcels["lost"], "number"]),
    }
