### 消息：发什么、等什么、谁不发、为什么

## 一句话
automation-rehearsal = 这是**演练**：数据截至 { $until }，所以按 { $at } 来排，排出来的不能真发。
automation-now = 按 { $at } 来排；数据截至 { $until }。
automation-goes = 向 { COUNT($customers) } 位顾客发 { COUNT($messages) } 条消息：{ $channels }。
automation-goes-none = 没有要发的消息。
automation-channel-count = { $channel } { COUNT($n) } 条
automation-waits = 另有 { COUNT($n) } 条等时间。
automation-blocked = 另有 { COUNT($n) } 条不发，最多卡在"{ $reason }"这一关（{ COUNT($first) } 条）。
automation-approval-words = { COUNT($batches) } 批共 { COUNT($messages) } 条等待审批。
automation-head-journey = 旅程
automation-head-step = 步骤
automation-head-channel = 渠道
automation-head-messages = 条数
automation-head-cost = 发送费用
automation-head-offers = 优惠面值
automation-head-needs = 发前
automation-needs-budget = 超预算，待审批
automation-needs-anomaly = 远多于平时，待审批
automation-needs-approval = 待审批

## 往后几天
automation-outlook-title = 今天及未来 { $days } 天已知有 { COUNT($n) } 条消息
automation-outlook-subtitle = 按日期和渠道，以目前所知为准；顾客接下来的行为会增加一些，也会取消一些
automation-outlook-hover = { DAY($day) }，{ $channel }：{ COUNT($n) } 条
automation-outlook-none = 往后几天没有已知要发的消息。
automation-outlook-words = 只计今天已知的；往后 { $days } 天的订单、加购和包裹还没发生。
automation-hours-title = 消息在 { $first }:00 到 { $last }:00 之间发
automation-hours-subtitle = 按星期和店铺时间的小时
automation-hours-hover = { $day } { $hour }:00：{ COUNT($n) } 条

## 旅程
automation-flow-title = { COUNT($n) } 条旅程在跑
automation-flow-subtitle = 每条旅程里现在的顾客数；方框是步骤：现在发 + 等待的条数
automation-flow-journey = { $journey }：{ COUNT($n) } 人
automation-flow-step = { $step }
    { COUNT($goes) } + { COUNT($waits) }
automation-flow-hover = { $step }：现在发 { COUNT($goes) }，等待 { COUNT($waits) }，不发 { COUNT($blocked) }
automation-lacking-lead = 补上这些数据就能开：
automation-lacking = { $journey }需要 { $tables }
automation-journey-first-order = 首单致谢
automation-journey-first-order-series = 首单三步
automation-journey-ice-breaker = 新客破冰
automation-journey-win-back = 老客召回
automation-journey-birthday = 生日
automation-journey-member-anniversary = 入会纪念日
automation-journey-order-anniversary = 首单纪念日
automation-journey-cart = 购物车未付
automation-journey-points-expiring = 积分到期
automation-journey-tier-reached = 升级
automation-journey-tier-falling = 即将降级
automation-journey-vip-care = 高价值顾客关怀
automation-journey-late-parcel = 包裹延误
automation-journey-shipping = 物流通知
automation-journey-detractor = 差评回访
automation-journey-over-5000 = 累计消费超 5,000
automation-journey-away-60 = 60 天未购

## 原因
automation-family-permission = 授权
automation-family-frequency = 频次
automation-family-time = 时间
automation-family-control = 对照组
automation-family-offers = 库存与券
automation-family-data = 数据
automation-families-title = 不发的多因{ $family }：占 { SHARE($share) }
automation-families-title-none = 没有被拦下的
automation-families-subtitle = 不发的 { COUNT($n) } 条，按首要原因
automation-families-hover = { $family }：{ COUNT($n) } 条
automation-if-now = 现在发 { COUNT($n) } 条。
automation-if-capped = 若 7 天最多两条，发 { COUNT($n) } 条。
automation-if-quiet = 若 19 点后不发营销，发 { COUNT($n) } 条。
automation-all-guards = 全部 29 道关，各看什么、拦下多少
automation-head-number = 序号
automation-head-guard = 关卡
automation-head-family = 类别
automation-head-level = 看什么
automation-head-first = 首先拦下
automation-head-any = 单独会拦
automation-head-changed = 改动
automation-level-plan = 整个计划
automation-level-candidate = 每条消息
automation-level-standing = 其余待发的消息
automation-level-batch = 批次
automation-level-hand-over = 交付时
automation-guard-fresh = 数据够新
automation-guard-lock = 同时只跑一个
automation-guard-stopped = 没有人工叫停
automation-guard-person = 不是未满 14 岁
automation-guard-address = 号码或地址可用
automation-guard-refused = 没有拒收
automation-guard-consent = 同意过且有凭据
automation-guard-personal = 同意个性化才写商品
automation-guard-live = 旅程开着
automation-guard-still-true = 触发的原因还在
automation-guard-left = 其间没下单、没投诉、没退出
automation-guard-entered-before = 没有在同类旅程里
automation-guard-too-late = 没有过时
automation-guard-sent-before = 没有发过
automation-guard-same-text = 同一天不发同样的内容
automation-guard-control = 不在对照组
automation-guard-priority = 当天没有更要紧的
automation-guard-caps = 没有超过频次
automation-guard-fallback = 首选渠道不通就换下一个
automation-guard-quiet = 时段合适
automation-guard-blackout = 不在免打扰日
automation-guard-text = 内容完整
automation-guard-stock = 库存已知才提库存
automation-guard-offer = 优惠不亏且在预算内
automation-guard-fairness = 同一步骤优惠一致
automation-guard-budget = 计划总预算
automation-guard-anomaly = 没有远多于平时
automation-guard-approval = 该审批的已审批
automation-guard-sealed = 交付前封存

## 文案
automation-head-text = 文案
automation-head-written = 虚构顾客看到的样子
automation-head-letters = 字数
automation-head-parts = 计费
automation-parts = { COUNT($n) } 条短信
automation-all-texts = 全部在用文案
automation-findings-lead = 去通道报备前先看这几条：
automation-findings-none = 没有文案带通道清单里会退回的词。
automation-finding-refused-word = { $text }：{ $told } 会被该通道退回。
automation-finding-several-sms = { $text }：按 { $told } 条短信计费。
automation-finding-too-long = { $text }：{ $told } 字，超过通道上限。
automation-finding-no-unsubscribe = 邮件发不出：法规要求写明通信地址（shop_address）和退订方式（unsubscribe）。
automation-finding-no-signature = 短信发不出：签名要 2 到 16 个字。
automation-better = 可改说"{ $way }"。

## 规则
automation-rule-line = **{ $name }**：{ $when } → { $then }
automation-rule-and = { $one } 且 { $other }
automation-rule-or = { $one } 或 { $other }
automation-rule-not = 并非 { $one }
automation-rule-paren = （{ $one }）
automation-rule-is = { $column } 是 { $value }
automation-rule-is-not = { $column } 不是 { $value }
automation-rule-above = { $column } 大于 { $value }
automation-rule-at-least = { $column } 不小于 { $value }
automation-rule-below = { $column } 小于 { $value }
automation-rule-at-most = { $column } 不大于 { $value }
automation-rule-in = { $column } 是 { $value } 之一
automation-rule-between = { $column } 在 { $low } 到 { $high } 之间
automation-rule-missing = { $column } 不详
automation-true = 真
automation-false = 假
automation-then-journey = 进入旅程
automation-then-send = 发 { $name }
automation-then-issue = 给 { $name }
automation-then-tag = 打标签 { $name }
automation-then-tier = 记等级 { $name }（会员账目不变）
automation-then-noted = 现有 { COUNT($n) } 位顾客
automation-group-alone = { $group }（{ COUNT($n) } 人，金额占 { SHARE($share) }）
automation-groups-alone = 沟通矩阵里没有一行对应{ $groups }。

## 对照组
automation-head-a-year = 365 天进入
automation-head-share = 留出
automation-head-by = 谁定的
automation-head-shows = 一年能看出
automation-shows = 提高 { SHARE($rise) } 以上
automation-shows-nothing = 看不出
automation-shows-unknown = 不详
automation-chosen-by-us = 按旅程大小
automation-chosen-by-usual = 大小不详，用常用比例
automation-chosen-by-shop = 店铺
automation-a-year-words = 进入人次为过去 365 天里进入、现在可以发的顾客，条件按今天的顾客算。没有一整年记录的留空：规则、购物车和等级不留痕迹。
automation-base = 30 天前已是顾客的人里，{ SHARE($base) } 此后下过单。
automation-able = 大小已知的 { COUNT($all) } 条旅程里，有 { COUNT($able) } 条一年内能看出翻倍。
automation-hold-out = 全部旅程合起来看，靠从不收营销消息的 { SHARE($hold) } 顾客作对照。
automation-power-none = 没有营销旅程，所以没有人留作对照。

## 关键指标
kpi-messages-now = 现在发的消息
kpi-messages-now-definition = 本次计划中通过所有关卡的消息。
kpi-customers-written-to = 收到消息的顾客
kpi-customers-written-to-definition = 收到其中一条的顾客数。
kpi-messages-waiting = 等待的消息
kpi-messages-waiting-definition = 往后几天已知要发的，或等免打扰时段结束的消息。
kpi-messages-blocked = 不发的消息
kpi-messages-blocked-definition = 本次计划到时但被关卡拦下的消息。
kpi-messages-by-channel = 各渠道消息
kpi-messages-by-channel-definition = 经该渠道发出的消息。
kpi-blocked-by-reason = 不发的原因
kpi-blocked-by-reason-definition = 首先被这一类关卡拦下的消息。
