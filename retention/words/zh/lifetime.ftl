### 客户价值：订单与价值预测（BG/NBD、Gamma-Gamma）

## 客户基础
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
lifetime-worth-known-only = 不含今后新增的客户。区间以模型成立为前提；过去的预测偏差见下文。

## 过去的预测准不准
lifetime-past-none = 店铺历史太短，还无法检验预测：需要 { COUNT($days) } 天的历史。
lifetime-past-one = 可检验的 { COUNT($days) } 天预测只有一次：总量{ $side ->
    [high] 偏高
   *[low] 偏低
} { SHARE($size) }。
lifetime-past-range = 过去 { COUNT($origins) } 次 { COUNT($days) } 天预测，总量从{ $lowest }到{ $highest }；典型误差 { SHARE($typical) }。
lifetime-off-low = 偏低 { SHARE($size) }
lifetime-off-high = 偏高 { SHARE($size) }
lifetime-off-none = 正好相符
lifetime-past-longer = 上面的预测看 { COUNT($horizon) } 天，比这里检验的更远，误差可能更大。
lifetime-winners-model = 在本店，模型在以下方面优于所有简单规则：{ $measures }。
lifetime-winners-plain = 简单规则在以下方面更好：{ $measures }。
lifetime-winners-tie = 不相上下：{ $measures }。
lifetime-winners-plain-item = { $measure }（{ $rule }）
lifetime-winners-none = 没有可与简单规则比较的历史预测。
lifetime-list-comma = 、

## 季节
lifetime-season-unknown = 未知季节：模型把订单平均分布在全年，而本店历史还不足以与上一年同季比较。今后的旺季和淡季不在预测之内。
lifetime-season-known = 模型把订单平均分布在全年。与未来 { COUNT($days) } 天相同的活动周，去年模型的预测{ $side ->
    [high] 比实际多 { SHARE($size) }
    [low] 比实际少 { SHARE($size) }
   *[even] 与实际大致相当
}。
lifetime-season-better = 按此比例调整后，过去的预测更接近实际（典型误差 { SHARE($scaled) }，未调整为 { SHARE($plain) }）。
lifetime-season-worse = 按此比例调整后，过去的预测并不更接近实际（典型误差 { SHARE($scaled) }，未调整为 { SHARE($plain) }），因此预测不作调整。

## 模型不适用的情形
lifetime-case-no-repeaters = { COUNT($customers) } 位客户中还没有人在另一天再次下单，无法拟合模型。
lifetime-case-few-repeaters = 只有 { COUNT($repeaters) } 位客户第二次下过单；少于 { COUNT($least) } 位时不拟合模型。
lifetime-case-not-identified = 现有订单无法确定模型（似然没有清晰的峰值）：需要更长的历史。
lifetime-case-no-dropout = 看不到流失：还看不出有客户彻底离开，因此无法估计客户如何离开，参数不予显示。
lifetime-case-parameters-hidden = 参数本身不予显示：这些订单无法把它们区分开，但总量可以估计。
lifetime-case-total-uncertain = 仅参数一项就使模型总量有 { SHARE($cv) } 的不确定性，因此不予显示：需要更长的历史。
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

## 名单
lifetime-invest = 预期价值最高的 { COUNT($customers) } 位客户占总价值的 { SHARE($share) }。
lifetime-call = { $customers ->
    [0] 没有复购客户沉默得比平时久到值得联系。
   *[other] { COUNT($customers) } 位复购客户沉默得远比平时久；假如他们刚刚下过单，预测会高出 { MONEY($money) }。
}这是排序，不是联系的效果。

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
lifetime-tracking-hover = 截至 { DAY($day) } 的一周<br>实际 { COUNT($actual) }，预计 { NUMBER1($expected) }
lifetime-histogram-title = 模型预计一次性客户 { COUNT($expected) } 位，实际 { COUNT($actual) } 位
lifetime-histogram-subtitle = 按至今复购次数划分的客户数，n = { COUNT($n) }
lifetime-histogram-axis = 复购次数
lifetime-histogram-hover = 复购 { $orders } 次<br>{ COUNT($actual) } 位客户，预计 { NUMBER1($expected) }
lifetime-and-more = { $orders }+
lifetime-customers = 客户数
lifetime-tenths-title = 预测最高的 { SHARE($people) } 客户贡献了随后 { SHARE($orders) } 的订单
lifetime-tenths-title-none = 随后的日子里没有人下单
lifetime-tenths-subtitle = 随后 { COUNT($days) } 天内下单客户的占比（95% 区间）及其预测，按预测十等分，n = { COUNT($n) }
lifetime-tenths-axis = 客户十等分，预测从低到高
lifetime-tenths-hover = 第 { $part } 组：{ COUNT($customers) } 位客户<br>下单 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }），预测 { SHARE($chance) }
lifetime-past-title-model = 过去的总量：模型典型偏差 { SHARE($model) }，最好的简单规则 { SHARE($plain) }
lifetime-past-title-alone = 过去的总量：模型典型偏差 { SHARE($model) }
lifetime-past-subtitle = { COUNT($days) } 天预测与实际之比，偏高（+）或偏低（−），%；每点一次历史预测
lifetime-past-hover = { $rule }，{ DAY($first) } 至 { DAY($last) }<br>预测 { COUNT($forecast) }，实际 { COUNT($actual) }
lifetime-past-season = { $rule }（与未来相同的活动）
lifetime-groups-title = { $group }占预期价值的 { SHARE($share) }
lifetime-groups-subtitle = 未来 { COUNT($days) } 天折现后的预期{ $kind ->
    [margin] 毛利
   *[revenue] 收入
}及 { SHARE($level) } 区间，按群体
lifetime-groups-hover = { $group }：{ COUNT($customers) } 位客户<br>{ MONEY($value) }（{ MONEY($low) }–{ MONEY($high) }）

## 名称
lifetime-rule-model = 模型
lifetime-rule-model-season = 模型 × 季节
lifetime-rule-last-period = 与上期相同
lifetime-rule-rfm-cells = RFM 单元格均值
lifetime-rule-recency = 仅看最近下单
lifetime-measure-error = 总量（误差）
lifetime-measure-rmse = 每位客户的订单数（RMSE）
lifetime-measure-mae = 每位客户的订单数（平均误差）
lifetime-measure-gini = 按订单数排序（基尼）
lifetime-measure-lift = 最好的十分之一（提升度）
lifetime-measure-auc = 谁会下单（AUC）
lifetime-measure-brier = 下单概率（Brier）
lifetime-winner-model = 模型
lifetime-winner-plain = 简单规则
lifetime-winner-tie = 持平
lifetime-head-measure = 衡量方面
lifetime-head-model = 模型
lifetime-head-rule = 最好的简单规则
lifetime-head-plain = 其数值
lifetime-head-winner = 领先者
