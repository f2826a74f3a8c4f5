### 笔记本 01：触达与用途、会员、超级用户、跟进、特殊账户

## 渠道与可联系的方式
reach-channel-sms = 短信
reach-channel-phone = 电话
reach-channel-email = 邮件
reach-channel-wecom = 企业微信
reach-channel-official-account = 公众号
reach-channel-push = APP推送
reach-channel-platform = 平台
reach-title-most = { SHARE($any) } 的客户可以接收营销，{ $channel }能触达的最多
reach-title-one = { SHARE($any) } 的客户可以接收营销，只能通过{ $channel }
reach-title-nobody = 还没有客户可以接收营销
reach-title-no-consents = 不知道谁同意接收营销：本店没有授权表
reach-title-none = 还没有可联系的客户
reach-subtitle = 各渠道客户数：联系方式有效、且同意营销、其中最近 { $days } 天下过单 · { COUNT($n) } 位客户
reach-subtitle-address = 各渠道联系方式有效的客户数 · { COUNT($n) } 位客户
reach-bar-address = 有效 { COUNT($k) }
reach-bar-consent = 同意 { COUNT($k) }
reach-bar-active = 活跃 { COUNT($k) }
reach-hover = { $channel }：{ COUNT($customers) } 位客户
    联系方式有效：{ COUNT($address) }（{ SHARE($address_share) }）
    且同意营销：{ COUNT($consent) }（{ SHARE($consent_share) }）
    其中近期下过单：{ COUNT($active) }
reach-hover-address = { $channel }：{ COUNT($customers) } 位客户
    联系方式有效：{ COUNT($address) }（{ SHARE($address_share) }）
reach-stop = 。
reach-words-any = { COUNT($n) } 位客户中，{ COUNT($reached) } 位至少可通过一个渠道接收营销；最近 { $days } 天下过单的 { COUNT($buyers) } 位中占 { SHARE($share) }。
reach-words-more = { COUNT($k) } 位客户可通过两个及以上渠道触达。
reach-words-only = { COUNT($k) } 位客户只能通过{ $channel }触达：一旦退出，本店就无法再联系。
reach-words-masked = { COUNT($k) } 位客户同意了某渠道，但该渠道的联系方式无效（脱敏或缺失）。
reach-need-consents = 需要授权表（客户、渠道、用途、同意或撤回、时间）。有了它可以看到谁可以接收营销。
reach-head-channel = 渠道
reach-head-customers = 客户
reach-head-address = 联系方式有效
reach-head-consent = 可联系
reach-head-active = 其中近期下过单
reach-head-buyers-share = 占近期买家
reach-head-only = 无其他渠道
reach-table = 各渠道触达明细
reach-overlap-caption = 客户可通过几个渠道联系
reach-overlap-head-channels = 渠道数
reach-overlap-head-customers = 客户
reach-overlap-head-active = 其中近期下过单

## 用途
reach-purpose-marketing = 营销
reach-purpose-personalisation = 个性化
reach-purpose-survey = 调研
reach-purpose-service = 服务
reach-purposes-caption = 限定用途的字段；用于营销须经客户同意个性化
reach-purposes-none = 没有字段限定用途。
reach-purposes-head-field = 字段
reach-purposes-head-purposes = 可用于
reach-purposes-head-customers = 有值的客户
reach-purposes-head-usable = 可用于营销
reach-purposes-head-blanked = 不用于营销
reach-purposes-nothing = 无

## 会员
members-need = 需要会员表（客户、入会时间、入会方式、等级、积分）。有了它可以看到谁何时以何种方式入会，以及会员占销售额的比例。
members-title = 会员占买家 { SHARE($buyers) }，占销售额 { SHARE($sales) }
members-title-no-sales = 会员占客户 { SHARE($customers) }；窗口内没有人下单
members-title-few = 目前 { COUNT($n) } 位客户中 { COUNT($k) } 位会员；人数太少，不计占比
members-title-few-buyers = 会员占客户 { SHARE($customers) }；窗口内买家太少，不计销售额占比
members-subtitle = 会员占比，95% 区间；买家与销售额（净额，已知客户）按统计窗口 · { COUNT($n) } 位买家
members-what-customers = 客户
members-what-buyers = 买家
members-what-sales = 销售额
members-hover = { $what }：{ SHARE($value) }（{ SHARE($low) } 至 { SHARE($high) }）
members-joins-title = 至今 { COUNT($n) } 位会员，入会方式以“{ $source }”最多
members-joins-title-plain = 至今 { COUNT($n) } 位会员
members-joins-none = 还没有人入会
members-joins-subtitle = 按入会月份与入会方式的会员数，含从未下单的会员
members-joins-year = 按入会年份与入会方式的会员数，含从未下单的会员
members-joins-hover = { $period }，{ $source }：{ COUNT($k) }
members-source-unknown = 未知
members-source-other = 其他
members-head-measure = 指标
members-head-member = 会员
members-head-non-member = 非会员
members-head-n = 两组 n
members-value = { $value }（{ $low } 至 { $high }）
members-too-few = 人数太少
members-caption = 会员与非会员对照
members-measure-aov = 笔单价（净额）
members-measure-orders-per-buyer = 人均订单数
members-measure-repurchase-rate = 复购率
members-measure-refund-rate = 退款率（全部订单）
members-how = 会员与其他客户在许多方面都不同：买得多的人入会机会也多。这些数字只描述两组客户，并不说明会员制带来了什么。

## 超级用户
super-need = 需要含分享与评价的行为事件表。有了它可以看到谁在为本店说话。
super-rule = 超级用户：最近 365 天分享不少于 { $shares } 次或评价不少于 { $reviews } 条，且订单不少于 { $orders } 笔。
super-none-recorded = 截止日前没有分享或评价。
super-none = 目前还没有。
super-title = 为超级用户安排专属激励
super-who = 365 天内分享不少于 { $shares } 次或评价不少于 { $reviews } 条，且订单不少于 { $orders } 笔
super-why = 最近 365 天他们写了 { COUNT($reviews) } 条评价，分享 { COUNT($shares) } 次；{ $koc ->
    [0] 其中没有人带有本店标记（KOC、KOL）。
   *[other] 其中 { COUNT($koc) } 位带有本店标记（KOC、KOL）。
}
super-results-caption = 触达当时超级用户的活动：{ $days } 天内下单人数/总人数
super-results-none = 还没有活动触达过已满 { $days } 天的超级用户。
super-results-need = 需要触达表（消息、活动、分组）。有了它可以看到专属激励之后的结果。
super-results-how = 只有随机分组且两组人数足够时才给出差异；单看人数不能说明效果。
super-head-campaign = 活动
super-head-treated = 实验组
super-head-control = 对照组
super-head-untested = 已触达、无对照
super-head-difference = 差异，百分点（95%）
super-count = { COUNT($ordered) }/{ COUNT($n) }
super-difference = { $value }（{ $low } 至 { $high }）
super-no-difference = –

## 跟进
follow-need = 需要含电话与备注的触达表（客户、跟进人、结果、下次跟进日期）。有了它可以看到谁在跟进谁、哪些已逾期。
follow-nothing-yet = 截止日前没有电话或备注。
follow-none = 没有待办：无需交接，没有逾期或一周内到期的跟进。
follow-reason-hand-over = 跟进人已有一段时间没有任何跟进：需交接
follow-reason-overdue = 已过下次跟进日期
follow-reason-due-soon = 一周内到期
follow-hand-over = 交接沉默跟进人的客户
follow-hand-over-who = 跟进人超过 { $days } 天没有任何电话或备注，而其他人有
follow-hand-over-why = { COUNT($owners) } 位跟进人沉默。请先询问，再把客户交给其他人。其中逾期 { COUNT($overdue) } 位，一周内到期 { COUNT($due_soon) } 位。
follow-overdue = 联系已过跟进日期的客户
follow-overdue-who = 下次跟进日期早于截止日，此后没有电话或备注；不含沉默跟进人的客户
follow-overdue-why = 其中一半已等待 { COUNT($days) } 天或更久。
follow-due-soon = 准备本周的跟进
follow-due-soon-who = 下次跟进日期在一周内；不含沉默跟进人的客户
follow-due-soon-why = 日期是上次电话或备注时定下的。
follow-owners-caption = 跟进人以代码显示，姓名见名单 owners.csv。{ COUNT($followed) } 位客户有电话或备注{ $new ->
    [0] 。
   *[other] ，其中 { COUNT($new) } 位还没有计入统计的订单。
}
follow-head-owner = 跟进人
follow-head-customers = 客户
follow-head-overdue = 逾期
follow-head-due-soon = 一周内到期
follow-head-last = 最近电话或备注
follow-head-silent = 沉默
follow-head-code = 代码
follow-nobody = 未指定
follow-yes = 是
follow-no = 否

## 特殊账户
marks-mark-wholesale = 批发账户
marks-mark-reseller = 转售账户
marks-mark-coupon-hunter = 薅券账户
marks-mark-high-returns = 高退货账户
marks-mark-ordinary = 普通客户
marks-title = { COUNT($n) } 个账户的购买方式不同于普通客户：占销售额 { SHARE($sales) }，占退款 { SHARE($refunds) }
marks-title-no-refunds = { COUNT($n) } 个账户的购买方式不同于普通客户：占销售额 { SHARE($sales) }
marks-title-none-of = 没有账户带标记；已判断：{ $judged }
marks-title-not-judged = 现有导出文件不足以判断有没有特殊账户
marks-title-none = 没有发现批发、转售、薅券或高退货账户
marks-subtitle = 占客户、支付金额、优惠与退款的比例，全部订单 · { COUNT($n) } 位客户
marks-subtitle-no-refunds = 占客户、支付金额与优惠的比例，全部订单 · { COUNT($n) } 位客户
marks-share-customers = 客户 { SHARE($share) }
marks-share-gross-paid = 销售 { SHARE($share) }
marks-share-discount = 优惠 { SHARE($share) }
marks-share-refunded = 退款 { SHARE($share) }
marks-hover = { $mark }：{ COUNT($customers) } 个账户（{ SHARE($share) }）
    退款前支付 { MONEY($gross) }
    优惠 { MONEY($discount) }
    退款 { MONEY($refunded) }
marks-hover-no-refunds = { $mark }：{ COUNT($customers) } 个账户（{ SHARE($share) }）
    支付 { MONEY($gross) }
    优惠 { MONEY($discount) }
marks-words-wholesale = 批发账户 { COUNT($n) } 个：每单不少于 { $units } 件。
marks-words-reseller = 转售账户 { COUNT($n) } 个：订单不少于 { $orders } 笔，同款平均 { $pieces } 件及以上，且为通常账户的 { $times } 倍及以上。
marks-words-coupon-hunter = 薅券账户 { COUNT($n) } 个：订单不少于 { $orders } 笔，其中 { SHARE($peak) } 及以上在本店大促日，{ SHARE($coupon) } 及以上用券。
marks-words-high-returns = 高退货账户 { COUNT($n) } 个：退款订单不少于 { $orders } 笔，退款率 { SHARE($rate) } 及以上且远高于本店的 { SHARE($usual) }，退款订单多于偶然所能解释。
marks-words-no-pieces = 识别批发账户需要每单的商品件数；导出文件没有。
marks-words-no-coupons = 识别薅券账户需要知道哪些订单用了券；订单表没有这一列。
marks-words-no-lines = 识别转售账户需要写明商品的订单明细；目前没有。
marks-words-no-refunds = 识别高退货账户需要退款记录；导出文件没有任何退款信息。
marks-words-no-returns = 识别高退货账户需要退款记录；截止日前没有。
marks-words-signs = 标记只说明账户怎样购买，不证明其意图。
marks-words-list = 账户名单：{ $where }。
marks-costs-caption = 特殊账户的成本，全部订单
marks-head-mark = 标记
marks-head-customers = 账户数
marks-head-gross = 退款前支付
marks-head-discount = 优惠
marks-head-refunded = 退款
marks-head-net = 净支付
marks-averages-caption = 含与不含特殊账户的平均值，全部订单；95% 区间
marks-head-figure = 指标
marks-head-all = 全部账户
marks-head-without = 不含特殊账户
marks-figure-aov = 笔单价（净额）
marks-figure-spend-per-buyer = 客户均净支付
marks-figure-units-per-order = 连带率
marks-figure-orders-per-buyer = 人均订单数
marks-figure-refund-rate = 退款率

## 指标
kpi-reachable-customers = 可联系的客户
kpi-reachable-customers-definition = 联系方式有效且营销授权有效的客户占比，任一渠道（或所列渠道）。
kpi-reachable-buyers = 可联系的近期买家
kpi-reachable-buyers-definition = 同一占比，仅计尚未流失（在流失天数内下过单）的客户。
kpi-member-share-customers = 会员占客户
kpi-member-share-customers-definition = 有计入统计的订单的客户中会员的占比。
kpi-member-share-buyers = 会员占买家
kpi-member-share-buyers-definition = 窗口内下单的客户中会员的占比。
kpi-member-share-sales = 会员占销售额
kpi-member-share-sales-definition = 当前会员在窗口内的净支付占全部已知客户净支付的比例。
kpi-member-aov = 笔单价：会员与其他
kpi-member-aov-definition = 窗口内每笔订单的净支付，会员与非会员分开。两组在许多方面都不同。
kpi-member-orders-per-buyer = 人均订单数：会员与其他
kpi-member-orders-per-buyer-definition = 窗口内每位买家的订单数，会员与非会员分开。两组在许多方面都不同。
kpi-member-repurchase-rate = 复购率：会员与其他
kpi-member-repurchase-rate-definition = 窗口内买家中下过两单及以上的占比，会员与非会员分开。两组在许多方面都不同。
kpi-member-refund-rate = 退款率：会员与其他
kpi-member-refund-rate-definition = 窗口内买家全部订单的退款占支付金额的比例，会员与非会员分开。两组在许多方面都不同。
kpi-super-users = 超级用户
kpi-super-users-definition = 最近 365 天分享或评价足够多、且订单足够多的客户；门槛见设置。
kpi-follow-up-overdue = 逾期的跟进
kpi-follow-up-overdue-definition = 有电话或备注、下次跟进日期已过且此后没有再跟进的客户，不论是否下过单、由谁跟进。
kpi-marked-accounts = 特殊账户
kpi-marked-accounts-definition = 购买方式不同于普通客户的账户，按标记；规则见设置。
kpi-aov-without-marked = 笔单价（不含特殊账户）
kpi-aov-without-marked-definition = 全部日期每笔订单的净支付，不含批发、转售、薅券与高退货账户。
kpi-spend-per-buyer-without-marked = 客户均净支付（不含特殊账户）
kpi-spend-per-buyer-without-marked-definition = 全部日期每位客户的净支付，不含特殊账户。
kpi-units-per-order-without-marked = 连带率（不含特殊账户）
kpi-units-per-order-without-marked-definition = 全部日期每笔订单的件数，不含特殊账户。
kpi-orders-per-buyer-without-marked = 人均订单数（不含特殊账户）
kpi-orders-per-buyer-without-marked-definition = 全部日期每位客户的订单数，不含特殊账户。
kpi-refund-rate-without-marked = 退款率（不含特殊账户）
kpi-refund-rate-without-marked-definition = 全部日期退款占支付金额的比例，不含特殊账户。

## 金字塔各列
pyramid-field-member = 会员
pyramid-field-membership-source = 入会方式
pyramid-field-koc = KOC / KOL
pyramid-field-rating = 平均评分
pyramid-field-check-ins = 签到
pyramid-field-super-user = 超级用户
pyramid-field-reach-sms = 可联系：短信
pyramid-field-reach-phone = 可联系：电话
pyramid-field-reach-email = 可联系：邮件
pyramid-field-reach-wecom = 可联系：企业微信
pyramid-field-reach-official-account = 可联系：公众号
pyramid-field-reach-push = 可联系：APP推送
pyramid-field-reach-platform = 可联系：平台
pyramid-field-personalisation = 同意个性化
pyramid-field-owner = 跟进人
pyramid-field-last-touch-on = 最近电话或备注
pyramid-field-last-outcome = 最近结果
pyramid-field-next-on = 下次跟进日期
pyramid-field-mark = 标记
pyramid-means-member = 是否会员；没有会员记录时为空
pyramid-means-membership-source = 入会方式
pyramid-means-tier = 会员等级，以最近导出为准
pyramid-means-points = 积分余额，以最近导出为准
pyramid-means-koc = KOC、KOL 或本店设置的其他标记
pyramid-means-reviews = 最近 365 天的评价数；没有记录时为空
pyramid-means-rating = 这些评价的平均星级
pyramid-means-shares = 最近 365 天的分享次数；没有记录时为空
pyramid-means-check-ins = 最近 365 天的签到次数；没有记录时为空
pyramid-means-super-user = 365 天内分享或评价足够多，且订单足够多（见设置）
pyramid-means-reach-sms = 电话有效，且同意短信营销
pyramid-means-reach-phone = 电话有效，且同意电话营销
pyramid-means-reach-email = 邮箱有效，且同意邮件营销
pyramid-means-reach-wecom = 企业微信好友，且同意在此接收营销
pyramid-means-reach-official-account = 关注公众号，且同意在此接收营销
pyramid-means-reach-push = 装有 APP，且同意推送营销
pyramid-means-reach-platform = 同意平台的营销消息
pyramid-means-personalisation = 同意个性化；限定用途的字段因此可用于营销
pyramid-means-owner = 跟进该客户的员工姓名，取自电话与备注
pyramid-means-last-touch-on = 最近一次电话或备注的日期
pyramid-means-last-outcome = 最近记录的结果，员工原文
pyramid-means-next-on = 最近电话或备注时定下的下次日期
pyramid-means-mark = 批发、转售、薅券、高退货或普通（见设置）
pyramid-card-yes = 是
pyramid-card-no = 否
pyramid-word-points = 分
pyramid-word-stars = 星
pyramid-table-memberships = 会员表
pyramid-table-consents = 授权表
pyramid-table-touches = 触达与跟进表
pyramid-unlocks-social-memberships = 谁是会员、等级与积分
pyramid-unlocks-social-touches = 谁在跟进谁

## 按名单联系过的客户
contacted-none = 名单上还没有人被打勾。联系过谁就打勾、保存、再运行一次，这里便有人数。
contacted-counts = 自 { DAY($day) } 起：按名单联系过的 { COUNT($c_customers) } 位中，之后再次下单 { COUNT($c_returned) } 位；未联系的 { COUNT($o_customers) } 位中，{ COUNT($o_returned) } 位。
contacted-no-lot = 联系谁并非抽签决定，所以差别说明不了联系的效果；继续之前请先抽签分组。
