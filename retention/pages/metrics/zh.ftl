### 全店指标：关键指标、销售、复购、流失、同期群、再次购买曲线、集中度

## 指标名称与定义
kpi-customers = 客户数
kpi-customers-definition = 从数据第一天到统计截止日，至少有一笔计入统计的订单的客户数。
kpi-new-customers = 新客户数
kpi-new-customers-definition = 首个有效订单在本期内的客户。数据开头几天见到的客户可能早已买过，因此只比较能认定新客的日子，并与上期同样的日子相比；数据读两遍：一遍照原样，一遍假定数据在本期之前的长度与上期之前相同。显示两者中较小的变化，方向相反时显示为无变化；区间涵盖两者。
kpi-returning-buyers = 老买家数
kpi-returning-buyers-definition = 本期之前已下过单的本期购买客户。比较的日子与新客户数相同，同样读两遍。
kpi-buyers = 购买客户数
kpi-buyers-definition = 期内至少有一笔计入统计的订单的客户数。
kpi-orders = 有客户编号的订单数
kpi-orders-definition = 期内计入统计且有客户编号的订单：已支付、未关闭、未在发货前全额退款。
kpi-guest-orders = 无客户编号的订单数
kpi-guest-orders-definition = 期内计入统计但没有客户编号的订单。计入销售额，不计入与客户有关的指标。
kpi-gross-sales = 支付金额（退款前）
kpi-gross-sales-definition = 计入统计的订单的商品支付金额，退款前，不含运费，含无客户编号的订单。
kpi-net-sales = 净销售额
kpi-net-sales-definition = 退款前支付金额减去这些订单上的退款；退款记在订单当天。未注明订单的退款另列。最近订单的退款尚未全部发生。
kpi-refunds-without-order = 未注明订单的退款
kpi-refunds-without-order-definition = 期内退还、但找不到对应订单的金额。只在此列出，不分摊到订单。
kpi-guest-sales-share = 无客户编号的销售占比
kpi-guest-sales-share-definition = 没有客户编号的订单金额占全部退款前支付金额的比例。
kpi-refund-rate = 退款率（按金额）
kpi-refund-rate-definition = 退款金额占支付金额的比例，记在订单当天。退货表中可见的发货前全额退款订单也包括在内。
kpi-refund-rate-before-dispatch = 发货前退款率
kpi-refund-rate-before-dispatch-definition = 发货前退款金额占支付金额的比例，含发货前全额退款的订单。
kpi-refund-rate-after-dispatch = 发货后退款率
kpi-refund-rate-after-dispatch-definition = 收货后退款金额占支付金额的比例，分母含发货前全额退款的订单。
kpi-repurchase-rate = 复购率
kpi-repurchase-rate-definition = 期内有两笔及以上订单的客户，占期内有一笔及以上订单的客户的比例。按计入统计的订单，退货前。只应比较长度相同的时期。
kpi-repurchase-rate-days = 复购率（按天）
kpi-repurchase-rate-days-definition = 期内在两天及以上购买的客户，占期内购买客户的比例。
kpi-repurchase-rate-after-returns = 复购率（退货后）
kpi-repurchase-rate-after-returns-definition = 与复购率相同，但只计未全额退款的订单。
kpi-customers-after-returns = 购买客户数（退货后）
kpi-customers-after-returns-definition = 期内至少有一笔未全额退款订单的客户数。
kpi-orders-after-returns = 订单数（退货后）
kpi-orders-after-returns-definition = 期内有客户编号且未全额退款的订单数。
kpi-returning-rate = 回购率
kpi-returning-rate-definition = 上一期（长度相同）的购买客户中，本期再次购买的比例。
kpi-returning-customer-share = 老客占比
kpi-returning-customer-share-definition = 本期购买客户中，在本期开始前已下过单的比例（Shopify 所称的回头客）。
kpi-aov = 笔单价
kpi-aov-definition = 有客户编号的订单每笔的净支付金额。与客单价不同。
kpi-aov-new = 新客笔单价
kpi-aov-new-definition = 首单在本期内的客户，每笔订单的净支付金额。
kpi-aov-returning = 老客笔单价
kpi-aov-returning-definition = 本期开始前已下过单的客户，每笔订单的净支付金额。
kpi-spend-per-buyer = 客单价
kpi-spend-per-buyer-definition = 期内每位购买客户的净支付金额。
kpi-spend-per-buyer-new = 新客客单价
kpi-spend-per-buyer-new-definition = 首单在本期内的客户，每位在期内的净支付金额。
kpi-spend-per-buyer-returning = 老客客单价
kpi-spend-per-buyer-returning-definition = 本期开始前已下过单的购买客户，每位在期内的净支付金额。
kpi-units-per-order = 连带率
kpi-units-per-order-definition = 有客户编号的订单每笔的件数，退货前。
kpi-units-per-order-new = 新客连带率
kpi-units-per-order-new-definition = 首单在本期内的客户，每笔订单的件数。
kpi-units-per-order-returning = 老客连带率
kpi-units-per-order-returning-definition = 本期开始前已下过单的客户，每笔订单的件数。
kpi-churn-active = { $days } 天内活跃客户的流失率
kpi-churn-active-over = { $days } 天内活跃客户在 { $length } 天中的流失率
kpi-churn-active-definition = 本期开始前 { $days } 天内下过单的客户中，本期没有下单的比例。
kpi-churn-opening = { $days } 天活跃客户的流失，占期初客户
kpi-churn-opening-over = { $days } 天活跃客户在 { $length } 天中的流失，占期初客户
kpi-churn-opening-definition = 本期开始前 { $days } 天内下过单、本期没有下单的客户，占期初全部客户的比例。
kpi-churn-total = { $days } 天活跃客户的流失，占全部客户
kpi-churn-total-over = { $days } 天活跃客户在 { $length } 天中的流失，占全部客户
kpi-churn-total-definition = 本期开始前 { $days } 天内下过单、本期没有下单的客户，占期末全部客户的比例。
kpi-churn-rule = { $days } 天没有下单
kpi-churn-rule-definition = 到统计截止日，最后一单已过 { $days } 天或更久的客户占全部客户的比例。
kpi-churn-rule-own-gap = 按自身节奏已逾期
kpi-churn-rule-own-gap-definition = 超过自身购买间隔中位数三倍没有下单的客户占全部客户的比例；购买不足三天的客户，以本店设定的最长流失天数为准。
kpi-alone-record = 不作比较：它随数据时间变长而变化
kpi-alone-base = 不作比较：客户群随开店时间变老，与客户行为无关
kpi-alone-first-seen = 约 { DAY($day) } 起可比：在此之前，客户群里混有数据开始前的老客户
kpi-alone-untold = 不作比较：它所依据的数据只有一期有
kpi-alone-few = 不作比较：能认定首单的客户太少
kpi-median-gap-days = 通常购买间隔（天）
kpi-median-gap-days-definition = 购买两天及以上的客户，各自购买间隔中位数的中位数。以后才会回来的客户尚未计入。
kpi-top20-revenue-share = 前 20% 客户的金额占比
kpi-top20-revenue-share-definition = 期内支付最多的五分之一购买客户的支付金额（退款前），占全部购买客户支付金额的比例。
kpi-top20-share-after-returns = 前 20% 客户的金额占比（退货后）
kpi-top20-share-after-returns-definition = 与上相同，按未全额退款订单的净支付金额计算。
kpi-repeat-within = { $days } 天内再次购买
kpi-repeat-within-definition = 首购客户中，首购后 { $days } 天内在另一天再次购买的比例（Kaplan–Meier：观察不满 { $days } 天的客户按已观察的时间计入）。全额退款的订单不算购买。
kpi-cohort-size = 同期群人数
kpi-cohort-size-definition = 首笔计入统计的订单在该月的客户数。
kpi-cohort-active = 首单后第 { $months } 个月活跃人数
kpi-cohort-active-definition = 该同期群中，在首单之后第 { $months } 个自然月有计入统计的订单的客户数。

## 为什么没有数值
kpi-missing-too-few = 客户或订单太少，不给出比率。
kpi-missing-too-few-watched = 观察满这么久的客户太少。
kpi-missing-no-history = 本期之前的数据不够长。
kpi-missing-no-returns = 需要退货表。
kpi-missing-no-refunds = 导出文件中没有任何退款信息。
kpi-missing-no-pieces = 需要商品件数一列。
kpi-missing-no-lines = 需要写明商品的订单明细。
kpi-missing-no-coupons = 需要知道哪些订单用了券。
kpi-missing-unknown-stage = 退货表没有说明退款发生在发货前还是发货后。
kpi-missing-no-money = 本期没有支付金额。
kpi-missing-no-orders = 还没有计入统计的订单。

## 只说一次
metrics-interval-note = 区间均为 95%。对完整的客户群，区间说明这样的过程本身会有多大波动，不是抽样误差。

metrics-age-note = 客户群变老，各种比例会随之变化，而客户本身并未改变。因此按同客龄比较：只看首单在数据之内的客户，与上期末客龄相同的客户相比。

## 活动
season-queens-day = 女王节
season-618 = 618
season-double-11 = 双11
season-double-12 = 双12
season-spring-festival = 春节

## 销售
metrics-sales-none = 还没有计入统计的订单，没有销售可以显示。
metrics-sales = { $first } 至 { $last }，本店支付金额 { MONEY($gross) }，扣除目前已记的退款后为 { MONEY($net) }，共 { COUNT($orders) } 笔订单。
metrics-sales-gross = { $first } 至 { $last }，本店支付金额 { MONEY($gross) }，共 { COUNT($orders) } 笔订单。
metrics-sales-quiet = { $first } 至 { $last } 没有计入统计的订单。
metrics-sales-guests = 其中 { SHARE($share) } 来自没有客户编号的订单。
metrics-sales-unmatched = 另有 { MONEY($money) } 退款找不到对应订单。
metrics-sales-provisional = 最近 { $days } 天的退款尚未全部发生，其净销售额是暂时的。
metrics-sales-change = 退款前支付金额{ $direction ->
    [up] 比上一期高 { SHARE($by) }
    [down] 比上一期低 { SHARE($by) }
   *[same] 与上一期相同
}{ $noise ->
    [within] ，未超出客户之间差异造成的波动
    [beyond] ，超出了客户之间差异造成的波动
   *[unknown] {""}
}。
metrics-sales-year = 去年同期（按活动日历对齐）为 { MONEY($money) }。
metrics-sales-title-none = 还没有销售
metrics-sales-title-one = { $month } { $partial ->
    [yes] 目前
   *[no] {""}
}支付金额 { MONEY($gross) }
metrics-sales-title = { $month } 最高：支付金额 { MONEY($gross) }{ $partial ->
    [yes] ，且该月数据不完整
   *[no] {""}
}
metrics-sales-subtitle = 每月销售额（{ $currency }），{ $first } 至 { $last }，n = { COUNT($n) } 笔订单；蓝色为退款后，灰色为退款前；浅色：退款尚未全部发生或该月不完整
metrics-sales-subtitle-gross = 每月销售额（{ $currency }），{ $first } 至 { $last }，n = { COUNT($n) } 笔订单；退款未知；浅色：该月不完整
metrics-sales-subtitle-none = 每月销售额
metrics-sales-axis = 每月销售额
metrics-sales-hover = { $month }
    退款前 { MONEY($gross) }
    退款后 { MONEY($net) }
    { COUNT($orders) } 笔订单{ $note ->
    [partial] {"\u000A"}该月不完整
    [provisional] {"\u000A"}退款尚未全部发生
   *[none] {""}
}
metrics-sales-hover-gross = { $month }
    { MONEY($gross) }
    { COUNT($orders) } 笔订单{ $note ->
    [partial] {"\u000A"}该月不完整
   *[none] {""}
}
metrics-event-hover = { $event }，{ DAY($day) }

## 星期与时段
metrics-weekday = { $day ->
    [1] 周一
    [2] 周二
    [3] 周三
    [4] 周四
    [5] 周五
    [6] 周六
   *[7] 周日
}
metrics-weekday-short = { metrics-weekday }
metrics-times-hour = { $hour }–{ $next } 点
metrics-times-title = { $week ->
    [top] { $weekday }下单最多，占 { SHARE($share) }
    [short] 周数太少，还看不出星期差别
   *[none] 一周各天没有明显差别
}{ $day ->
    [top] ；{ $hour }–{ $next } 点是下单高峰，占 { SHARE($part) }
   *[none] {""}
}
metrics-times-title-few = { $n ->
    [0] 还没有订单
   *[other] 只有 { COUNT($n) } 笔订单，还看不出客户何时下单
}
metrics-times-subtitle = 各星期{ $hours ->
    [yes] 与各时段（{ $zone } 时间）
   *[no] {""}
}订单占比，95% 区间，{ $first } 至 { $last }，n = { COUNT($n) } 笔订单；蓝色：明显高于平均分布（虚线）
metrics-times-subtitle-short = 各星期{ $hours ->
    [yes] 与各时段（{ $zone } 时间）
   *[no] {""}
}订单占比，{ $first } 至 { $last }，n = { COUNT($n) } 笔订单；虚线：平均分布
metrics-times-subtitle-few = 各星期{ $hours ->
    [yes] 与各时段（{ $zone } 时间）
   *[no] {""}
}订单数，{ $first } 至 { $last }，n = { COUNT($n) }
metrics-times-subtitle-none = 各星期与各时段的订单
metrics-times-axis-hour = 时段（点）
metrics-times-few = { $n ->
    [0] 还没有计入统计的订单。
   *[other] 只有 { COUNT($n) } 笔订单，数量太少，不计算占比。
}
metrics-times-short = 全部订单集中在 { $weeks } 周内，满 8 周后才能判断哪天突出。
metrics-times-weekday-top = { COUNT($n) } 笔订单中，{ $weekday }最多，占 { $share }（{ $range }）；若平均分布应为 { SHARE($even) }。差距超出了各周之间的正常波动。
metrics-times-weekday-none = { COUNT($n) } 笔订单中，周一到周日里最高的一天也只占 { $share }（{ $range }）；若平均分布应为 { SHARE($even) }。差距在各周之间的正常波动之内，不宜据此按星期安排活动。
metrics-times-one-day = 其中 { DAY($day) } 一天就有 { COUNT($k) } 笔，占{ $weekday }高出平均部分的一半以上。
metrics-times-hour-top = { $hour }–{ $next } 点下单最多，占 { $share }（{ $range }）。
metrics-times-hour-none = 各时段没有明显差别。
metrics-times-hours-of = { $untimed ->
    [0] 全部订单都有下单时间。
   *[other] 时段按 { COUNT($all) } 笔订单中的 { COUNT($n) } 笔统计，另有 { COUNT($untimed) } 笔只有日期。
}
metrics-times-no-hours = 不显示时段：{ $n ->
    [0] 导出文件只有下单日期，没有时间
   *[other] { COUNT($all) } 笔订单中只有 { COUNT($n) } 笔有下单时间，其余 { COUNT($untimed) } 笔只有日期
}。
metrics-times-narrow = { NUMBER1($low) }–{ NUMBER1($high) }%
metrics-times-hover = { $name }
    { $share }（{ $range }）
    { COUNT($n) } 笔中 { COUNT($k) } 笔
metrics-times-hover-short = { $name }
    { $share }
    { COUNT($n) } 笔中 { COUNT($k) } 笔
metrics-times-hover-few = { $name }
    { COUNT($n) } 笔中 { COUNT($k) } 笔

## 复购
metrics-repurchase-none = 本期没有人购买。
metrics-repurchase = { COUNT($n) } 位购买客户中，{ $share } 购买了不止一次（{ $range }）。
metrics-repurchase-few = { COUNT($n) } 位购买客户中，{ COUNT($count) } 位购买了不止一次；人数太少，不给出比率。
metrics-repurchase-returning = 上一期的购买客户中，{ $share } 本期再次购买（{ $range }）。
metrics-repurchase-after = 不计全额退款的订单，则为 { COUNT($n) } 位客户中的 { $share }。

## 与上一期相比
metrics-change = { $direction ->
    [up] 比上一期高 { $by }
    [down] 比上一期低 { $by }
   *[same] 与上一期相同
}{ $noise ->
    [within] ，在波动范围内
    [beyond] ，超出波动范围
   *[unknown] {""}
}。
metrics-change-age = 与上期客龄相同的客户相比，{ $direction ->
    [up] 高 { $by }
    [down] 低 { $by }
   *[same] 持平
}{ $noise ->
    [within] ，在随机波动之内
    [beyond] ，超出随机波动
   *[unknown] {""}
}。
metrics-points = { $shown } 个百分点

## 新客户
metrics-new = 购买客户中新客 { COUNT($new) } 位，老客 { COUNT($old) } 位。
metrics-new-change = 新客户{ $days ->
    [part] 自 { DAY($day) } 起，与上期同样日子的 { COUNT($before) } 位相比，
   *[whole] 与上期的 { COUNT($before) } 位相比，
}{ $direction ->
    [up] 多 { SHARE($by) }
    [down] 少 { SHARE($by) }
   *[same] 看不出变化
}{ $noise ->
    [within] ，在随机波动之内
    [beyond] ，超出随机波动
   *[unknown] {""}
}{ $days ->
    [part] ；更早的日子无法认定谁是新客
   *[whole] {""}
}。

## 流失
metrics-churn-none = 还没有客户下过单。
metrics-churn-active = 本期开始前 { $days } 天内活跃的 { COUNT($n) } 位客户中，{ $share } 本期没有下单（{ $range }）。
metrics-churn-rule = 全部 { COUNT($n) } 位客户中，{ $share } 已有 { $days } 天或更久没有下单（{ $range }）。
metrics-churn-own-gap = 按每位客户自身的购买节奏，{ $share } 已逾期（{ $range }）。
metrics-churn-few = 客户太少或数据时间太短，不给出流失率。

## 同期群
metrics-cohorts-title-none = 还没有可以跟踪的月份
metrics-cohorts-title = { $kind ->
    [new] 当月新客
   *[seen] 当月首次出现的客户
}中，{ $share } 次月再次下单
metrics-cohorts = { $first ->
    [same] { $last }
   *[other] { $first } 至 { $last }
} 的 { COUNT($n) } 位{ $kind ->
    [new] 新客
   *[seen] 首次出现的客户
}中，{ $share } 在首单次月再次下单（{ $range }）。
metrics-cohorts-later = 首单后第三个月为 { $share }（时间足够长的同期群共 { COUNT($n) } 位客户）。
metrics-cohorts-few = 各月客户太少（{ COUNT($n) } 位），不给出比率。
metrics-cohorts-none = 还没有哪个月的客户可以跟踪到之后完整的一个月。
metrics-cohorts-truncated = 标 * 的同期群离数据开始太近，其中的客户可能以前买过；他们是“首次出现”，不一定是“新客”。
metrics-cohorts-subtitle = 同期群中下单的比例（%），按首单后的月数，{ $first } 至 { $last }，n = { COUNT($n) } 位客户；圆圈：该月未结束；*：首次出现，不一定是新客
metrics-cohorts-subtitle-none = 当月新客在之后各月下单的比例
metrics-cohorts-axis-age = 首单后的月数
metrics-cohorts-axis-cohort = 首单月份 · 人数
metrics-cohorts-hover = { $cohort }，第 { $age } 个月
    { $few ->
        [yes] { COUNT($n) } 位中的 { COUNT($active) } 位
       *[no] { SHARE($share) }（{ $range }）{"\u000A"}{ COUNT($n) } 位中的 { COUNT($active) } 位
    }{ $partial ->
    [yes] {"\u000A"}该月未结束
   *[no] {""}
}{ $truncated ->
    [yes] {"\u000A"}首次出现，不一定是新客
   *[no] {""}
}

## 再次购买曲线
metrics-repeat-title-none = 首购客户太少，还不能说他们何时回来
metrics-repeat-title-short = { $share } 的首购客户在 { $days } 天内再次购买
metrics-repeat-title = { $share } 的首购客户在 { $days } 天内再次购买
metrics-repeat-title-two = { $share } 的首购客户在 { $days } 天内再次购买，{ $days2 } 天内为 { $share2 }
metrics-repeat = { COUNT($n) } 位首购客户中，{ $list }在另一天再次购买。
metrics-repeat-item = { $days } 天内 { $share }（{ $range }）
metrics-repeat-none = 观察满一个月的首购客户不足 { COUNT($least) } 位，还不能给出比率。
metrics-repeat-end = 曲线可以跟踪到第 { COUNT($day) } 天：此后仍在等待并被观察的客户不足 { COUNT($least) } 位。
metrics-repeat-subtitle = 在另一天再次购买的比例（%，含 95% 区间），按首购后的天数，{ $window }，n = { COUNT($n) } 位客户；灰线：按首购{ $grain ->
    [month] 月份
   *[quarter] 季度
}
metrics-repeat-subtitle-alone = 在另一天再次购买的比例（%，含 95% 区间），按首购后的天数，{ $window }，n = { COUNT($n) } 位客户
metrics-repeat-subtitle-none = 在另一天再次购买的比例，按首购后的天数
metrics-repeat-axis-day = 首购后的天数
metrics-repeat-axis-share = 再次购买
metrics-repeat-hover = 第 { COUNT($day) } 天
    { SHARE($share) }（{ $range }）
    { COUNT($n) } 位仍在等待并被观察
metrics-repeat-hover-cohort = { $cohort }，第 { COUNT($day) } 天
    { SHARE($share) }（{ $range }）
    { COUNT($n) } 位仍在等待并被观察

## 集中度
metrics-concentration-none = 还没有可以分配的金额。
metrics-concentration-few = 只有 { COUNT($n) } 位客户，谈不上占比。
metrics-concentration = 前 { SHARE($top) } 的客户带来 { $share } 的金额（{ $range }）：{ COUNT($customers) } 位，每位支付 { MONEY($least) } 或以上。
metrics-concentration-title = 前 { SHARE($top) } 的客户带来 { $share } 的金额（{ $range }）
metrics-concentration-title-none = 客户太少，谈不上金额占比
metrics-concentration-subtitle = 支付金额（退款前）占比（%），按客户占比，从高到低，{ $window }，n = { COUNT($n) } 位客户；虚线：所有人支付相同
metrics-concentration-subtitle-none = 支付金额占比，按客户占比
metrics-concentration-axis-customers = 客户占比，从高到低
metrics-concentration-axis-money = 金额占比
metrics-concentration-hover = 前 { SHARE($customers) } 的客户
    { SHARE($money) } 的金额

### 构成：销售渠道与退货原因
mix-other = 其他合计
mix-channel-title = { $name }占销售额的 { SHARE($share) }
mix-channel-subtitle = 各渠道支付金额占比，95% 区间，{ $window } · { COUNT($n) } 笔订单
mix-channel-none = 没有订单注明渠道，无法按渠道看销售。
mix-channel-words = { $name }占支付金额的 { SHARE($share) }（{ SHARES($low, $high) }），基于 { COUNT($n) } 笔渠道已知的订单。
mix-channel-words-thin = { $name }最多：{ COUNT($n) } 笔订单中有 { COUNT($k) } 笔，数量太少，不计算比例。
mix-reason-title = 勾选最多的原因是{ $name }：占退货的 { SHARE($share) }
mix-reason-subtitle = 发货后退款按勾选原因的占比，95% 区间，{ $window } · { COUNT($n) } 笔有原因的退款
mix-reason-none = 退货原因未知：没有带原因的退款记录。请导出带客户勾选原因的退款。
mix-reason-words = { COUNT($n) } 笔有原因的退款中，{ SHARE($share) }（{ SHARES($low, $high) }）勾选“{ $name }”。
mix-reason-words-thin = { COUNT($n) } 笔有原因的退款中，{ COUNT($k) } 笔勾选“{ $name }”，数量太少，不计算比例。
mix-reasons-ticked = 勾选的原因不一定是真实原因：有些原因退货免费或更快。请结合评论、尺码和尺寸一起看。
mix-hover = { $name }：{ SHARE($share) }（{ SHARES($low, $high) }），{ COUNT($n) } 笔中 { COUNT($k) } 笔
mix-hover-thin = { $name }：{ COUNT($n) } 笔中 { COUNT($k) } 笔
kpi-sales-share-of-channel = 渠道销售占比
kpi-sales-share-of-channel-definition = 统计窗口内，该渠道有效订单的支付金额占渠道已知订单的比例。
kpi-refunds-share-of-reason = 退货原因占比
kpi-refunds-share-of-reason-definition = 统计窗口内，发货后退款中勾选该原因的占有原因退款的比例。
