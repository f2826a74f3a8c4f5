"""The touches' file: campaigns and follow-up together, numbered in time order."""

import numpy as np
import pandas as pd

from retention.samples import exports, told
from retention.samples.service.campaigns import CONTROL, TREATED
from retention.samples.service.consents import NEVER


def together(campaigns: list[pd.DataFrame], follow_up: pd.DataFrame) -> pd.DataFrame:
    """One row per touch in time order, with `number`; `arm` is empty where nothing was randomised."""
    parts = [c.assign(arm=np.where(c["treated"], TREATED, CONTROL), owner="", outcome="", next_on=NEVER).drop(columns="treated") for c in campaigns]
    table = pd.concat([*parts, follow_up.assign(campaign="", arm="")], ignore_index=True)
    table = table.sort_values(["at", "person", "campaign"], kind="stable", ignore_index=True)
    return table.assign(number=[f"CD{n:08d}" for n in 30_000_000 + np.arange(len(table)) * 3])


def file(table: pd.DataFrame, numbers: np.ndarray, period: exports.Period) -> pd.DataFrame:
    """Touches due in a period."""
    some = table[period.holds(table["at"].to_numpy())]
    return pd.DataFrame(
        {
            "触达编号": some["number"].to_numpy(),
            "客户编号": numbers[some["person"]],
            "计划时间": exports.stamps(some["at"].to_numpy().astype("datetime64[s]"), period.slashes),
            "方式": some["kind"].to_numpy(),
            "渠道": some["channel"].to_numpy(),
            "活动": some["campaign"].to_numpy(),
            "分组": some["arm"].to_numpy(),
            "状态": some["status"].to_numpy(),
            "跟进人": some["owner"].to_numpy(),
            "结果": some["outcome"].to_numpy(),
            "下次跟进日期": told.days(some["next_on"].to_numpy().astype("datetime64[s]")),
        }
    )
