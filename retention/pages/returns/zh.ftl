### 退换修

## 关键指标
kpi-returns-open = 进行中的售后
kpi-returns-open-definition = 尚未办结、未被拒绝也未撤销的退货、换货和维修。
kpi-returns-late = 超过承诺时间的售后
kpi-returns-late-definition = 进行中、等店铺或平台办理，而下一步期限已过的售后。
kpi-missing-no-return-states = 没有数据说明每一单到了哪一步。

## 一句话
returns-none = 需要的表：退换货（或其进度）。有了它就能看到哪些售后在等、等谁、为什么退。
returns-none-open = 没有进行中的售后。
returns-open-not-known = 不知道哪些售后还在进行：没有数据说明每一单到了哪一步。
returns-no-states = 需要的表：退换货进度。有了它就能看到每一步要多久。
returns-no-reasons = 写明原因的退货不足 30 单，不算比例。
returns-few-goods = 能看出退了什么商品的已办结退换货不足 30 单（需要数据表 returns、order_lines）。有了它们就能看出为什么退、要改什么。
returns-late-now = **{ COUNT($n) } 单售后超过了承诺的时间**；最早的一单申请已过 { $oldest }。
returns-open = **{ COUNT($n) } 单售后进行中**：{ $waiting }。
returns-late = 其中 **{ COUNT($n) }** 单在店铺或平台处超过了承诺的时间。
returns-late-customer = { COUNT($n) } 单客户逾期未寄回。
returns-without-ticket = { COUNT($n) } 单没有对应的工单。
returns-wait-shop = 等店铺 { COUNT($n) } 单
returns-wait-customer = 等客户 { COUNT($n) } 单
returns-wait-platform = 等平台 { COUNT($n) } 单
returns-wait-not-known = { COUNT($n) } 单不知道等谁
returns-to-end = 一半在 { $half }内办完，九成在 { $most }内；未办完的按已等的时间计入。
returns-to-end-half = 一半在 { $half }内办完；未办完的按已等的时间计入。
returns-not-allowed = 有 { COUNT($n) } 次状态变更不合规则，例如拒绝之后又退款，见下。

## 要做什么
returns-do-first = 先办完超过承诺时间的售后
returns-do-step = { $step } { COUNT($n) } 单
returns-do-why = 名单含全部 { COUNT($n) } 单进行中的售后，最急的在前，写明下一步、期限和工单。
returns-list-at = { COUNT($n) } 单进行中的售后名单（最急的在前）在 `{ $place }`。
returns-counted = 单数
returns-no-ticket = 无工单
returns-list-return = 售后单号
returns-list-order = 订单号
returns-list-customer = 客户编号
returns-list-kind = 类型
returns-list-state = 状态
returns-list-next = 下一步
returns-list-due = 期限
returns-list-standing = 缓急
returns-list-opened = 申请时间
returns-list-age = 已过天数
returns-list-assignee = 负责人
returns-list-ticket = 工单
returns-list-reason = 原因
returns-standing-overdue = 已超时
returns-standing-due-soon = 快到期
returns-standing-later = 未到期
returns-standing-no-limit = 没有期限

## 进行中
returns-steps-title-shop = { COUNT($n) } 单进行中，其中 { COUNT($first) } 单等店铺{ $step }
returns-steps-title-customer = { COUNT($n) } 单进行中，其中 { COUNT($first) } 单等客户{ $step }
returns-steps-title-platform = { COUNT($n) } 单进行中，其中 { COUNT($first) } 单等平台{ $step }
returns-steps-title-not-known = { COUNT($n) } 单进行中，其中 { COUNT($first) } 单不知道下一步
returns-steps-subtitle = 进行中的售后，按下一步，n = { COUNT($n) }；已超时：已过这一步的期限
returns-ages-title = { COUNT($n) } 单进行中，其中 { COUNT($old) } 单已过 { $days } 天以上
returns-ages-subtitle = 进行中的售后，按申请后的天数
returns-age-hover = { $age }：{ COUNT($n) } 单
returns-step-hover = { $step }，{ $what }：{ COUNT($n) } 单
returns-overdue = 已超时
returns-others = 未超时或没有期限
returns-steps-table = 按类型和状态
returns-ages-table = 按已过天数
returns-age = { $first }–{ $last } 天
returns-age-more = { $first } 天以上
returns-step-shop = 店铺{ $step }
returns-step-customer = 客户{ $step }
returns-step-platform = 平台{ $step }
returns-step-not-known = { $step }
returns-do-decide = 审核
returns-do-send-back = 寄回
returns-do-receive = 签收
returns-do-refund = 退款
returns-do-exchange = 换发
returns-do-send-again = 补寄
returns-do-repair = 维修
returns-do-settle = 处理
returns-do-not-known = 下一步不明
returns-kind-return = 退货退款
returns-kind-refund-only = 仅退款
returns-kind-exchange = 换货
returns-kind-resend = 补寄
returns-kind-repair = 维修
returns-kind-unknown = 类型不明
returns-state-requested = 待审核
returns-state-agreed = 已同意
returns-state-sent-back = 寄回途中
returns-state-received = 已签收
returns-state-inspected-bad = 验货异常
returns-state-platform-steps-in = 平台介入
returns-state-refused = 已拒绝
returns-state-refunded = 已退款
returns-state-exchanged = 已换货
returns-state-sent-again = 已补寄
returns-state-cancelled = 已撤销
returns-state-timed-out = 超时关闭
returns-state-not-told = 未写明
returns-begin = （开始）

## 要多久
returns-waits-title = 最慢的一步：{ $state }，一半的单停留 { $half }以上
returns-waits-subtitle = 天数：条的末端一半已过，竖线处九成已过；n = { COUNT($n) } 次停留，含未办完的
returns-waits-few = 每个状态都不足 10 单，看不出要多久。
returns-waits-method = 天数及 95 % 区间。仍停在某一步的，按已等的天数计入（Kaplan–Meier）；不计入的话，慢的就漏掉了。
returns-span = { $value }（{ $low }–{ $high }）
returns-span-open = { $value }（{ $low } 以上）
returns-wait-hover = { $state }：一半在 { $half }内，九成在 { $most }内；共 { COUNT($n) } 单，{ COUNT($still) } 单仍在此步
returns-not-yet = 尚未达到
returns-waits-table = 各类型各状态
returns-not-allowed-table = 不合规则的进度

## 为什么退
returns-reasons-title = 填得最多的原因：{ $reason }，{ SHARE($share) }
returns-reasons-subtitle = 占已办结的 { COUNT($n) } 单退换货的比例，附 95 % 区间
returns-reason-hover = { $reason }：{ SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }），{ COUNT($n) } 单
returns-no-reason = 未填原因
returns-size-lead = 因尺码而退的有多少，要看问谁：
returns-size-reported = 原因里说到商品的 { COUNT($n) } 单中 { SHARE($share) }（{ SHARES($low, $high) }）；
returns-size-tickets = 工单里说到商品的 { COUNT($n) } 单中 { SHARE($share) }（{ SHARES($low, $high) }）；
returns-size-comments = 评论里有抱怨的 { COUNT($n) } 单中 { SHARE($share) }（{ SHARES($low, $high) }）；
returns-size-two-sizes = 全部 { COUNT($n) } 单中 { SHARE($share) } 同款另买了别的码并留下，这是最少的数。
returns-size-table = 各来源怎么说尺码
returns-source-reported = 填写的原因
returns-source-tickets = 工单
returns-source-comments = 评论
returns-source-two-sizes = 买两码留一码

## 要改什么
returns-to-change = **{ COUNT($n) } 款**比同类退得多。牵涉件数最多的是{ $first }：{ $what }。
returns-good-size = { $good }，{ $size } 码
returns-change-title = { $good }：{ SHARE($share) } 的购买被退回，同类为 { SHARE($usual) }
returns-change-subtitle = 被退回的购买占比（买的人少的向同类靠拢）及 95 % 区间；竖线为同类
returns-change-hover = { $good }：{ COUNT($n) } 次购买中 { SHARE($share) }，同类 { SHARE($usual) }
returns-change-table = 各款的数字
returns-nothing-to-change = 就现有订单看，没有哪一款、哪个码比同类退得多。
returns-rates-method = 买的人少的款，退货率向同类靠拢：几单看不出什么。只有在全部比较之后仍能区分的才点名。最近 30 天的订单不计，其商品还可能退回。
returns-rates-product = 买得最多的商品
returns-rates-size = 买得最多的尺码
returns-all-sizes = 全部
returns-says-size-small = 偏小（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-size-large = 偏大（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-size = 尺码（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-looks = 与图片不符（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-fabric = 面料（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-quality = 质量（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-wrong-item = 发错货（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-late = 发货或物流慢（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-price = 价格（{ COUNT($of) } 单中 { COUNT($n) } 单）
returns-says-not-told = 说法上看不出特别之处

## 表头
returns-head-kind = 类型
returns-head-state = 状态
returns-head-next = 下一步
returns-head-returns = 单数
returns-head-overdue = 已超时
returns-head-age = 已过时间
returns-head-half-age = 一半超过（天）
returns-head-oldest = 最久（天）
returns-head-p50 = 一半在此之内（天）
returns-head-p90 = 九成在此之内（天）
returns-head-at-stake = 牵涉件数
returns-head-stays = 单数
returns-head-still = 仍在此步
returns-head-before = 之前
returns-head-example = 示例
returns-head-source = 来源
returns-head-about-size = 与尺码有关
returns-head-silent = 没有说
returns-head-share = 占比
returns-head-low = 至少
returns-head-shrunk-low = 至少
returns-head-shrunk-high = 至多
returns-head-high = 至多
returns-head-good = 商品
returns-head-size = 尺码
returns-head-category = 品类
returns-head-purchases = 购买
returns-head-came-back = 退回
returns-head-shrunk = 退货率（已收缩）
returns-head-category-share = 同类
returns-head-says = 客户怎么说
