### 笔记本 02：评分、分群、聚类、迁移、画像、沟通矩阵

## 名称
segments-group-lost = 流失
segments-group-new = 新客
segments-group-high-value = 高价值
segments-group-potential = 潜力
segments-group-wake-valuable = 重要唤回
segments-group-dormant = 沉睡预警
segments-group-silent = 沉默
segments-group-active = 活跃
segments-group-newcomer = 上次尚无
segments-group-all = 全部客户
segments-type-important-value = 重要价值客户
segments-type-important-development = 重要发展客户
segments-type-important-keep = 重要保持客户
segments-type-important-winback = 重要挽留客户
segments-type-general-value = 一般价值客户
segments-type-general-development = 一般发展客户
segments-type-general-keep = 一般保持客户
segments-type-general-winback = 一般挽留客户
segments-level-r5 = 刚下过单
segments-level-r4 = 近期下单
segments-level-r3 = 有一阵没下单
segments-level-r2 = 很久没下单
segments-level-r1 = 最久没下单
segments-level-f5 = 下单最多
segments-level-f4 = 下单较多
segments-level-f3 = 下单中等
segments-level-f2 = 下单较少
segments-level-f1 = 下单最少
segments-level-m5 = 消费最高
segments-level-m4 = 消费较高
segments-level-m3 = 消费中等
segments-level-m2 = 消费较低
segments-level-m1 = 消费最低
segments-comma = 、

## 分群与规则
segments-rule-lost = { $lost } 天及以上未下单
segments-rule-new = 首单距今不超过 { $new } 天，且只有一个购买日
segments-rule-high-value = R、F、M 均高
segments-rule-potential = R、M 高，F 低
segments-rule-wake-valuable = M 高，R 低
segments-rule-dormant = { $dormant } 天及以上未下单，但 { $silent } 天内有其他互动
segments-rule-dormant-unknown = { $dormant } 天及以上未下单
segments-rule-silent = { $silent } 天及以上既未下单也无互动
segments-rule-silent-unknown = 无法区分：店铺没有满 { $silent } 天的互动记录
segments-rule-active = 其余客户
segments-head-rule = 规则（按顺序，先满足者为准）
segments-head-group = 分群
segments-head-customers = 客户数
segments-head-share = 客户占比
segments-head-money = 累计净支付
segments-head-money-share = 金额占比

## 评分
segments-cut-r = 距上次下单不超过 { COUNT($edge) } 天为 R 高
segments-cut-f = { COUNT($edge) } 单及以上为 F 高
segments-cut-m = 净支付 { MONEY($edge) } 及以上为 M 高
segments-cut-none-r = 没有客户 R 高
segments-cut-none-f = 没有客户 F 高
segments-cut-none-m = 没有客户 M 高
segments-cuts = 本店 { COUNT($window) } 天内：{ $cuts }。
segments-cuts-none = 评分所看的 { COUNT($window) } 天内没有客户下单。
segments-map-title = { SHARE($share) } 的客户下单最近也最多；{ SHARE($once) } 的客户下单评分最低
segments-map-title-even = 没有客户同时在最近和最多两项都得最高分
segments-map-title-none = 评分所看的时间内没有客户下单
segments-map-subtitle = 按最近下单（R）与下单次数（F）评分的客户，5 分最好 · 数字：客户占比，颜色：人均净支付 · { COUNT($n) } 位客户
segments-map-x = 下单次数评分（F）
segments-map-y = 最近下单评分（R）
segments-map-hover = R { $r }，F { $f }
    { COUNT($customers) } 位客户（{ SHARE($share) }）
    人均净支付：{ MONEY($money) }
segments-map-hover-none = R { $r }，F { $f }
    没有客户

## 规模
segments-groups-title = { $group }：{ SHARE($people) } 的客户贡献 { SHARE($money) } 的金额
segments-groups-title-even = 尚无金额可分：各分群的客户
segments-groups-title-none = 还没有客户可以分群
segments-groups-subtitle = 各分群的客户占比（灰）与累计净支付占比（蓝）· { COUNT($n) } 位客户
segments-groups-people = 客户 { SHARE($share) }
segments-groups-money = 金额 { SHARE($share) }
segments-groups-hover = { $group }
    { COUNT($customers) } 位客户（{ SHARE($people) }）
    累计净支付：{ MONEY($money) }（{ SHARE($paid) }）
segments-tree-subtitle = 面积：各分群客户数；颜色越深，人均净支付越高 · { COUNT($n) } 位客户
segments-tree-title = { $group }人数最多：占客户的 { SHARE($share) }
segments-tree-label = { $group }
    { SHARE($share) }
segments-tree-hover = { $group }
    { COUNT($customers) } 位客户（{ SHARE($share) }）
    人均净支付：{ MONEY($each) }
segments-groups-sum = 每位客户恰好属于一个分群，合计 100%。
segments-groups-best = { $group }贡献最大：{ SHARE($people) } 的客户带来累计净支付的 { SHARE($money) }。
segments-groups-largest = 人数最多的分群是{ $group }，{ COUNT($customers) } 位客户（{ SHARE($people) }）。
segments-groups-one = 只有一位客户，属于{ $group }。
segments-states = 按状态看（互有重叠）：{ $list }。
segments-state-silent = 沉默 { COUNT($customers) } 位（{ $days } 天既未下单也无互动）
segments-state-dormant = 沉睡预警 { COUNT($customers) } 位（{ $days } 天未下单）
segments-state-lapsed = 流失 { COUNT($customers) } 位（{ $days } 天未下单）
segments-states-unknown = 无法判断谁是沉默客户：店铺没有覆盖 { $days } 天的互动记录。导出 events 表后即可看到。

## 聚类
segments-clusters-found = 分成 { COUNT($k) } 份可以重现：在重抽样数据中，最不稳定的一份平均重现 { NUMBER1($lowest) }%；同一团数据（没有聚类）在 95% 的情况下最多 { NUMBER1($null) }%。下单次数是整数，单凭这一点就可能如此，所以这是对连续分布的一种有用的划分，不能证明存在天然的聚类。
segments-clusters-list = 它们是：{ $list }。
segments-clusters-item = “{ $name }”（{ SHARE($share) }）
segments-clusters-continuum = 分成 { COUNT($k) } 份可以重现（最不稳定的一份 { NUMBER1($lowest) }%），但并不比同一团数据更好（最高 { NUMBER1($null) }%）：客户是连续分布的。仍以分群和八类为准。
segments-clusters-unstable = 没有稳定的划分：最好的一种（{ COUNT($k) } 份）也只重现 { NUMBER1($lowest) }%。仍以分群和八类为准。
segments-clusters-too-few = 评分期内只有 { COUNT($n) } 位客户下单；少于 { COUNT($least) } 位时不做划分。
segments-clusters-no-spread = 评分期内的 { COUNT($n) } 位客户在最近下单、次数和金额上差别太小，无法划分。
segments-beyond-split = 这种划分看到而分群没有看到的：{ $group }（{ COUNT($customers) } 位客户）主要分为两部分，{ $one }和{ $other }。
segments-beyond-part = “{ $name }”（{ SHARE($share) }；中位数 { COUNT($orders) } 单、{ MONEY($money) }、距上次下单 { COUNT($days) } 天）
segments-beyond-nothing = 这种划分没有看到分群以外的东西：没有哪个分群一分为二。
segments-beyond-agreement = 这种划分与分群的一致程度（调整兰德指数）：{ $agreement }。
segments-stability-title-clusters = 分成 { COUNT($k) } 份可以重现：对连续分布的一种有用的划分
segments-stability-title-continuum = 划分的重现程度不超过同一团数据：客户是连续分布的
segments-stability-title-unstable = 没有稳定的划分
segments-stability-subtitle = 各份在重抽样数据中的重现程度（Jaccard，1 为完全重现），按份数 · 灰色：同一团数据中最不稳定的一份，{ COUNT($sets) } 组的中间 90% · 虚线：要求 { $least }
segments-stability-x = 份数
segments-stability-hover = { COUNT($k) } 份：其一占客户 { SHARE($size) }
    重现程度 { $jaccard }（{ $verdict }）
segments-stability-hover-null = 同一团数据分成 { COUNT($k) } 份：{ $low }–{ $high }
segments-stability-name = 本店客户的划分
segments-stability-null = 同一团数据的划分
segments-verdict-very-stable = 很稳定
segments-verdict-stable = 稳定
segments-verdict-doubtful = 存疑
segments-verdict-unstable = 不稳定

## 迁移
segments-migration-none = 还没有更早的一次运行可比：从下一次起显示谁换了分群。
segments-migration = 上次的 { COUNT($n) } 位客户中，有 { COUNT($moved) } 位（{ SHARE($share) }；{ SHARES($low, $high) }）现在属于另一个分群。
segments-migration-few = 上次的 { COUNT($n) } 位客户中，有 { COUNT($moved) } 位现在属于另一个分群。
segments-migration-most = 最多的是从{ $previous }到{ $now }：{ COUNT($customers) } 位（占{ $previous }的 { SHARE($share) }）。
segments-migration-nobody = 上次的 { COUNT($n) } 位客户都仍在原来的分群。
segments-migration-calendar = 客户什么都不做，也会随日期移动；迁移本身不说明店铺做的事有效果。
segments-chance = 分界取决于还有哪些客户：若来的是另一批类似的客户，会有 { SHARE($share) }（{ SHARES($low, $high) }）的客户落入另一个分群。
segments-chance-none = 没有客户离分界近到会因偶然而改变分群。
segments-migration-title = { SHARE($share) } 的客户换了分群，最多是从{ $previous }到{ $now }
segments-migration-title-few = { COUNT($n) } 位客户中有 { COUNT($moved) } 位换了分群，最多是从{ $previous }到{ $now }
segments-migration-title-still = 没有客户换分群
segments-migration-subtitle = 上次（左）与现在（右）的分群，宽度为客户数 · 上次的 { COUNT($n) } 位客户
segments-migration-hover = { $previous } → { $now }
    { COUNT($customers) } 位客户（{ COUNT($n) } 位的 { SHARE($share) }）
segments-migration-head-previous = 上次
segments-migration-head-n = 客户数

## 画像
segments-profile-repurchase = 复购率（统计窗口）
segments-profile-churn = 预期流失率
segments-profile-spend = 客单价（统计窗口）
segments-profile-nps = NPS（分）
segments-profile-answers = NPS 回答数
segments-profile-since = 距上次下单天数（中位数）
segments-profile-margin = 累计毛利
segments-profile-aov = 笔单价
segments-profile-units = 连带率
segments-profile-refunds = 退款率
segments-profile-revenue = 预期收入
segments-profile-clv = 预期毛利
segments-profile-each = 人均预期收入
segments-profile-reach = 可触达：{ $channel }
segments-shares = { $value }（{ $band }）
segments-band = { $value }（{ $low }–{ $high }）
segments-taste-head-what = 项目
segments-taste-head-value = 最常见
segments-taste-head-share = 群内占比
segments-taste-head-others = 其他客户占比
segments-taste-head-differs = 超出偶然
segments-taste-yes = 是
segments-taste-no = 否
segments-taste-n = n
segments-high-none = 目前没有高价值客户（R、F、M 均高）。
segments-high-few = 高价值客户有 { COUNT($n) } 位：太少，不作画像。
segments-high-style-mostly = { COUNT($n) } 位高价值客户大多偏好{ $value }：{ SHARE($share) }（{ SHARES($low, $high) }），其他客户为 { SHARE($others) }。
segments-high-style-more = { COUNT($n) } 位高价值客户中 { SHARE($share) }（{ SHARES($low, $high) }）偏好{ $value }，高于其他客户（{ SHARE($others) }），但不能确定超过一半。
segments-high-style-same = 没有哪种风格使 { COUNT($n) } 位高价值客户与众不同：最常见的是{ $value }，{ SHARE($share) }（{ SHARES($low, $high) }），其他客户为 { SHARE($others) }。
segments-high-style-less = { COUNT($n) } 位高价值客户中 { SHARE($share) }（{ SHARES($low, $high) }）偏好{ $value }，低于其他客户（{ SHARE($others) }）。
segments-high-style-alone = { COUNT($n) } 位高价值客户中 { SHARE($share) }（{ SHARES($low, $high) }）偏好{ $value }；其他客户太少，无法比较。
segments-high-style-unknown = { COUNT($n) } 位高价值客户的偏好未知：需要订单明细和带风格的商品表。
segments-high-aov = 其笔单价为 { MONEY($value) }（{ MONEY($low) }–{ MONEY($high) }）；金额本身是划分这一群的条件之一。
segments-high-aov-above = 高于 { MONEY($cut) }。
segments-high-aov-below = 整群低于 { MONEY($cut) }。
segments-high-aov-around = 整群是否高于 { MONEY($cut) } 无法判断。
segments-core-none = 其中没有笔单价达到 { MONEY($cut) } 的客户。
segments-core-few = 其中 { COUNT($n) } 位笔单价在 { MONEY($cut) } 以上：太少，不作画像。
segments-core-mostly = 其中 { COUNT($n) } 位笔单价在 { MONEY($cut) } 以上，且大多偏好{ $value }：{ SHARE($share) }（{ SHARES($low, $high) }），其余高价值客户为 { SHARE($others) }。
segments-core-plain = 其中 { COUNT($n) } 位笔单价在 { MONEY($cut) } 以上，{ SHARE($share) }（{ SHARES($low, $high) }）偏好{ $value }，其余高价值客户为 { SHARE($others) }。
segments-core-alone = 其中 { COUNT($n) } 位笔单价在 { MONEY($cut) } 以上。
segments-preview-title = 新品先给最好的客户看
segments-preview-who = 高价值客户{ $core ->
    [0] {""}
   *[other] ，其中 { COUNT($core) } 位笔单价在 { MONEY($cut) } 以上者优先
}
segments-preview-why = 行业做法：由专属顾问提供新品优先权。是否带来增量，要留出一部分客户作对照才知道。
segments-preview-money = 不做此事也预期的收入
segments-preview-money-past = 累计净支付
segments-preview-reason-core = 高价值客户中的核心
segments-preview-reason = 高价值客户
segments-preview-head-expected = 预期收入

## 沟通矩阵
segments-matrix-vip-name = VIP
segments-matrix-vip-goal = 提升忠诚度
segments-matrix-vip-message = 专属顾问一对一服务：新品优先挑选
segments-matrix-vip-offer = 新品优先权 + 礼品
segments-matrix-dormant-name = 沉睡客户
segments-matrix-dormant-goal = 唤醒与召回
segments-matrix-dormant-message = 老朋友，我们想念你：曾浏览品类的上新
segments-matrix-dormant-offer = “老友回归”大额优惠券
segments-matrix-new-name = 新客户
segments-matrix-new-goal = 引导复购
segments-matrix-new-message = 所购商品的使用与搭配指南
segments-matrix-new-offer = 无门槛优惠券
segments-matrix-head-name = 对象
segments-matrix-head-groups = 分群
segments-matrix-head-goal = 目标
segments-matrix-head-message = 内容
segments-matrix-head-offer = 优惠
segments-matrix-head-people = 人数
segments-matrix-head-channels = 经同意可触达
segments-matrix-head-any = 任一渠道可触达
segments-matrix-head-orders = 不触达也预期的订单
segments-matrix-head-cost = 每人触达一次的成本
segments-matrix-head-budget = 预算
segments-matrix-channel = { $channel } { COUNT($reachable) }
segments-matrix-channel-unknown = { $channel }未知
segments-matrix-none = 沟通矩阵没有任何一行。
segments-matrix-reach = 各行面向 { COUNT($people) } 位客户，其中 { COUNT($reachable) } 位（{ SHARE($share) }）经同意可以触达。
segments-matrix-reach-unknown = 各行面向 { COUNT($people) } 位客户；没有授权表，不知道其中多少人可以联系。
segments-matrix-cost = 每人触达一次约需 { MONEY($cost) }，含优惠（单价与优惠使用率是 02_segmentation.yaml 中的假设）。
segments-matrix-cost-unknown = 部分渠道未设成本（02_segmentation.yaml 的 channel_costs）。
segments-matrix-over = { $row }超出预算：{ MONEY($budget) } 只够触达 { COUNT($reachable) } 位中的 { COUNT($affordable) } 位。
segments-matrix-orders = 在预测期内，这些客户不触达也预期下单约 { COUNT($orders) } 次；触达带来多少增量，只有对照组能说明。

## 前后对比
segments-back = { COUNT($n) } 位已安静 { COUNT($days) } 天的客户中，有 { SHARE($share) }（{ SHARES($low, $high) }）在随后 { COUNT($days) } 天内下单，无论是否联系过他们；上一期为 { SHARE($usual) }。
segments-back-first = { COUNT($n) } 位已安静 { COUNT($days) } 天的客户中，有 { SHARE($share) }（{ SHARES($low, $high) }）在随后 { COUNT($days) } 天内下单，无论是否联系过他们。
segments-back-few = { COUNT($n) } 位已安静 { COUNT($days) } 天的客户中，有 { COUNT($back) } 位在随后 { COUNT($days) } 天内下单：人数太少，不算比率。
segments-back-none = 最近 { COUNT($days) } 天开始时，没有已安静 { COUNT($days) } 天的客户。
segments-before-none = 此前 { COUNT($days) } 天内没有人下单。
segments-before-warning = { COUNT($days) } 天内消费最多的 { COUNT($n) } 位客户（前五分之一），随后一期人均从 { MONEY($before) } 变为 { MONEY($after) }。这不是效果：因极端而被选中的一群，之后自然会回到平常，而且没有更早的一群可比。
segments-before-usual = { COUNT($days) } 天内消费最多的 { COUNT($n) } 位客户（前五分之一），随后一期人均从 { MONEY($before) } 变为 { MONEY($after) }。上一期的前五分之一变为原来的 { $usual } 倍，这一群为 { $ratio } 倍：是通常的 { $beyond } 倍（{ $low }–{ $high }），{ $told ->
    [more] 超出偶然，但不能证明原因
    [less] 低于通常且超出偶然，但不能证明原因
   *[same] 在偶然范围内
}。

## 02 页面
segments-nobody = 没有一笔有效订单带有客户编号，因此没有可以分群的客户。请导出带客户编号的订单。
segments-rules = 各分群如何划分
segments-types = 各分群中的 RFM 八类客户
segments-head-type = 类型
segments-moves = 分群之间、类型之间的全部流动
segments-tastes = 各分群客户多数购买与偏好的内容
segments-board-caption = 各分群关键指标，括号内为区间
segments-money-caption-past = 累计金额与可触达人群
segments-no-forecast = 目前没有模型能区分这些客户，因此不按分群给出预测。
segments-money-caption = 累计金额、预期金额与可触达人群
kpi-customers-grouped = 已分群客户
kpi-customers-grouped-definition = 有有效订单的客户；每位客户只属于一个分群。
kpi-customers-changed-group = 分群变动率
kpi-customers-changed-group-definition = 上次运行时的客户中，现在处于另一分群的占比。
kpi-group-customers = 分群客户数
kpi-group-customers-definition = 截止日属于该分群的客户数。
kpi-group-money-share = 分群金额占比
kpi-group-money-share-definition = 该分群客户的累计净支付占全部客户的比例。
kpi-group-aov = 笔单价
kpi-group-aov-definition = 该分群客户每笔有效订单的累计净支付。
kpi-group-units-per-order = 连带率
kpi-group-units-per-order-definition = 该分群客户每笔有效订单的件数。
kpi-group-refund-rate = 退款率
kpi-group-refund-rate-definition = 该分群客户的退款金额占支付金额的比例。
kpi-group-spend-per-buyer = 客单价
kpi-group-spend-per-buyer-definition = 该分群在统计窗口内购买的客户，人均净支付。
kpi-group-repurchase-rate = 复购率
kpi-group-repurchase-rate-definition = 统计窗口内，该分群至少下单两次的客户占至少下单一次的客户的比例。
segments-dictionary = segments 表各列的含义
segments-means-customer-id = 店铺的客户编号
segments-means-as-of = 数据截止日
segments-means-in-window = 在打分窗口内是否有订单
segments-means-r-score = 最近购买得分，5 为最近下单的五分之一；窗口内无订单为 1
segments-means-f-score = 频次得分，按窗口内订单数；相同的客户得分相同
segments-means-m-score = 金额得分，按窗口内净支付
segments-means-type = RFM 八类之一，由哪些得分为高决定
segments-means-group = 运营分群；每位客户只属于一个
segments-means-silent = 沉默：设定天数内既无订单也无互动；互动未知时为空
segments-means-dormant = 沉睡预警：设定天数内无订单
segments-means-lapsed = 流失：设定天数内无订单
segments-means-cluster = 聚类编号，各次运行保持不变；没有聚类时为空
segments-means-cluster-nearest = 中心最近的聚类（未应用换类规则之前）
segments-means-cluster-name = 聚类中位客户在有差异的维度上的得分，如 R5 F1
segments-means-previous-group = 上次运行时的分群
segments-means-previous-type = 上次运行时的类型
segments-means-previous-cluster = 上次运行时的聚类
segments-means-previous-cluster-nearest = 上次运行时最近的聚类
segments-means-previous-cluster-name = 上次运行时聚类的名称
