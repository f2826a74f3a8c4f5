### 客户价值：订单与价值预测（BG/NBD、Gamma-Gamma）

## 客户基础
lifetime-few = 目前已知 { COUNT($customers) } 位客户，其中 { COUNT($repeaters) } 位在另一天再次下过单，复购共 { COUNT($orders) } 次。不足 { COUNT($least) } 位客户时只给出这些计数，不给比率，也不做预测。
lifetime-worth = 现有 { COUNT($customers) } 位客户，未来 { COUNT($days) } 天预计下单约 { COUNT($orders) } 次（{ SHARE($level) } 区间 { COUNT($orders_low) }–{ COUNT($orders_high) }），折现后的{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}约 { MONEY($money) }（{ MONEY($money_low) }–{ MONEY($money_high) }）。
lifetime-worth-none = 还没有客户第二次下单，只能给出上限：未来 { COUNT($days) } 天最多约 { COUNT($orders_high) } 次后续下单（{ SHARE($level) } 水平）。
lifetime-worth-revenue-note = 店铺未提供毛利率，因此这里是收入，不是利润。
lifetime-worth-past = 他们至今已贡献{ $kind ->
    [margin] 毛利
   *[revenue] 收入
} { MONEY($money) }；客户关系全程的价值是这两部分之和。
lifetime-worth-at-rate = 今后新增的客户不在其中；现有客户一律按目前的复购速度预测。
lifetime-worth-known-only = 今后新增的客户不在其中。
lifetime-off = { $windows ->
    [0] 把握有多大：金额可能少 { SHARE($below) }，也可能多 { SHARE($above) }，依据是两家公开数据店铺过去预测的偏差；本店还没有可检验的历史预测。
   *[other] 把握有多大：金额可能少 { SHARE($below) }，也可能多 { SHARE($above) }，依据是本店过去 { COUNT($windows) } 次 { COUNT($days) } 天预测和两家公开数据店铺同类预测的偏差。
}
lifetime-off-carried = 更长的预测不比 { COUNT($days) } 天更难，这是一个假设，只在模拟店铺上验证过。
lifetime-weights = 预测来自：权重最大的是{ $first }，其次是{ $second }。
lifetime-weights-item = { $rule }（权重 { SHARE($share) }，过去订单数典型偏差 { SHARE($typical) }）
lifetime-weights-item-new = { $rule }（权重 { SHARE($share) }，还没有历史预测）
lifetime-newcomers = 新客另计：未来 { COUNT($days) } 天预计约 { COUNT($customers) } 位（{ COUNT($customers_low) }–{ COUNT($customers_high) }），期内下单 { COUNT($orders) } 次，{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}约 { MONEY($money) }（{ MONEY($money_low) }–{ MONEY($money_high) }；均为 { SHARE($level) } 区间）。
lifetime-newcomers-how = 预计人数取自上一年同期（活动对活动），再按最近 { COUNT($days) } 天与上年同期的差异作大部分调整；他们之后的购买按模型中没有历史的客户计算。
lifetime-newcomers-past-none = 还没有可检验的新客预测：区间来自模拟店铺。
lifetime-newcomers-past = { $windows ->
    [one] 可检验的 { COUNT($days) } 天新客预测只有一次：人数{ $lowest }。区间以它和模拟店铺为依据，主要是后者。
   *[other] 过去 { COUNT($windows) } 次 { COUNT($days) } 天新客预测，人数从{ $lowest }到{ $highest }。区间以这些偏差和模拟店铺为依据。
}
lifetime-newcomers-past-nobody = 过去另有 { COUNT($windows) } 个 { COUNT($days) } 天的时段有预测，却没有新客。
lifetime-newcomers-title = 未来 { COUNT($days) } 天预计新客 { COUNT($customers) } 位
lifetime-newcomers-subtitle = 每月新客户数
lifetime-newcomers-first-seen = 首次见到（可能是更早的老客户）
lifetime-newcomers-new = 实际
lifetime-newcomers-expected = 预计
lifetime-newcomers-hover = { $month }：{ $kind } { COUNT($customers) } 位
lifetime-newcomers-of-customers = 新客户
lifetime-newcomers-of-orders = 其订单
lifetime-newcomers-of-revenue = 其实付
lifetime-case-new-young = 未预测今后的新客：需要 { COUNT($needs) } 天的历史，现有 { COUNT($days) } 天。
lifetime-case-new-few = 未预测今后的新客：所依据的日子里只有 { COUNT($customers) } 位新客，需要 { COUNT($least) } 位。
lifetime-case-new-far = 新客最多只预测未来 { COUNT($most) } 天。
lifetime-model-alone = 只看模型本身，预计{ $kind ->
    [margin] 毛利
   *[revenue] 收入
} { MONEY($value) }（{ SHARE($level) } 区间 { MONEY($low) }–{ MONEY($high) }）。这个区间只含偶然性和模型参数的误差，不含模型本身可能出错。

## 过去的预测准不准
lifetime-past-none = 店铺历史太短，还无法检验预测：需要 { COUNT($days) } 天的历史。
lifetime-past-nobody = 还无法检验预测：回看的 { COUNT($windows) } 个 { COUNT($days) } 天周期里，没有老客户再次下单。
lifetime-past-one = 可检验的 { COUNT($days) } 天预测只有一次：订单数{ $side ->
    [high] 偏高
   *[low] 偏低
} { SHARE($size) }。
lifetime-past-range = 过去 { COUNT($origins) } 次 { COUNT($days) } 天预测，订单数从{ $lowest }到{ $highest }；典型误差 { SHARE($typical) }。
lifetime-past-one-money = 其金额{ $off }。
lifetime-past-range-money = 金额从{ $lowest }到{ $highest }；典型误差 { SHARE($typical) }。
lifetime-off-low = 偏低 { SHARE($size) }
lifetime-off-high = 偏高 { SHARE($size) }
lifetime-off-none = 正好相符

lifetime-winners-ours = 在本店，本页预测在以下方面优于所有简单规则：{ $measures }。
lifetime-winners-plain = 简单规则在以下方面更好：{ $measures }。
lifetime-winners-tie = 不相上下：{ $measures }。
lifetime-winners-plain-item = { $measure }（{ $rule }）
lifetime-winners-none = 没有可与简单规则比较的历史预测。
lifetime-list-comma = 、

## 季节
lifetime-season-unknown = 未知季节：需要此前完整一年的数据。
lifetime-season-unfitted = 未知季节：虽有此前完整一年的数据，却无法拟合出反映旺淡的模型。
lifetime-season-none = 订单平均分布在未来各天，今后的旺季和淡季不在预测之内。
lifetime-season-new = 已知季节：数据中有此前完整一年，未来各周按往年相同活动周的快慢预测。这种做法还没有可检验的历史预测。
lifetime-season-known = 已知季节：未来各周按往年相同活动周的快慢预测。
lifetime-season-aside = 另有 { COUNT($forecasts) } 次更早的预测，当时还没有完整一年的数据，这里不计：今天的预测知道得更多。

## 模型不适用的情形
lifetime-case-no-repeaters = { COUNT($customers) } 位客户中还没有人在另一天再次下单，无法拟合模型。
lifetime-case-few-repeaters = 只有 { COUNT($repeaters) } 位客户第二次下过单；少于 { COUNT($least) } 位时不拟合模型。
lifetime-case-not-identified = 现有订单无法确定模型（似然没有清晰的峰值），因此不用模型。
lifetime-case-no-dropout = 看不到流失：还看不出有客户彻底离开，因此无法估计客户如何离开，参数不予显示。
lifetime-case-parameters-hidden = 参数本身不予显示：这些订单无法把它们区分开，但总量可以估计。
lifetime-case-total-uncertain = 仅参数一项就使模型总量有 { SHARE($cv) } 的不确定性，因此不用模型。
lifetime-case-fleeting = 许多客户很快离开，另一些几乎不离开（a + b = { NUMBER1($sum) }，小于 1）：预测采用对一次性客户也保持有限的公式形式。
lifetime-case-history-short = 最早的客户至今 { COUNT($days) } 天，预测却看 { COUNT($horizon) } 天：超过 { COUNT($days) } 天的部分是外推，目前无法检验。
lifetime-case-bulk = { COUNT($accounts) } 个账户的下单次数或金额是普通客户的许多倍（占全部复购订单的 { SHARE($share) }）：不参与拟合，按各自以往的节奏预测。
lifetime-case-spend-correlated = { $side ->
    [rise] 常下单的客户每单也花得更多
   *[fall] 常下单的客户每单花得更少
}（秩相关 { $correlation }），与消费模型的假设不符：单个客户和小群体的金额请谨慎看待，总量受影响较小。
lifetime-case-money-not-positive = { COUNT($customers) } 位复购客户的后续订单退款后金额为零或负：其下一单按一次性客户估值。
lifetime-case-spend-plain = 消费模型无法拟合（有金额的复购客户 { COUNT($customers) } 位）：每单按至今的平均金额估值。
lifetime-case-spend-unbounded = 少数特大订单使消费模型对一次性客户没有均值：改用复购客户的简单平均。
lifetime-fallback-rate = 因此所有客户都按至今的整体回购速度预测：每位客户每年 { $rate } 次复购（{ SHARE($level) } 区间 { $low }–{ $high }）。它不对客户排序。

## 模型
lifetime-parameters = 留存期间，客户平均每年下单 { $pace } 次；每次复购之后有 { SHARE($stop) } 的客户不再回来。（{ $model }：r { $r }，α { $alpha } 天，a { $a }，b { $b }；对数似然 { $likelihood }；条件数 { COUNT($condition) }。）
lifetime-model-bgnbd = BG/NBD
lifetime-model-mbgnbd = MBG/NBD
lifetime-correlation = 每单金额与下单频次的秩相关：{ $correlation }；消费模型假设不相关。
lifetime-reference = 已用 { COUNT($customers) } 位客户的样本与 lifetimes 程序库核对：参数与总量的最大相对差异为 { $difference }。
lifetime-reference-unlike = 用 { COUNT($customers) } 位客户的样本核对，lifetimes 程序库给出的数字不同：最大相对差异 { $difference }（{ $figure }）。

## 图表
lifetime-tracking-title-low = 模型预计的复购订单比实际少 { SHARE($size) }
lifetime-tracking-title-high = 模型预计的复购订单比实际多 { SHARE($size) }
lifetime-tracking-title-even = 模型预计的复购订单与实际大致相当
lifetime-tracking-subtitle = 每周复购订单，{ DAY($first) } 至 { DAY($last) }；{ $holdout ->
    [0] 没有留作检验的周
   *[other] 标题针对竖线右侧留作检验的 { COUNT($holdout) } 周
}
lifetime-actual = 实际
lifetime-expected = 预计
lifetime-kept-back = 留作检验
lifetime-tracking-hover = 截至 { DAY($day) } 的一周
    实际 { COUNT($actual) }，预计 { NUMBER1($expected) }
lifetime-histogram-title = 模型预计一次性客户 { COUNT($expected) } 位，实际 { COUNT($actual) } 位
lifetime-histogram-subtitle = 按至今复购次数划分的客户数，n = { COUNT($n) }
lifetime-histogram-axis = 复购次数
lifetime-histogram-hover = 复购 { $orders } 次
    { COUNT($actual) } 位客户，预计 { NUMBER1($expected) }
lifetime-and-more = { $orders }+
lifetime-customers = 客户数
lifetime-tenths-title = 模型预测最高的 { SHARE($people) } 客户贡献了随后 { SHARE($orders) } 的订单
lifetime-tenths-title-none = 随后的日子里没有人下单
lifetime-tenths-subtitle = 随后 { COUNT($days) } 天内下单客户的占比（95% 区间）及模型的预测，按模型预测十等分，n = { COUNT($n) }
lifetime-tenths-axis = 客户十等分，预测从低到高
lifetime-tenths-hover = 第 { $part } 组：{ COUNT($customers) } 位客户
    下单 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }），预测 { SHARE($chance) }
lifetime-past-title-plain = 过去的订单总数：本页预测典型偏差 { SHARE($ours) }，最好的简单规则 { SHARE($plain) }
lifetime-past-title-alone = 过去的订单总数：本页预测典型偏差 { SHARE($ours) }
lifetime-past-subtitle = { COUNT($days) } 天订单预测与实际之比，偏高（+）或偏低（−），%；每点一次历史预测
lifetime-past-hover = { $rule }，{ DAY($first) } 至 { DAY($last) }
    预测 { COUNT($forecast) }，实际 { COUNT($actual) }
lifetime-groups-title = { $group }占预期价值的 { SHARE($share) }
lifetime-groups-subtitle = 未来 { COUNT($days) } 天折现后的预期{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}及 { SHARE($level) } 区间，按群体
lifetime-groups-hover = { $group }：{ COUNT($customers) } 位客户
    { MONEY($value) }（{ MONEY($low) }–{ MONEY($high) }）

## 名称
lifetime-rule-pooled = 本页预测
lifetime-rule-model = 不含季节的模型
lifetime-rule-clock = 含季节的模型
lifetime-rule-level = 按近期水平校正的模型
lifetime-rule-last-period = 与上期相同
lifetime-rule-rfm-cells = RFM 单元格均值
lifetime-rule-recency = 仅看最近下单
lifetime-measure-error = 订单总数（误差）
lifetime-measure-money-error = 金额（误差）
lifetime-measure-rmse = 每位客户的订单数（RMSE）
lifetime-measure-mae = 每位客户的订单数（平均误差）
lifetime-measure-gini = 按订单数排序（基尼）
lifetime-measure-lift = 最好的十分之一（提升度）
lifetime-measure-auc = 谁会下单（AUC）
lifetime-measure-brier = 下单概率（Brier）
lifetime-winner-ours = 本页预测
lifetime-winner-plain = 简单规则
lifetime-winner-tie = 持平
lifetime-head-measure = 衡量方面
lifetime-head-ours = 本页预测
lifetime-head-rule = 最好的简单规则
lifetime-head-plain = 其数值
lifetime-head-winner = 领先者

## 笔记本 05：无可显示
lifetime-nobody = 计入的订单都没有客户信息，因此没有可预测的客户。
lifetime-one-day = 所有客户都在数据的最后一天首次出现，还无法判断谁会回来。
lifetime-no-model = 未能拟合模型，因此没有可展示的模型信息。
lifetime-no-check = 需要拟合出的模型和 { $days } 天的历史：届时将逐周显示模型在留作检验的日子里表现如何。
lifetime-no-check-model = 最近一次可检验的预测应从 { DAY($day) } 作出，但当时还没有模型：{ $why }
lifetime-lists-none = 目前没有模型能区分这些客户，因此没有值得投入或致电的名单。
lifetime-one-cohort = 所有客户都在同一个月开始购买，没有可按开始时间比较的群体。
lifetime-one-channel = 首单都来自同一渠道，或没有渠道信息，因此没有渠道可比较。
lifetime-groups-alike = 目前没有模型能区分这些客户，各群体只会因人数不同而不同。
lifetime-one-group = 所有客户都在同一分群，没有可比较的分群。
lifetime-group-unknown = 未知
lifetime-group-other = 其他渠道
lifetime-reference-missing = 与 lifetimes 程序库的核对需要安装该程序库，本机没有安装。本页的数字都不依赖它。
lifetime-reference-none = lifetimes 程序库在这些客户的样本上找不到最大值，因此无从比较。
lifetime-dictionary = 数据表 forecasts 的数据字典
kpi-missing-nobody-back = 过去各周期里没有老客户再次下单，无法检验预测。
kpi-missing-no-repeaters = 还没有客户在另一天再次下单。
kpi-missing-few-repeaters = 在另一天再次下单的客户太少，无法拟合模型。
kpi-missing-not-identified = 现有订单无法确定下单模型。
kpi-missing-total-uncertain = 模型给出的总量太不确定。
kpi-missing-new-young = 历史太短，无法预测新客。
kpi-missing-new-few = 新客太少，无法预测。
kpi-missing-new-far = 新客最多只预测未来一年。
kpi-missing-young = 历史太短，无法检验预测。

## 笔记本 05：行动与名单
lifetime-action-invest = 维护好未来价值最高的客户
lifetime-action-invest-who = 未来 { $days } 天预期价值最高；应致电的客户不在其中
lifetime-action-invest-why = 他们占全部客户的 { SHARE($people) }，占预期价值的 { SHARE($share) }。（括号内为 { SHARE($level) } 区间。）
lifetime-action-invest-money = 预期{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}
lifetime-action-call = 致电已经沉默、可能流失的老客户
lifetime-action-call-who = 在两天及以上买过；沉默时间超过自己平均间隔的两倍
lifetime-action-call-why = 其中一半以往不超过 { $gap } 天就来一次；一半已沉默 { $since } 天或更久。金额表示沉默使预测减少了多少，不是致电的效果：随机留下一部分不致电，才能得知效果。
lifetime-action-call-money = 预测减少的{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}
lifetime-reason-invest = 预计下单 { NUMBER1($orders) } 次，每次约 { MONEY($value) }
lifetime-reason-call = { $since } 天未下单，以往约每 { $gap } 天一次
lifetime-list-since = 距上次下单天数
lifetime-list-orders = 至今下单天数
lifetime-list-chance = 下单概率
lifetime-list-value = 预期{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}
lifetime-list-at-stake = 预测减少的{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}

## 笔记本 05：逐次历史预测
lifetime-past-tables = 历史预测的数据
lifetime-past-head-from = 起
lifetime-past-head-to = 止
lifetime-past-head-what = 内容
lifetime-past-head-rule = 预测方法
lifetime-past-head-forecast = 预测
lifetime-past-head-actual = 实际
lifetime-past-head-error = 误差
lifetime-past-head-money-error = 金额误差
lifetime-past-head-gini = 基尼
lifetime-past-head-auc = AUC
lifetime-past-head-brier = Brier

## 笔记本 05：指标
kpi-margin-expected = 全部客户的预期毛利
kpi-margin-expected-definition = 现有客户在这段日子里预计带来的毛利，折算为今天的价值。区间取自同类预测过去的偏差（本店有多少用多少，另加两家公开数据店铺），已含偶然性。
kpi-revenue-expected = 全部客户的预期收入
kpi-revenue-expected-definition = 现有客户在这段日子里预计带来的净支付，折算为今天的价值；店铺未提供毛利率。区间取自同类预测过去的偏差（本店有多少用多少，另加两家公开数据店铺），已含偶然性。
kpi-margin-per-customer = 每位客户的预期毛利
kpi-margin-per-customer-definition = 全部客户的预期毛利除以客户数。
kpi-revenue-per-customer = 每位客户的预期收入
kpi-revenue-per-customer-definition = 全部客户的预期收入除以客户数。
kpi-orders-expected = 预计订单
kpi-orders-expected-definition = 现有客户在这段日子里预计的下单天数；同一客户同一天的多笔订单算一次。
kpi-new-customers-expected = 预计新客户
kpi-new-customers-expected-definition = 这些天内预计首次下单的客户数。
kpi-margin-of-new-customers = 新客预计毛利
kpi-margin-of-new-customers-definition = 今后新增的客户在这些天内预计带来的毛利（折现后）。
kpi-revenue-of-new-customers = 新客预计收入
kpi-revenue-of-new-customers-definition = 今后新增的客户在这些天内预计带来的实付（折现后）；店铺未提供毛利率。
kpi-customers-expected = 预计会下单的客户
kpi-customers-expected-definition = 现有客户中，在这段日子里预计至少下单一次的占比。
kpi-value-past-error = 过去金额预测的典型误差
kpi-value-past-error-definition = 按本页做法从过去某天所作的金额预测，其误差占实际净支付之比的均方根；n 为历史预测次数。
kpi-orders-past-error = 过去订单预测的典型误差
kpi-orders-past-error-definition = 按本页做法从过去某天所作的订单预测，其误差占实际订单之比的均方根；n 为历史预测次数。
kpi-value-of-cohort = 各群组的预期价值
kpi-value-of-cohort-definition = 首单在该时期的客户的预期价值。
kpi-value-of-channel = 各首单渠道的预期价值
kpi-value-of-channel-definition = 首单来自该渠道的客户的预期价值。

## 笔记本 05：各列
lifetime-means-customer-id = 店铺的客户编号
lifetime-means-frequency = 至今复购的天数；首购当天不计
lifetime-means-recency = 首单到末单的天数（不是距今天数）
lifetime-means-t = 首单到数据截止日的天数
lifetime-means-monetary-value = 复购日的平均净支付；一次性客户为空
lifetime-means-expected-orders = 预测期内预计的下单天数
lifetime-means-p-order = 预测期内至少下单一次的概率
lifetime-means-order-value = 未来一个下单日的预期净支付
lifetime-means-revenue = 预测期内的预期收入，折算为今天的价值
lifetime-means-clv = 预测期内的预期毛利，折算为今天的价值；店铺未提供毛利率时为空
lifetime-means-revenue-to-date = 至今净支付
lifetime-means-margin-to-date = 其毛利；店铺未提供毛利率时为空
lifetime-means-horizon-days = 预测看多少天
lifetime-means-method = model（由模型等多种方法加权而成的预测）、own_past（与众不同的账户，按其自身节奏）或 rate（没有模型：所有客户同一速度）

## 按至今购买天数分群
lifetime-band-days-1 = 购买 1 天
lifetime-band-days-2 = 购买 2 天
lifetime-band-days-3-4 = 购买 3–4 天
lifetime-band-days-5-more = 购买 5 天及以上
lifetime-one-band = 所有客户的购买次数相同，没有可比较的分群。
kpi-value-of-segment = 各分群预期价值
kpi-value-of-segment-definition = 笔记本 02 中该分群客户的预期价值。
kpi-value-of-band = 按购买次数的预期价值
kpi-value-of-band-definition = 至今在相应天数购买过的客户的预期价值。
