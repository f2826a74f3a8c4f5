### 笔记本 03：会员方案并排、预计盈亏与成本、积分、方案寻优、现行方案

loyalty-comma = ；
loyalty-enumeration = 、
loyalty-quoted = “{ $label }”

## 方案
loyalty-no-discount = 无
loyalty-off = 优惠 { SHARE($share) }
loyalty-off-zhe = { $zhe }（优惠 { SHARE($share) }）
loyalty-needs-nothing = 入会即是
loyalty-needs-paid = 实付满 { MONEY($threshold) }
loyalty-needs-list = 原价满 { MONEY($threshold) }
loyalty-needs-orders = 满 { COUNT($threshold) } 单
loyalty-needs-points = 获得满 { COUNT($threshold) } 积分
loyalty-head-programme = 方案
loyalty-head-tier = 等级
loyalty-head-needs = 门槛
loyalty-head-discount = 折扣
loyalty-head-benefits = 自本级起另享
loyalty-head-assumed = 非原文内容
loyalty-head-rule = 规则
loyalty-times = 积分 ×{ $times }
loyalty-benefit-coupon = 达级赠券：{ $off }，{ COUNT($days) } 天有效
loyalty-benefit-birthday-gift = 生日礼
loyalty-benefit-anniversary-gift = 周年礼
loyalty-benefit-free-shipping = 包邮
loyalty-benefit-reaching-gift = 达级礼
loyalty-benefit-early-access = 新品优先购
loyalty-benefit-trial = 新品试用
loyalty-benefit-own-service = 专属客服
loyalty-benefit-limited-editions = 限量款
loyalty-benefit-events = 线下活动
loyalty-rule-window = 如何计算，如何降级
loyalty-rule-lowest = 最低成交价（未计积分）
loyalty-rule-earning = 如何获得积分
loyalty-rule-life = 积分有效期
loyalty-rule-burning = 如何使用积分
loyalty-rule-costs = 运营成本
loyalty-basis-paid = 入会后已完成订单的净支付
loyalty-basis-list = 入会后已完成订单的原价
loyalty-basis-orders = 入会后已完成的订单数
loyalty-basis-points = 入会后获得的积分
loyalty-window-lifetime = { $basis }，终身累计。
loyalty-window-rolling = { $basis }，最近 { COUNT($days) } 天累计。
loyalty-window-calendar-year = { $basis }，按自然年累计。
loyalty-never-lost = 等级不会降。
loyalty-reviewed = 每 { COUNT($months) } 个月复核一次{ $soft ->
    [yes] （每次最多降一级）。
   *[no] 。
}
loyalty-grace = 保级期 { COUNT($days) } 天。
loyalty-price = 原价的 { SHARE($share) }
loyalty-price-zhe = { $zhe }（原价的 { SHARE($share) }）
loyalty-lowest = { $price }。
loyalty-lowest-full = 原价；没有折扣。
loyalty-stacks = 赠券可与等级折扣叠加。
loyalty-does-not-stack = 赠券不与等级折扣叠加，取较优者。
loyalty-costs-told = 每年 { MONEY($fixed) }，启动 { MONEY($launch) }
loyalty-costs-none = 未填写，故未计入
loyalty-no-points = 无积分
loyalty-earn = 每消费 1 个货币单位得 { $points } 积分，价值为消费额的 { SHARE($worth) }。
loyalty-earn-full = 每单每满 { MONEY($step) } 得 { $points } 积分，价值为该金额的 { SHARE($worth) }。
loyalty-task-check-in = 签到 { COUNT($points) }
loyalty-task-review = 评价 { COUNT($points) }
loyalty-task-share = 分享 { COUNT($points) }
loyalty-task-cap = 每月最多 { COUNT($points) }
loyalty-tasks = 另有：{ $list }。
loyalty-birthday = { $days ->
    [0] 生日当天
   *[other] 生日前后各 { COUNT($days) } 天
} ×{ $times }。
loyalty-pending = { $days ->
    [0] 订单完成即可用。
   *[other] 订单完成 { COUNT($days) } 天后可用。
}
loyalty-expiry = 再过 { COUNT($days) } 天失效。
loyalty-expiry-never = 永久有效。
loyalty-way = { $way }（{ COUNT($minimum) } 积分起{ $cap }）
loyalty-way-cap = ，最多抵订单的 { SHARE($share) }
loyalty-burn-cash = 抵现
loyalty-burn-coupon = 换券
loyalty-burn-goods = 换商品
loyalty-burn-service = 换服务
loyalty-burn-lottery = 抽奖

## 折扣的盈亏平衡
loyalty-margin-given = 所有金额按店铺的贡献毛利率 { SHARE($margin) } 计算（扣除货品、退货、运费与佣金之后占净支付的比例，见 shop.yaml 的 margin_rate）。折扣按全额计入，未扣除因此少交的增值税与佣金。
loyalty-margin-assumed = **店铺未填写贡献毛利率：全文按净支付的 { SHARE($margin) } 假设**。作决定之前，请先在 shop.yaml 填写 margin_rate（扣除货品、退货、运费与佣金之后）。
loyalty-even-title = { $off }需要多 { SHARE($uplift) } 的订单{ $kind ->
    [beyond] ，超过假设它能带来的增幅
   *[within] ，在假设它能带来的增幅之内
}
loyalty-even-title-none = 毛利率 { SHARE($margin) } 时，常用折扣都无法回本
loyalty-even-subtitle = 折扣回本所需的净增订单，按折扣 · 横条：假设它能带来的增幅
loyalty-even-axis = 所需净增订单
loyalty-even-at = 毛利率 { SHARE($margin) }
loyalty-even-hover = { $label }，毛利率 { SHARE($margin) }
    需要多 { SHARE($uplift) } 的订单
loyalty-even-hover-none = { $label }，毛利率 { SHARE($margin) }
    多少订单都不够
loyalty-even-rule = 折扣为 d、毛利率为 m 时，净增订单达到 d /（m − d）才能回本。
loyalty-even-compare = { $off }按常用的商品毛利率 { SHARE($product_margin) } 需要多 { SHARE($product) } 的订单，而按扣除退货、运费与佣金后的 { SHARE($margin) } 需要多 { SHARE($own) }。
loyalty-even-never = { $list }永远无法回本：它已吃掉全部 { SHARE($margin) } 的毛利。
loyalty-above-tier = “{ $label }”**未试算**：{ $tier }每单{ $off }，而毛利率只有 { SHARE($margin) }，每单所剩无几甚至亏损，订单再多也无济于事。请把折扣设在毛利率以下，或更正 shop.yaml 的 margin_rate。
loyalty-above-today = 它是现行方案：应当修改或停止。
loyalty-above-coupon = “{ $label }”：使用{ $tier }达级赠券的那一单{ $off }，而毛利率只有 { SHARE($margin) }，该单不赚钱。

## 预计盈亏
loyalty-no-programme = 不设方案
loyalty-gains = 增加毛利 { MONEY($value) }
loyalty-loses = 减少毛利 { MONEY($value) }
loyalty-gain-title-gains = “{ $label }”预计增加毛利约 { MONEY($value) }
loyalty-gain-title-open = 尚无法判断是否有方案划算：最好的“{ $label }”在 { SHARE($p) } 的模拟中为正
loyalty-gain-title-loses = { $n ->
    [one] 该方案亏钱
   *[other] { COUNT($n) } 个方案都亏钱
}：不如不设方案
loyalty-gain-subtitle = { COUNT($months) } 个月内平均每年与不设方案相比的毛利，已计未用积分 · 线段：{ SHARE($level) } 的模拟 · 各方案使用相同的随机数
loyalty-gain-hover = { $label }
    { MONEY($value) }（{ MONEY($low) } 至 { MONEY($high) }）
    在 { SHARE($p_positive) } 的模拟中为正
loyalty-gain-intro = { COUNT($months) } 个月内平均每年，与不设方案相比（括号内为 { SHARE($level) } 的模拟）：
loyalty-gain-item = **{ $label }**：预计{ $change }（{ $low } 至 { $high }）；在 { SHARE($p_positive) } 的模拟中为正。
loyalty-needed = 会员订单净增 { SHARE($net) }（不计只是提前的订单）即可回本；目前的假设合计为 { SHARE($assumed) }{ $unlike ->
    [loses] ，但就全部模拟的均值而言并不划算。
    [gains] ，但就全部模拟的均值而言是划算的。
   *[alike] 。
}
loyalty-needed-none = 订单增加到 { SHARE($most) } 也无法回本。
loyalty-needed-nothing = 即使没有新增订单也能回本。
loyalty-head-gain-label = 方案
loyalty-head-gain-value = 毛利增减
loyalty-head-gain-low = 低
loyalty-head-gain-high = 高
loyalty-head-gain-p-positive = 为正的模拟占比
loyalty-head-gain-mc-error = 模拟误差

## 成本、受益者、升降级
loyalty-cost-discount-kept = 本来就会有的订单的折扣
loyalty-cost-discount-extra = 新增订单的折扣
loyalty-cost-points = 已用与未用的积分
loyalty-cost-benefits = 礼品、运费、服务
loyalty-cost-lost = 提前或不再下的订单
loyalty-cost-running = 运营与启动
loyalty-brought = 方案带来的毛利
loyalty-brought-hover = { $label }
    带来：{ MONEY($value) }
loyalty-costs-title = 最大的一部分（{ SHARE($share) }）花在{ $part }上
loyalty-costs-title-none = 各方案都没有成本
loyalty-costs-subtitle = { COUNT($months) } 个月内的成本构成，模拟均值 · 黑线：方案带来的毛利，在长条末端左侧即为亏损
loyalty-costs-hover = { $label }：{ $part }
    { MONEY($value) }，共 { MONEY($whole) }
loyalty-cannibal = 折扣中给了本来就会有的订单的占比：{ $list }。
loyalty-cannibal-item = “{ $label }” { SHARE($share) }
loyalty-cannibal-none = 各方案都没有折扣，因此谈不上折扣给了本来就会有的订单。
loyalty-who-title = { $group }得到最多，每人每年 { MONEY($reward) }，店铺在他们身上{ $side ->
    [gains] 有得赚
   *[loses] 亏钱
}
loyalty-who-subtitle = “{ $label }”：每位会员每年，模拟均值：会员得到的（灰）与店铺的盈亏（蓝、橙）· { COUNT($n) } 位会员
loyalty-who-label = { $group }
loyalty-who-reward = 得到 { MONEY($value) }
loyalty-who-gain = 店铺 { MONEY($value) }
loyalty-who-hover = { $group }：{ COUNT($members) } 位会员
    每人每年得到 { MONEY($reward) }，占全部让利的 { SHARE($share) }
    店铺每人每年 { MONEY($gain) }
loyalty-third-light = 轻度买家
loyalty-third-moderate = 中度买家
loyalty-third-heavy = 重度买家
loyalty-moves-title = 一年内 { SHARE($up) } 升级{ $falls ->
    [some] ，{ SHARE($down) } 降级
   *[none] ，无人降级
}
loyalty-moves-title-none = 没有会员，也就没有升降级
loyalty-moves-subtitle = “{ $label }”：各等级会员一年后的等级占比，模拟第 { $year } 年；每行合计 100%
loyalty-moves-before = 期初等级
loyalty-moves-now = 一年后等级
loyalty-moves-hover = { $before } → { $now }
    { COUNT($members) } 位会员中的 { SHARE($share) }

## 关键指标
kpi-programme-gain = 所论方案每年的毛利增减
kpi-programme-gain-definition = 首行所论方案平均每年与不设方案相比的毛利，已扣折扣、已用与未用的积分、权益与运营成本；模拟均值，区间为 2.5% 至 97.5% 的模拟。有分组时为各方案。该数依赖于对会员的假设。
kpi-programme-pays = 划算的机会
kpi-programme-pays-definition = 所论方案优于不设方案的模拟占比。
kpi-break-even-uplift = 回本所需增幅
kpi-break-even-uplift-definition = 所论方案回本所需的净增订单（不计只是提前的订单）。
kpi-cannibalised-share = 给了本来就有的订单的折扣
kpi-cannibalised-share-definition = 所论方案的折扣中，给了没有方案也会有的订单的占比；不含积分与权益。
kpi-members-in-programme = 会员数
kpi-members-in-programme-definition = 目前是会员的客户。有分组时为各等级。
kpi-points-outstanding = 现有未用积分
kpi-points-outstanding-definition = 会员现在可用的积分，以及尚不可用的积分（订单未完成，或完成后的等待期未满）；按现行方案的积分台账。
kpi-points-liability = 未用积分折合金额
kpi-points-liability-definition = 随购买获得、尚未使用的积分的合同负债（CAS 14、IFRS 15）：按面值和预计使用的占比，从相应销售收入中留出、待积分使用时确认的部分。历史尚未覆盖积分的全部寿命时没有区间，组 least 与 most 为：超过目前最老账龄后不再使用，与全部使用；积分不足 12 个月时，取假设范围的两端。未扣除增值税；签到、评价、分享所得积分不计入。
kpi-points-expiring = 30 天内到期积分
kpi-points-expiring-definition = 会员现在可用、但 30 天内到期的积分。
kpi-burn-to-earn = 积分用发比
kpi-burn-to-earn-definition = 现行方案最近 365 天使用的积分（不计退还）与获得且未收回的积分之比。
kpi-measured-uplift = 本店实验实测增幅
kpi-measured-uplift-definition = 随机享受权益的会员比未享受的会员多下的订单，实验期内，95% 区间。
kpi-missing-programme = 未填写现行方案（03_loyalty_design.yaml 的 today:）。
kpi-missing-points = 现行方案没有积分。
kpi-missing-simulation = 没有可模拟的会员。
kpi-missing-break-even = 试过的增幅都不够。
kpi-missing-memberships = 需要表 memberships。
kpi-missing-burns = 最近 365 天没有获得积分。
kpi-missing-discounts = 该方案没有折扣。

## 结论
loyalty-nobody = 没有记名客户的有效订单，因此没有会员可供试算；只能给出折扣的盈亏平衡。
loyalty-no-model = { $why }没有会员下单的模型就无法试算方案；只能给出折扣的盈亏平衡。
loyalty-no-members = 会员都没有有效订单，因此不能试算方案；只能给出折扣的盈亏平衡。
loyalty-advice-launch = **推出“{ $label }”。**与不设方案相比，每年约增加毛利 { MONEY($value) }（{ $low } 至 { $high }）。
loyalty-advice-change = **由“{ $today }”改为“{ $label }”。**每年约比现行方案多 { MONEY($more) }（{ $more_low } 至 { $more_high }），比不设方案多 { MONEY($value) }。
loyalty-advice-keep = **保留“{ $today }”。**与不设方案相比，每年约增加毛利 { MONEY($value) }（{ $low } 至 { $high }）。
loyalty-advice-none = **这些方案都不要推出。**评估与建议的 { COUNT($n) } 个方案与不设方案相比都亏钱；最好的“{ $label }”每年约亏 { MONEY($value) }。
loyalty-advice-stop = **停止或削减“{ $today }”。**与不设方案相比，每年约亏 { MONEY($value) }（{ $low } 至 { $high }）。{ $others ->
    [some] {""}
   *[none] 评估与建议的 { COUNT($n) } 个方案都没有显示优于不设方案。
}
loyalty-advice-measured = 本店实验就当时测试的权益测得订单{ $side ->
    [less] 减少 { SHARE($size) }
   *[more] 增加 { SHARE($size) }
}（变动 { SHARE($low) } 至 { SHARE($high) }）。{ $told }
loyalty-advice-enough = 如果这里的方案能带来同样的增幅，即使取低端也足以让以下方案回本：{ $list }。
loyalty-advice-maybe = 如果这里的方案能带来同样的增幅，该区间还不能判断以下方案能否回本：{ $list }。
loyalty-advice-not-enough = 即使取高端，所评估的方案也都不能回本。
loyalty-base-members = 以店铺 { COUNT($n) } 位有订单的会员试算，他们按以往的习惯继续下单。
loyalty-base-everybody = 店铺未给出会员名单，因此将全部 { COUNT($n) } 位已知客户自首单起视为会员。
loyalty-base-newcomers = 期间另有 { COUNT($n) } 位按最近一年的速度陆续加入，加入后按没有历史的新客户的习惯下单；带来他们的那一单不计。
loyalty-base-nobody-joins = 最近一年没有人加入，因此不计今后加入的会员。
loyalty-base-pace-unknown = 数据还不能认定整整一年的新客，每年加入多少人尚不可知，因此不计今后加入的会员。
loyalty-base-sample = 从以上全部人中随机抽取 { COUNT($n) } 位进行模拟（其中 { COUNT($new) } 位尚未加入），结果按比例放大。
loyalty-base-bulk = 另有 { COUNT($n) } 个订单情况异于普通客户的账户（疑似批发）未计入。
loyalty-base-draws = 毛利增减基于 { COUNT($n) } 次对未来的模拟，各方案使用相同的随机数。回本所需增幅、假设的影响与寻优按至多 { COUNT($few) } 位会员、{ COUNT($few_draws) } 次模拟计算。
loyalty-base-held = 会员带着目前持有的积分进入模拟。其他方案按相同面值承接，有效期自首日起按该方案重新计算；没有积分的方案与停止方案一样，按现行方案下预计会用掉的部分兑付。方案为这些积分付出的成本与此相抵；若某方案让更多积分作废，也不算作它的收益。
loyalty-base-empty = 模拟从空账户开始：没有已知的会员现有积分。
loyalty-base-reaching = 达级礼与达级赠券只发给开始之后升级的会员。
loyalty-all-refused = 没有可试算的方案：每个方案都有折扣达到或超过毛利率。
kpi-missing-refused = 未试算：折扣达到或超过毛利率。
loyalty-action-launch = 推出“{ $label }”
loyalty-action-change = 由“{ $today }”改为“{ $label }”
loyalty-action-keep = 保留“{ $today }”
loyalty-action-stop = 停止或削减“{ $today }”
loyalty-action-none = 这些方案都不要推出
loyalty-action-launch-why = 在 { SHARE($p) } 的模拟中为正。{ $test ->
    [yes] 先随机给一半会员，测出增幅。
   *[no] 会员太少，测不出来；先从新会员开始。
}
loyalty-action-change-why = 在 { SHARE($p) } 的模拟中为正。{ $test ->
    [yes] 先随机给一半会员，测出差别。
   *[no] 会员太少，测不出差别；先从新会员开始。
}
loyalty-action-keep-why = 与不设方案相比，在 { SHARE($p) } 的模拟中为正。
loyalty-action-stop-why = 与不设方案相比，在 { SHARE($p) } 的模拟中为正。{ $test ->
    [yes] 先在随机抽取的一半会员中停止，测出它原来带来多少。
   *[no] 会员太少，测不出来；先从新会员开始。
}
loyalty-action-none-why = 按对会员的假设，评估与建议的 { COUNT($n) } 个方案都亏钱。
loyalty-action-who = 店铺会员
loyalty-action-money = “{ $label }”每年与不设方案相比的毛利
loyalty-cash-only = { $list }仅为现金口径：积分的有效期长于所看的时间，部分成本在此之后。
loyalty-search-found = 试过 { COUNT($n) } 个设计，并在寻优未用过的随机数上重新评估：“{ $label }”每年预计增加毛利约 { MONEY($value) }（在 { SHARE($p) } 的模拟中为正）。
loyalty-search-none = 试过 { COUNT($n) } 个设计，在寻优未用过的随机数上都不增加毛利；最好的“{ $label }”每年约亏 { MONEY($value) }。
loyalty-search-curse = 寻优中表面上的第一名在新的随机数上每年少了 { MONEY($value) }：当初有运气成分。
loyalty-design-tiers = “{ $label }”最多给{ $off }（{ $tier }，{ $needs }）。
loyalty-design-top = “{ $label }”对所有人给{ $off }。
loyalty-design-no-discount = “{ $label }”没有折扣。
loyalty-design-no-points = 没有积分。
loyalty-design-points = 积分价值为实付的 { SHARE($worth) }{ $days ->
    [0] ，永久有效。
   *[other] ，有效 { COUNT($days) } 天。
}
loyalty-design-best = 建议：毛利最多
loyalty-design-balanced = 建议：均衡
loyalty-design-generous = 建议：大方

## 表格
loyalty-tiers-caption = 等级：门槛与权益
loyalty-rules-caption = 规则对照
loyalty-even-table = 各方案的每项折扣
loyalty-even-no = 都不够
loyalty-head-what = 折扣
loyalty-head-price = 成交价
loyalty-discount-tier = { $tier }，每单
loyalty-discount-coupon = { $tier }，使用赠券的那一单
loyalty-discount-lowest = 最低成交价
loyalty-gain-table = 各方案的数字
loyalty-costs-table = 各部分的数字
loyalty-by-tier = 各等级的会员与毛利增减
loyalty-head-cost = 部分
loyalty-cost-extra-orders = 带来：新增订单的毛利
loyalty-cost-larger-baskets = 带来：客单变大的毛利
loyalty-cost-not-lost = 带来：停止方案会失去的订单
loyalty-cost-owed-anyway = 带来：会员现有积分，停止方案同样要兑付
loyalty-cost-burned = 已用积分
loyalty-cost-closing = 期末未用积分
loyalty-cost-fixed = 运营
loyalty-cost-launch = 启动
loyalty-head-tier-label = 方案
loyalty-head-tier-name = 等级
loyalty-head-tier-at-start = 期初会员
loyalty-head-tier-members = 期末会员
loyalty-head-tier-value = 每年毛利增减（未计未用积分与运营）
loyalty-head-tier-low = 低
loyalty-head-tier-high = 高

### 笔记本 03：积分、假设、方案寻优、实验

## 流转与负债
points-month-axis = 模拟月份
points-issued = 发放
points-burned = 使用
points-expired = 过期
points-flow-title = 所看时间内，发放{ $held ->
    [yes] 或期初持有
   *[no] {""}
}的积分有 { SHARE($share) } 被使用
points-flow-title-none = 没有发放积分
points-flow-subtitle = “{ $label }”：各月积分，模拟均值，全部会员 · { COUNT($months) } 个月
points-flow-hover = 第 { $month } 个月
    发放 { COUNT($issued) }
    使用 { COUNT($burned) }
    过期 { COUNT($expired) }
points-flow-none = 该方案不发放积分。
points-flow-told = { $held ->
    [yes] 发放或期初持有
   *[no] 共发放
} { COUNT($issued) } 积分：{ SHARE($burned) } 被使用，{ SHARE($expired) } 过期，期末 { SHARE($rest) } 仍未使用或已收回。
points-sediment = 请注意积分沉淀：使用的不到 { SHARE($least) }。没有用掉的积分谁也没有得到好处，却留在账上；可降低起用门槛，或在过期前提醒会员。
points-moving = 积分在流动：{ SHARE($share) } 被使用。
points-expiring = 期末若不使用，将到期的积分：{ $list }。
points-expiring-item = { $days } 天内 { COUNT($points) }（{ MONEY($value) }）
points-expiring-none = 期末没有即将到期的积分。
points-liability-accounting = 账面
points-liability-economic = 预期成本
points-liability-title = 未用积分的成本最高达 { MONEY($value) }（第 { $month } 个月）
points-liability-title-none = 未用积分没有成本
points-liability-subtitle = “{ $label }”：未用积分对应的金额，按月，模拟均值与 { SHARE($level) } 区间 · 账面：购物积分的递延收入（IFRS 15、CAS 14）
points-liability-hover = { $kind }，第 { $month } 个月
    { MONEY($value) }（{ MONEY($low) } 至 { MONEY($high) }）

## 假设
points-assumed-goal-pull = 临近目标的拉动
points-assumed-goal-power = 拉动的幂次
points-assumed-after-reward = 兑换后的订单增幅
points-assumed-pulled-forward = 只是提前的订单
points-assumed-stretch = 客单变大
points-assumed-redeemers = 会使用积分的会员
points-assumed-redeem-chance = 每单使用积分的机会
points-assumed-contribution = 净支付毛利率
points-source-data = 本店实测
points-source-literature = 研究文献
points-source-guess = 猜测
points-source-shop = 店铺填写
points-range = { $low } 至 { $high }
points-with-sd = { $value } ± { $sd }
points-head-assumed-name = 假设
points-head-assumed-value = 取值
points-head-assumed-range = 范围
points-head-assumed-source = 来源
points-head-assumed-note = 说明
points-tornado-title = “{ $name }”影响最大{ $turns ->
    [yes] ，假设本身就决定盈亏
   *[no] ；单独哪一项假设都改变不了结论
}
points-tornado-title-none = 没有假设会改变结果
points-tornado-subtitle = “{ $label }”：某一项假设取低端或高端、其余不变时每年的毛利增减 · 黑线：不增不减
points-tornado-hover = { $name }：{ $at }
    每年毛利增减 { MONEY($gain) }
points-tornado-low = 取低端
points-tornado-high = 取高端

## 寻优
points-front-title = 试过的 { COUNT($n) } 个设计中有 { COUNT($earning) } 个优于不设方案
points-front-title-none = 试过的 { COUNT($n) } 个设计都不如不设方案：不设方案最好
points-search-nothing = 试过的 { COUNT($n) } 个设计都不符合店铺的限制，因此没有建议：未用积分的峰值成本不得超过 { MONEY($most_liability) }（most_liability），试过的设计中最低为 { MONEY($least_liability) }。
points-front-subtitle = 每点是店铺限制内的一个设计：{ COUNT($months) } 个月内平均每年的毛利增减（纵轴）与会员每年得到的（横轴） · { COUNT($n) } 个设计
points-front-x = 每位会员每年得到的
points-front-tried = 试过的
points-front-front = 两方面都没有更好的
points-front-named = 见下方名称
points-front-hover = { $label }
    毛利增减 { MONEY($gain) }
    每位会员每年得到 { MONEY($reward) }
points-needed-title-sure = 即使取实测低端，{ COUNT($n) } 个方案中也有 { COUNT($k) } 个划算
points-needed-title-open = { $k ->
    [0] 按实测增幅，{ COUNT($n) } 个方案都不划算
   *[other] 按实测增幅，还不能判断 { COUNT($n) } 个方案中的 { COUNT($k) } 个是否划算
}
points-needed-title-assumed = { $k ->
    [0] 按对会员的假设，{ COUNT($n) } 个方案都不划算
   *[other] 按对会员的假设，{ COUNT($n) } 个方案中有 { COUNT($k) } 个划算
}
points-needed-subtitle = 方案回本所需的净增订单，与对会员的假设对照
points-needed-subtitle-measured = 方案回本所需的净增订单，与假设对照 · 阴影：本店实验实测（{ SHARE($low) } 至 { SHARE($high) }）
points-needed-assumed = 假设
points-needed-net = 所需
points-needed-hover = { $label }
    { $what }：{ SHARE($share) }
points-needed-none = { $label }
    试过的增幅都不够
points-needed-beyond = { SHARE($most) } 也不够

## 实验
points-plan = 将 { COUNT($members) } 位会员随机分为享受方案的 { COUNT($treated) } 位和不享受的 { COUNT($control) } 位，{ COUNT($days) } 天可以看出 { SHARE($smallest_uplift) } 以上的增幅（功效 { SHARE($wanted) }，置信水平 { SHARE($level) }）。
points-plan-expected = 假设的 { SHARE($expected_uplift) } 被看出的机会为 { SHARE($power) }。
points-plan-no-uplift = 按假设，订单合计并不增加（{ SHARE($expected_uplift) }），因此没有可供实验看出的增幅。
points-plan-alike = 最近 { COUNT($days) } 天所有会员的订单数都相同，看不出两组会因偶然相差多少，因此无法设计实验。
points-plan-months = 用全部会员，大约需要 { NUMBER1($months) } 个月才能看出所假设的增幅。
points-plan-never = 会员之间差异太大，十年之内都看不出所假设的增幅；会员更多才行。
points-plan-none = 最近 { COUNT($days) } 天没有下单的会员，因此无法设计实验。
points-yes = 是
points-no = 否
points-never = 无法
points-head-size-uplift = 增幅
points-head-size-treated = 享受组
points-head-size-control = 不享受组
points-head-size-enough = 会员够用
points-head-size-months = 用全部会员所需月数
points-measured = 本店的实验“{ $campaign }”随机比较了享受权益的 { COUNT($treated) } 位与不享受的 { COUNT($control) } 位会员，为期 { COUNT($days) } 天：订单{ $side ->
    [less] 减少 { SHARE($size) }
   *[more] 增加 { SHARE($size) }
}（变动 { SHARE($low) } 至 { SHARE($high) }）{ $sure ->
    [yes] 。
   *[no] ，尚不能判断是增是减。
}
points-measured-before = 此前同样天数内，两组{ $alike ->
    [yes] 下单相当，符合随机分组。
   *[no] 下单不相当，需检查分组。
}
points-measured-whose = 它只适用于当时测试的权益；这里的方案是另外的条件，因此只与各方案所需的增幅并列，不代替假设。
points-measured-none = 本店的实验“{ $campaign }”还看不出结果：享受权益的 { COUNT($treated) } 位与不享受的 { COUNT($control) } 位会员已满 { COUNT($days) } 天。
points-measured-missing = 未填写本店的实验（03_loyalty_design.yaml 的 `measured_by:`），因此对会员的假设都没有实测。
points-sizes = 在 { COUNT($days) } 天内看出增幅所需的会员数
points-proposed = 建议方案的详细内容
points-choices-caption = 图中字母对应的方案，使用相同的随机数与会员
points-updated = 本店实验改变了对反应的假设：之前每 1% 回馈带来 { $before }% 的订单增幅（95% 低于 { $before_p95 }），现在为 { $after }%（95% 低于 { $after_p95 }）。
points-assumptions-caption = 假设及其来源
points-assumed-margin = 毛利率 ± 5 个百分点
points-head-choice-label = 方案
points-head-choice-value = 毛利增减
points-head-choice-low = 低
points-head-choice-high = 高
points-head-choice-p-positive = 为正的模拟占比
points-head-choice-reward = 会员每年得到
points-head-choice-peak-liability = 未用积分成本峰值
points-head-choice-cvar = 最差 5% 的每年均值
points-note-goal-pull = 针对价值为消费额十分之一的奖励，较小的按比例；由十格集章卡外推：Kivetz、Urminsky 与 Zheng 2006
points-note-pulled-forward = 增加的订单中有一部分只是提前
points-note-stretch = 未实测之前按零计
points-note-redeemers = 使用过积分的会员在一半到几乎全部之间
points-note-contribution = 扣除退货、运费与佣金后的常见水平；以 shop.yaml 的 margin_rate 为先

### 假设分析：改动一个方案的几个数值

what-if-about = { COUNT($months) } 个月内平均每年与不设方案相比的毛利增减，按 { COUNT($members) } 位会员计算并放大到全体；低与高：{ COUNT($draws) } 次模拟的 { SHARE($level) }，各行使用相同的随机数。比上文的数字粗略；行与行之间的差别比各行本身更准。
what-if-head-change = 假设
what-if-head-gain = 毛利增减
what-if-head-low = 低
what-if-head-high = 高
what-if-head-more = 与现状之差
what-if-head-p-positive = 为正的模拟占比
what-if-head-reward = 每位会员每年所得
what-if-as-it-is = 保持现状
what-if-yours = 按上方设置
what-if-more-orders = 会员的反应比假设强一半
what-if-fewer-orders = 会员的反应为假设的三分之二
what-if-lower-thresholds = 门槛降低三分之一
what-if-higher-thresholds = 门槛提高一半
what-if-half-discounts = 折扣力度减半
what-if-higher-discounts = 折扣力度增加一半
what-if-half-points = 每单积分减半
what-if-double-points = 每单积分加倍
what-if-longer-life = 积分有效期加倍
what-if-slider-discount = 折扣 %：{ $tier }
what-if-slider-thresholds = 门槛倍数
what-if-slider-earn = 积分占消费额 %
what-if-slider-expiry = 积分有效期（月）
what-if-refused = 无法计算：{ $why }
loyalty-even-hover-assumed = { $label }
    假设带来 { SHARE($low) } 至 { SHARE($high) } 的订单增幅
loyalty-even-thumb = 经验法则：对每一单都给的回馈，每 1% 要带来 { $times }% 的订单增幅才划算。
loyalty-even-predicted = 这里的假设是：{ $off }净带来 { SHARE($low) } 至 { SHARE($high) } 的订单增幅。
loyalty-advice-open-today = **无法判断“{ $today }”是否足够划算。**取决于对会员的假设：与不设方案相比每年在 { $low } 至 { $high } 之间。
loyalty-advice-open = { $others ->
    [some] **暂不推荐任何方案。**均值最高的是
   *[none] **没有方案显示优于不设方案。**评估与建议的 { COUNT($n) } 个方案中最好的是
}“{ $label }”，与不设方案相比每年在 { $low } 至 { $high } 之间。
loyalty-losers = { $all ->
    [yes] 目前享有折扣的 { COUNT($have) } 位会员都会失去全部或部分折扣。
   *[no] 目前享有折扣的 { COUNT($have) } 位会员中，有 { COUNT($lose) } 位会失去全部或部分折扣。
}
loyalty-power = 随机给一半会员，看出差别的机会为 { SHARE($power) }：建议这样开始。
loyalty-power-none-launch = 拿一半会员做实验也很难看出（机会 { SHARE($power) }）：按成本决定，先从新会员开始，不必收回什么。
loyalty-power-none-change = 拿一半会员做实验也很难看出（机会 { SHARE($power) }）：按成本决定，先从新会员开始，暂时没有人吃亏。
loyalty-power-none-stop = 拿一半会员做实验也很难看出（机会 { SHARE($power) }）：按成本决定。代价最小、可以收回的一步：新会员不再享受。
loyalty-power-none-open = 拿一半会员做实验也很难看出（机会 { SHARE($power) }）：按成本决定。
loyalty-power-none-open-today = 拿一半会员做实验也很难看出（机会 { SHARE($power) }）：按成本决定。代价最小、可以收回的一步：新会员不再享受。
loyalty-bound-most-discount = 最大折扣
loyalty-bound-top-threshold = 最高等级门槛
loyalty-bound-earn-rate = 积分价值
loyalty-bound-expiry-months = 积分有效期
loyalty-bound-top-times = 最高等级积分倍数
loyalty-at-bound = “{ $label }”确实增加毛利，但位于寻优范围的边界（{ $list }）：是这个限制选出了它，因此不予推荐。
loyalty-action-open-today = “{ $today }”按成本决定去留
loyalty-action-open = 暂不推出任何方案
loyalty-action-open-today-why = 与不设方案相比，在 { SHARE($p) } 的模拟中为正。{ $test ->
    [yes] 随机抽一部分会员暂不享受，就能看出它带来多少。
   *[no] 会员太少，无法实测：按成本决定，先从新会员开始。
}
loyalty-action-open-why = 最好的方案在 { SHARE($p) } 的模拟中为正。{ $test ->
    [yes] 全面推出之前，先随机给一半会员试行。
   *[no] 会员太少，无法实测：按成本决定。
}
points-assumed-elasticity = 每 1% 回馈带来的订单增幅，%
points-assumed-most-uplift = 订单增幅上限
points-assumed-lasting = 反应中能持续的部分
points-assumed-half-life-days = 其余部分减半所需
points-assumed-loss-times = 失去时的反应倍数
points-note-elasticity = 介于零与快消品价格弹性之间：Bijmolt、van Heerde 与 Pieters 2005，均值 2.6
points-note-lasting = 小的变化六到九个月后减弱：Meyer-Waarden 与 Benavent 2009
points-note-half-life-days = 同“能持续的部分”
points-note-loss-times = 失去等级的不满大于获得时的满足：Wagner、Hennig-Thurau 与 Rudolph 2009
points-with-p95 = { $value }（95% 低于 { $p95 }）
points-days = { COUNT($days) } 天
what-if-slider-elasticity = 会员反应倍数
loyalty-advice-stop-untried = **停止“{ $today }”，或降低折扣。**折扣占去全部毛利，因此没有试算。{ $others ->
    [some] {""}
   *[none] 评估与建议的 { COUNT($n) } 个方案都没有显示优于不设方案。
}
loyalty-advice-change-untried = **由“{ $today }”改为“{ $label }”。**“{ $today }”的折扣占去全部毛利，因此没有试算；“{ $label }”与不设方案相比，每年约增加毛利 { MONEY($value) }（{ $low } 至 { $high }）。
loyalty-below = “{ $label }”确实增加毛利，但每年少于所要求的金额（least_gain，或其运营成本），因此不予推荐。
loyalty-action-stop-untried = 停止“{ $today }”或降低折扣
loyalty-action-stop-untried-why = 折扣占去全部毛利，再多订单也无法回本。
loyalty-action-change-untried = 由“{ $today }”改为“{ $label }”
loyalty-action-change-untried-why = 在 { SHARE($p) } 的模拟中为正；现行折扣占去全部毛利。
