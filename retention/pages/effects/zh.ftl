### 消息有没有用：实验、优惠公平、刚过去的一个月

## 有没有用
effects-none = 现在什么也看不出来：还没有旅程抽签留出过人，导出数据里的活动也没有留对照组。
effects-programme = 全部营销合计
effects-variant = { $name }，版本 { $variant }
effects-points = { $sign }{ NUMBER1($size) }
effects-people = { COUNT($treated) } / { COUNT($control) }
effects-between = { $value }（{ $low } 到 { $high }）
effects-withheld = 不公布
effects-read = { COUNT($n) } 个实验里，{ COUNT($more) } 个带来的**订单更多**，不是碰巧；{ COUNT($less) } 个更少。
effects-read-open = { COUNT($n) } 个的差别和碰巧分不开。
effects-read-interim = { COUNT($n) } 个还在进行：中途看的不作数。
effects-read-too-few = 订单太少、看不出来的：{ $names }。
effects-read-withheld = 两组人数和抽签比例对不上、不公布结果的：{ $names }。
effects-head-name = 实验
effects-head-people = 发送 / 留出
effects-head-shares = 下单
effects-shares = { SHARE($treated) } / { SHARE($control) }
effects-head-orders = 差别，百分点（95%）
effects-head-money-told = 人均金额差（95%）
effects-head-power = 把握
effects-head-decision-told = 怎么办
effects-decision-go-on = 继续：确实带来订单。
effects-decision-stop-harm = 停：下单的反而少。
effects-decision-stop-dear = 停：往好里算也抵不上成本。
effects-decision-wait = 中途：还有 { COUNT($n) } 人没满观察期。
effects-decision-wait-programme = 中途：项目还在进行。
effects-decision-more = 还说不准。
effects-decision-hidden = 还说不准，人太少，短期也定不了。
effects-decision-nothing = 订单太少。
effects-decision-repair = 先查清两组人数为什么对不上。
effects-next-journey = 再做一个月，能看出 { NUMBER1($then) } 个百分点的提升（现在是 { NUMBER1($now) }）。
effects-next-campaign = 再做一次同样的活动，能看出 { NUMBER1($then) } 个百分点的提升（现在是 { NUMBER1($now) }）。
effects-winner = { $journey }：版本 { $variant } 在一半人里胜出（{ $chosen_on } 个百分点）；在没参与挑选的另一半人里是 { $difference }（{ $low } 到 { $high }）{ $sure ->
    [yes] 。
   *[no] ，也可能是碰巧。
}
effects-chart-title = { $n ->
    [0] 没有一个实验的差别超出碰巧
   *[other] { $all } 个实验里有 { $n } 个的差别不是碰巧
}
effects-chart-subtitle = 下单比例，发送组减留出组，百分点，95% 区间；蓝色：按全部实验校正后仍不是碰巧
effects-chart-hover = { $name }：{ $value } 个百分点（{ $low } 到 { $high }）
effects-checks = 抽签有没有问题？人数、对半比、别的消息
effects-checks-fine = { $known ->
    [0] 没有说明抽签比例，人数无从核对
   *[other] 两组人数和抽签比例相符（{ COUNT($n) } 个里能核对 { COUNT($known) } 个）
}，留出的人都没有收到消息。
effects-head-srm = 人数的 p 值
effects-head-aa = 留出组对半比的 p 值
effects-head-reached-treated = 发送组收到别的消息
effects-head-reached-control = 留出组收到别的消息
effects-head-breached = 留出了却收到
effects-head-both-arms = 两组都在
effects-head-waiting = 没满观察期
effects-p = { $p }
effects-p-small = 小于 { $p }
effects-p-unknown = 不知道
effects-wrong-srm = 两组人数和抽签比例对不上，说明分组不只靠抽签：{ $names }。
effects-wrong-aa = 留出组分成两半，两半有差别，抽签解释不了：{ $names }。
effects-wrong-breached = 有人留出了却还是收到消息：{ $names }。仍按留出计算。
effects-wrong-both = 有人两组都在：{ $names }。按第一次的组算。
effects-how = 抽到的每人只算一次，按抽签的组算，不管消息有没有送到。两组都从应发那天起算订单。多个实验一起看，碰巧的机会已校正（Holm）。把握：这么多人，能看出订单多一半的机会。完全不发营销的人不在任何旅程的两组里。

## 公平
effects-offers-none = 没有消息带优惠。
effects-offers = { COUNT($offers) } 种优惠，已交付或列入本次计划，涉及 { COUNT($customers) } 位顾客；{ $bad ->
    [0] 同一步骤、同一版本的顾客当天拿到的都一样，有差别的只是时机或抽签。
   *[other] **有 { COUNT($bad) } 个步骤，同一天的顾客拿到的优惠不同，却没有说明理由。**
}
effects-prices = 同一天在同一渠道有几位顾客买同一商品的情况共 { COUNT($n) } 次，优惠前的价格{ $differ ->
    [0] 每次都一样。
   *[other] **有 { COUNT($differ) } 次不一样，请查一查。**
}
effects-prices-none = 没有两位顾客同一天在同一渠道买过同一商品，价格无从比较。
effects-prices-unknown = 价格是否人人一样不知道：导出数据里没有标价。

## 刚过去的一个月
effects-month-title = 实际发了 { COUNT($sent) } 条，按今天的设置会发 { COUNT($planned) } 条
effects-month-title-sent = 实际发了 { COUNT($sent) } 条
effects-month-subtitle = 每天的营销消息，本次计划之前 { COUNT($days) } 天
effects-month-sent-name = 实际发送
effects-month-planned-name = 今天的设置
effects-month-hover = { DAY($day) }，{ $name }：{ COUNT($n) } 条
effects-month-sent = 本次计划之前 { $days } 天，共发了 { COUNT($n) } 条营销消息。
effects-month-broken = 按今天的设置，{ COUNT($doubles) } 条是顾客当天的第二条，{ COUNT($nights) } 条落在安静时段，{ COUNT($over_cap) } 条超过上限。
effects-month-no-clock = 其中 { COUNT($n) } 条不知道顾客当地几点。
effects-month-command = 换成今天的设置会发什么，用 `retention messages replay` 重演，要一两分钟。
effects-month-planned = 按今天的设置会发 { COUNT($n) } 条营销消息，另有 { COUNT($service) } 条服务消息。
effects-month-planned-kept = 其中没有当天第二条，没有落在安静时段的，也没有超过上限的。
effects-month-planned-broken = 其中 { COUNT($doubles) } 条是当天第二条，{ COUNT($nights) } 条落在安静时段，{ COUNT($over_cap) } 条超过上限。
effects-month-not-played = 没有重演的（当时的顾客情况没有保存）：{ $names }。其余条件按今天的顾客算。
effects-line = { DAY($day) }  实发 { COUNT($messages) }（当天第二条 { COUNT($doubles) }，安静时段 { COUNT($nights) }，超上限 { COUNT($over_cap) }），按今天的设置 { COUNT($would) }
