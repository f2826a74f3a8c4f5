"""What people write into surveys, by theme: made-up sentences, and the themes they are about."""

import numpy as np
import pandas as pd

from retention.samples import names

GOOD = {
    "尺码": ("尺码很准，按平时的码拍就行", "版型合身，大小刚好"),
    "色差": ("颜色和图片一样", "没有色差，实物更好看"),
    "面料": ("面料舒服，上身很软", "料子很好，不扎也不起球"),
    "物流": ("物流很快，隔天就到", "快递小哥送得快"),
    "客服": ("客服小姐姐很耐心", "客服回复快，态度好"),
    "退换": ("换货很方便，有运费险", "退换流程简单"),
    "价格": ("价格划算，性价比高", "活动价很值"),
    "包装": ("包装精致，送人也合适", "盒子很用心"),
}
BAD = {
    "尺码": ("尺码偏小，肩膀紧", "码数不准，偏大一码"),
    "色差": ("色差大，跟图片不一样", "颜色比图片暗很多"),
    "面料": ("面料薄，有点扎", "起球，料子一般"),
    "物流": ("物流太慢，比承诺晚了好几天", "快递一直不动"),
    "客服": ("客服半天不回", "客服推来推去"),
    "退换": ("退货麻烦，退款等了很久", "换货来回一周多"),
    "价格": ("价格偏贵，买完就降价", "优惠太复杂，不划算"),
    "包装": ("包装太简陋，衣服皱了", "包装破了"),
}
THEMES = tuple(GOOD)
PRAISED = (15, 12, 28, 14, 10, 4, 10, 7)  # %, assumption
BLAMED = (18, 15, 14, 8, 13, 13, 14, 5)
REASON_THEMES = {
    "size": "尺码",
    "looks_different": "色差",
    "description": "色差",
    "fabric": "面料",
    "quality": "面料",
    "late": "物流",
    "wrong_item": "客服",
}


def write(
    rng: np.random.Generator, mood: np.ndarray, trouble: np.ndarray, person: np.ndarray, identity: pd.DataFrame
) -> tuple[np.ndarray, list[list[str]]]:
    """A sentence each, and its themes. `mood`: 1 pleased, 0 in between (one praised, one blamed), −1 not; `trouble`: a theme she met, or ''."""
    size, themes = len(mood), np.asarray(THEMES, dtype=object)
    praised = themes[rng.choice(len(THEMES), size, p=np.asarray(PRAISED) / sum(PRAISED))]
    blamed = themes[rng.choice(len(THEMES), size, p=np.asarray(BLAMED) / sum(BLAMED))]
    blamed = np.where((trouble != "") & (rng.random(size) < 0.7), trouble, blamed)
    # Nobody praises and blames the same thing in one breath.
    praised = np.where((mood == 0) & (praised == blamed), np.where(blamed == "面料", "包装", "面料"), praised)
    which = rng.integers(0, 2, (size, 2))
    good = [GOOD[t][k] for t, k in zip(praised, which[:, 0], strict=True)]
    bad = [BAD[t][k] for t, k in zip(blamed, which[:, 1], strict=True)]
    text = np.asarray([g if m > 0 else b if m < 0 else f"{g}，就是{b}" for m, g, b in zip(mood, good, bad, strict=True)], dtype=object)
    about = [[p] if m > 0 else [b] if m < 0 else sorted({p, b}) for m, p, b in zip(mood, praised, blamed, strict=True)]
    name, phone = (identity[c].to_numpy(dtype=str) for c in ("name", "phone"))
    for row in np.flatnonzero(identity["name"].isin(names.CANARY_NAMES).to_numpy()):
        text[person == row] = f"请打电话 {phone[row]} 找{name[row]}"
    return text, about
