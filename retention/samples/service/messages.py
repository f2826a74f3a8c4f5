"""The messages of tickets: customer, robot, agent, in turn. Made-up sentences; those of canaries carry name and telephone."""

import numpy as np
import pandas as pd

from retention.samples import exports, names, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.service.tickets import AFTER_SALES, COMPLAINT, QUESTION, at_work

CUSTOMER, ROBOT, AGENT = "客户", "机器人", "客服"
OPENINGS = {
    (AFTER_SALES, "尺码"): ("尺码不合适，想退", "偏大了一码，可以退吗"),
    (AFTER_SALES, "色差"): ("跟图片颜色不一样，要退货", "色差有点大"),
    (AFTER_SALES, "面料"): ("面料有点扎，想退", "料子跟我想的不一样"),
    (AFTER_SALES, "质量"): ("线头很多，还开线了", "洗一次就起球"),
    (AFTER_SALES, "换货"): ("可以换大一码吗", "想换小一码，怎么操作"),
    (COMPLAINT, "物流"): ("说好的日期还没到，到底在哪", "快递三天没动了，太慢了"),
    (COMPLAINT, "发错货"): ("你们发错颜色了", "收到的不是我买的那件"),
    (COMPLAINT, "质量"): ("扣子掉了，质量太差", "有污渍，怎么处理"),
    (QUESTION, "尺码"): ("165，55公斤穿什么码", "平时穿M，这款要拍大一码吗"),
    (QUESTION, "面料"): ("这件是纯棉的吗", "会起球吗，夏天穿热不热"),
    (QUESTION, "价格"): ("还会有活动吗，现在买能保价吗", "优惠券怎么用不了"),
    (QUESTION, "发货时间"): ("什么时候发货", "预售的要等多久"),
    (QUESTION, "活动"): ("双11有满减吗", "会员日是几号"),
}
OTHERWISE = ("你好，在吗，咨询一下", "有个建议想反馈一下", "麻烦看一下我的情况")
ROBOT_SAYS = ("您好，智能客服小绣为您服务，请选择问题类型", "亲，人工客服正在赶来，请稍等")
FIRST_WORDS = ("您好，这边帮您看一下", "亲，非常抱歉给您带来不便，马上核实", "您好，请稍等，我查一下订单")
ASKS_BACK = ("好的，那要多久", "图片发你了", "可以的，麻烦快一点", "订单就是最近那一单")
ANSWERS = ("收到，正在为您处理", "已经登记了，稍后给您答复", "这边建议您按平时的尺码拍哦", "好的，已为您备注")
SOLUTIONS = ("已为您申请，请留意进度", "方案给您：可退可换，运费险承担运费", "已联系快递加急，明天会更新物流", "已为您说明清楚，还有问题随时找我")
THANKS = ("好的，谢谢", "知道了，谢谢", "行吧")
AGAIN = ("还想再问一下，退款到了吗", "又有个问题")


def messages(seed: int, table: pd.DataFrame, identity: pd.DataFrame) -> pd.DataFrame:
    """One row per message, in time order within a ticket and never two in a second: `ticket` (row), `at`, `sender`, `text`."""
    rng = stream(seed, "ticket_messages")
    everyone = np.arange(len(table))
    at, human, offered, resolved = (table[c].to_numpy().astype("datetime64[s]") for c in ("at", "human_at", "offered_at", "resolved_at"))
    turns, answered = table["turns"].to_numpy(), ~np.isnat(human)
    parts = [_said(everyone, at, CUSTOMER, _openings(rng, table, identity))]
    robot = table["robot"].to_numpy()
    parts.append(_say(rng, everyone[robot], at[robot] + rng.integers(2, 6, robot.sum()).astype("timedelta64[s]"), ROBOT, ROBOT_SAYS))
    parts.append(_say(rng, everyone[answered], human[answered], AGENT, FIRST_WORDS))
    between = (offered - human).astype("timedelta64[s]").astype(np.int64)
    for turn in range(int(turns.max(initial=0))):
        some = np.flatnonzero(answered & (turns > turn))
        # Each turn has its slice of the time up to the solution; the customer speaks in its first half.
        slice_ = between[some] / turns[some]
        asked = human[some] + np.round(slice_ * (turn + rng.uniform(0.1, 0.45, len(some)))).astype("timedelta64[s]")
        parts.append(_say(rng, some, asked, CUSTOMER, ASKS_BACK))
        more = some[turns[some] > turn + 1]
        reply = human[more] + np.round(between[more] / turns[more] * (turn + rng.uniform(0.55, 0.95, len(more)))).astype("timedelta64[s]")
        parts.append(_say(rng, more, at_work(reply, rng), AGENT, ANSWERS))
    solved = everyone[answered & (turns > 0)]
    parts.append(_say(rng, solved, offered[solved], AGENT, SOLUTIONS))
    content = everyone[answered & (rng.random(len(table)) < 0.55)]
    left = (resolved[content] - offered[content]).astype(np.int64)
    parts.append(
        _say(rng, content, offered[content] + np.round(left * rng.uniform(0.05, 0.8, len(content))).astype("timedelta64[s]"), CUSTOMER, THANKS)
    )
    again = everyone[answered & (rng.random(len(table)) < f.COME_BACK)]
    back = resolved[again] + rng.integers(3600, 3 * season.DAY, len(again)).astype("timedelta64[s]")
    parts.append(_say(rng, again, back, CUSTOMER, AGAIN))
    parts.append(_say(rng, again, at_work(back + rng.integers(60, 3600, len(again)).astype("timedelta64[s]"), rng), AGENT, ANSWERS))
    return _in_order(pd.concat(parts, ignore_index=True))


def _say(rng: np.random.Generator, ticket: np.ndarray, at: np.ndarray, sender: str, words: tuple[str, ...]) -> pd.DataFrame:
    return _said(ticket, at, sender, np.asarray(words, dtype=object)[rng.integers(0, len(words), len(ticket))])


def _said(ticket: np.ndarray, at: np.ndarray, sender: str, text: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"ticket": ticket, "at": at.astype("datetime64[s]"), "sender": sender, "text": text})


def _openings(rng: np.random.Generator, table: pd.DataFrame, identity: pd.DataFrame) -> np.ndarray:
    """First words by kind and topic; canaries leave their name and number."""
    pick = rng.integers(0, 2**16, len(table))
    text = np.asarray(OTHERWISE, dtype=object)[pick % len(OTHERWISE)]
    for (kind, topic), words in OPENINGS.items():
        here = ((table["kind"] == kind) & (table["topic"] == topic)).to_numpy()
        text[here] = np.asarray(words, dtype=object)[pick[here] % len(words)]
    person = table["person"].to_numpy()
    name, phone = (identity[c].to_numpy(dtype=str) for c in ("name", "phone"))
    for row in np.flatnonzero(identity["name"].isin(names.CANARY_NAMES).to_numpy()):
        text[person == row] = f"请打电话 {phone[row]} 找{name[row]}"
    return text


def _in_order(said: pd.DataFrame) -> pd.DataFrame:
    """Sorted by ticket and time; a message in the same second as the one before comes a second later."""
    said = said.sort_values(["ticket", "at"], kind="stable", ignore_index=True)
    for _ in range(20):
        same = (said["ticket"].diff() == 0) & (said["at"].diff() <= pd.Timedelta(0))
        if not same.any():
            break
        said.loc[same, "at"] += pd.Timedelta(seconds=1)
    return said


def file(said: pd.DataFrame, table: pd.DataFrame, period: exports.Period) -> pd.DataFrame:
    """Messages of a period."""
    some = said[period.holds(said["at"].to_numpy())]
    return pd.DataFrame(
        {
            "工单编号": table["number"].to_numpy()[some["ticket"]],
            "时间": exports.stamps(some["at"].to_numpy().astype("datetime64[s]"), period.slashes),
            "发送方": some["sender"].to_numpy(),
            "内容": some["text"].to_numpy(),
        }
    )
