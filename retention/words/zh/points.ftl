### 笔记本 03：积分、假设、方案寻优、实验

## 流转、账龄、负债
points-month-axis = 模拟月份
points-issued = 发放
points-burned = 使用
points-expired = 过期
points-flow-title = 所看时间内，发放的积分有 { SHARE($share) } 被使用
points-flow-title-none = 没有发放积分
points-flow-subtitle = “{ $label }”：各月积分，模拟均值，全部会员 · { COUNT($months) } 个月
points-flow-hover = 第 { $month } 个月
    发放 { COUNT($issued) }
    使用 { COUNT($burned) }
    过期 { COUNT($expired) }
points-flow-none = 该方案不发放积分。
points-flow-told = 共发放 { COUNT($issued) } 积分：{ SHARE($burned) } 被使用，{ SHARE($expired) } 过期，期末 { SHARE($rest) } 仍未使用或已收回。
points-sediment = 请注意积分沉淀：使用的不到 { SHARE($least) }。没有用掉的积分谁也没有得到好处，却留在账上；可降低起用门槛，或在过期前提醒会员。
points-moving = 积分在流动：{ SHARE($share) } 被使用。
points-expiring = 期末若不使用，将到期的积分：{ $list }。
points-expiring-item = { $days } 天内 { COUNT($points) }（{ MONEY($value) }）
points-expiring-none = 期末没有即将到期的积分。
points-bucket = { $days } 天
points-ageing-title = 未用积分中有 { SHARE($share) } 已超过半年
points-ageing-title-none = 期末没有未用积分
points-ageing-subtitle = “{ $label }”：期末可用积分按可用天数，模拟均值
points-ageing-today = “{ $label }”：{ DAY($day) } 可用积分按可用天数
points-ageing-hover = { $bucket }
    { COUNT($points) } 积分（{ SHARE($share) }）
points-liability-accounting = 账面
points-liability-economic = 预期成本
points-liability-title = 未用积分的成本最高达 { MONEY($value) }（第 { $month } 个月）
points-liability-title-none = 未用积分没有成本
points-liability-subtitle = “{ $label }”：未用积分对应的金额，按月，模拟均值与 { SHARE($level) } 区间，从空账户开始 · 账面：购物积分的递延收入（IFRS 15、CAS 14）
points-liability-hover = { $kind }，第 { $month } 个月
    { MONEY($value) }（{ MONEY($low) } 至 { MONEY($high) }）
points-redeemed = { $source ->
    [data] 按本店积分至今的情况，最终会使用 { SHARE($value) }（{ SHARE($low) } 至 { SHARE($high) }）。
    [tail] 按本店积分至今的情况，最终会使用 { SHARE($low) } 至 { SHARE($high) }；历史尚未覆盖积分的全部寿命，因此按 { SHARE($value) } 计。
    [simulated] 模拟中最终使用的积分占 { SHARE($value) }。
   *[prior] 店铺的积分不足 12 个月，因此最终使用的占比为假设：{ SHARE($value) }（{ SHARE($low) } 至 { SHARE($high) }）。
}

## 假设
points-assumed-uplift-light = 轻度买家的订单增幅
points-assumed-uplift-moderate = 中度买家的订单增幅
points-assumed-uplift-heavy = 重度买家的订单增幅
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
points-range = { SHARE($low) } 至 { SHARE($high) }
points-with-sd = { SHARE($value) } ± { SHARE($sd) }
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
points-tornado-subtitle = “{ $label }”：某一项假设取低端或高端、其余不变时的毛利增减 · 黑线：不增不减
points-tornado-hover = { $name }取 { $at }
    毛利增减 { MONEY($gain) }
points-tornado-low = 取低端
points-tornado-high = 取高端

## 寻优
points-front-title = 试过的 { COUNT($n) } 个设计中有 { COUNT($earning) } 个优于不设方案
points-front-title-none = 试过的 { COUNT($n) } 个设计都不如不设方案：不设方案最好
points-search-nothing = 试过的 { COUNT($n) } 个设计都不符合店铺的限制，因此没有建议。要求会员得到的至少为其支付的 { SHARE($least) }（least_reward），试过的设计最多给到 { SHARE($most) }。{ $liability ->
    [yes] 未用积分的成本峰值不得超过 { MONEY($most_liability) }（most_liability），试过的设计最低为 { MONEY($least_liability) }。
   *[no] {""}
}可放宽 earn_rate、most_discount 或这些限制（03_loyalty_design.yaml 的 design:）。
points-front-subtitle = 每点为店铺限制之内的一个设计：{ COUNT($months) } 个月的毛利增减（纵）与每位会员每年得到的（横）· { COUNT($n) } 个设计
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
points-assumptions-caption = 假设及其来源
points-assumed-margin = 毛利率 ± 5 个百分点
points-head-choice-label = 方案
points-head-choice-value = 毛利增减
points-head-choice-low = 低
points-head-choice-high = 高
points-head-choice-p-positive = 为正的模拟占比
points-head-choice-reward = 会员每年得到
points-head-choice-peak-liability = 未用积分成本峰值
points-head-choice-cvar = 最差 5% 的均值
points-note-uplift-light = 方向据 Liu 2007，Journal of Marketing 71
points-note-uplift-moderate = 方向据 Liu 2007，Journal of Marketing 71
points-note-uplift-heavy = 重度买家不改变：Liu 2007，Journal of Marketing 71
points-note-goal-pull = 临近目标时下单间隔缩短 20%：Kivetz、Urminsky 与 Zheng 2006，Journal of Marketing Research 43
points-note-pulled-forward = 增加的订单中有一部分只是提前
points-note-stretch = 未实测之前按零计
points-note-redeemers = 使用过积分的会员在一半到几乎全部之间
points-note-contribution = 扣除退货、运费与佣金后的常见水平；以 shop.yaml 的 margin_rate 为先
