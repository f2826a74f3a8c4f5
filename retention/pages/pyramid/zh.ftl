### 笔记本 01：客户基础、数据金字塔、行动、首单、客户卡片

## 客户基础
pyramid-base-none = 还没有客户有计入统计的订单。
pyramid-base = 本店客户 { COUNT($customers) } 位，订单 { COUNT($orders) } 笔，{ $refunds ->
    [known] 净支付
   *[unknown] 支付
} { MONEY($money) }。{ $median ->
    [0] 至少一半的客户在数据的最后一天下过单。
   *[other] 至少一半的客户在最近 { COUNT($median) } 天内下过单。
}至今有 { SHARE($again) } 的客户在另一天再次购买。
pyramid-base-single = 本店客户 1 位，订单 { COUNT($orders) } 笔，{ $refunds ->
    [known] 净支付
   *[unknown] 支付
} { MONEY($money) }；最近一单{ $since ->
    [0] 在数据的最后一天。
   *[other] 距数据截止日 { COUNT($since) } 天。
}
pyramid-base-guests = 另有 { COUNT($orders) } 笔订单没有客户编号（{ MONEY($money) }，占净销售额 { SHARE($share) }），不在金字塔内。
pyramid-outside = 不在金字塔内的客户：{ $list }。
pyramid-outside-no-order-counts = { COUNT($customers) } 位的订单均未计入统计
pyramid-outside-refunds-only = { COUNT($customers) } 位只有退款
pyramid-outside-never-ordered = { COUNT($customers) } 位从未下单

## 层级
pyramid-layer-basic = 基础层
pyramid-layer-consumption = 消费层
pyramid-layer-interaction = 互动层
pyramid-layer-preference = 偏好层
pyramid-layer-social = 社交层
pyramid-layers-title-nothing = 数据金字塔还是空的
pyramid-layers-title-full = 数据金字塔五层都有数据，最薄的是{ $thinnest }（{ SHARE($filled) }）
pyramid-layers-title-gaps = 数据金字塔五层中有 { $empty } 层还是空的：{ $names }
pyramid-layers-subtitle = 填充：有值的客户占比，按该层各字段平均 · { COUNT($n) } 位客户
pyramid-layers-label = { $layer } { SHARE($filled) }
pyramid-layers-needs = 缺{ $tables }
pyramid-layers-fields = { $fields } 个字段中 { $present } 个有值
pyramid-layers-hover = { $layer }：填充 { SHARE($filled) }，{ $fields } 个字段中 { $present } 个有值
pyramid-layers-hover-lacking = 缺少的表：{ $tables }
pyramid-missing-table = **{ $table }**（{ $layers }）：有了它可看到{ $unlocks }。{ COUNT($count) } 个字段：{ $fields }。
pyramid-missing-semicolon = ；
pyramid-missing-fields = { $layers }：表已有，但{ $fields }还没有值。
pyramid-missing-nothing = 金字塔没有缺失的字段。
pyramid-table-orders = 订单表
pyramid-table-order-lines = 订单明细表
pyramid-table-returns = 退货表
pyramid-table-customers = 客户表
pyramid-table-products = 商品表
pyramid-table-events = 行为事件表
pyramid-table-tickets = 客服工单表
pyramid-unlocks-basic-customers = 客户是谁：年龄段、地区、尺码
pyramid-unlocks-consumption-orders = 客户何时购买、买多少
pyramid-unlocks-interaction-returns = 谁退了多少
pyramid-unlocks-interaction-events = 谁浏览、收藏、加购却没有下单
pyramid-unlocks-interaction-tickets = 谁在购买前后咨询
pyramid-unlocks-preference-order-lines = 每位客户买了什么（连同商品表）
pyramid-unlocks-preference-products = 每位客户的常购品类、风格与尺码（连同订单明细表）
pyramid-unlocks-preference-events = 客户此刻在看什么
pyramid-unlocks-social-events = 谁在分享和评价

## 字段
pyramid-field-customer-id = 客户编号
pyramid-field-gender = 性别
pyramid-field-age-band = 年龄段
pyramid-field-region = 地区
pyramid-field-occupation = 职业
pyramid-field-joined-on = 入会日期
pyramid-field-first-ordered-on = 首单日期
pyramid-field-last-ordered-on = 最近下单
pyramid-field-days-since-last-order = 距最近下单天数
pyramid-field-tenure = 距首单天数
pyramid-field-orders = 订单数
pyramid-field-orders-kept = 未全额退款的订单数
pyramid-field-purchase-days = 购买天数
pyramid-field-units = 件数
pyramid-field-gross-paid = 支付金额
pyramid-field-refunded = 退款金额
pyramid-field-refunds-without-order = 未注明订单的退款
pyramid-field-net-paid = 净支付金额
pyramid-field-aov = 笔单价
pyramid-field-median-gap-days = 通常购买间隔
pyramid-field-orders-window = 窗口内订单数
pyramid-field-net-paid-window = 窗口内净支付金额
pyramid-field-first-channel = 首单渠道
pyramid-field-usual-channel = 常用渠道
pyramid-field-first-category = 首单品类
pyramid-field-usual-category = 常购品类
pyramid-field-usual-category-share = 常购品类占比
pyramid-field-usual-category-n = 已知品类件数
pyramid-field-first-order-paid = 首单支付金额
pyramid-field-first-kept-on = 首个未全额退款订单
pyramid-field-second-ordered-on = 第二次购买
pyramid-field-days-to-second-order = 到第二次购买的天数
pyramid-field-refund-rate = 退款率
pyramid-field-reason = 入选原因
pyramid-field-ordered-on = 下单日期
pyramid-field-status = 状态
pyramid-field-channel = 渠道
pyramid-field-goods = 商品
pyramid-field-views = 浏览
pyramid-field-favourites = 收藏
pyramid-field-carts = 加购
pyramid-field-campaigns = 活动参与
pyramid-field-coupons = 优惠券使用
pyramid-field-chats = 客服咨询
pyramid-field-intent = 当前意向
pyramid-field-tier = 会员等级
pyramid-field-points = 积分
pyramid-field-shares = 分享
pyramid-field-reviews = 评价

## 数据字典
pyramid-dictionary-table = 表
pyramid-dictionary-column = 列
pyramid-dictionary-label = 名称
pyramid-dictionary-kind = 类型
pyramid-dictionary-unit = 单位
pyramid-dictionary-meaning = 含义
pyramid-dictionary-own = 本店自定义字段
pyramid-word-text = 文本
pyramid-word-integer = 整数
pyramid-word-number = 数值
pyramid-word-money = 金额
pyramid-word-flag = 是/否
pyramid-word-date = 日期
pyramid-word-time = 时间
pyramid-word-choice = 选项
pyramid-word-years = 岁
pyramid-word-days = 天
pyramid-word-orders = 笔
pyramid-word-pieces = 件
pyramid-word-share = 占比
pyramid-word-shop-currency = 本店币种

## 客户现状
pyramid-recency-title = 最近 { $days } 天下过单的客户：占客户 { SHARE($people) }，占历史净支付 { SHARE($money) }
pyramid-recency-title-nobody = 最近 { $days } 天没有客户下单
pyramid-recency-title-no-money = 最近 { $days } 天下过单的客户：占客户 { SHARE($people) }
pyramid-recency-title-none = 还没有客户
pyramid-recency-subtitle = 按距最近下单天数分段：客户占比与历史净支付占比 · { COUNT($n) } 位客户，{ MONEY($money) }
pyramid-recency-band = { $first }–{ $last } 天
pyramid-recency-band-open = { $last } 天以上
pyramid-recency-people = 客户 { SHARE($share) }
pyramid-recency-money = 金额 { SHARE($share) }
pyramid-recency-hover = 距最近下单 { $band }
    { COUNT($customers) } 位客户（{ SHARE($people) }）
    历史净支付 { MONEY($money) }（{ SHARE($paid) }）

## 现在要做什么
pyramid-actions-none = 今天没有紧急事项：没有客户符合所查找的行动。
pyramid-actions-money = 历史净支付
pyramid-action-top-dormant = 联系沉默下来的最佳客户
pyramid-action-top-dormant-who = 消费金额前 { SHARE($top_share) }，超过 { $days } 天没有下单
pyramid-action-top-dormant-why = 客户至今净支付的 { SHARE($share) } 来自他们。
pyramid-action-top-dormant-reason = 高消费客户，{ $since } 天未下单
pyramid-action-overdue = 提醒逾期未回的老客户
pyramid-action-overdue-who = 在两天及以上买过，超过 { $days } 天且超过自己通常间隔的两倍没有下单
pyramid-action-overdue-why = 其中一半以往在 { COUNT($gap) } 天内就会回来。
pyramid-action-overdue-reason = { $since } 天未下单，以往约每 { COUNT($gap) } 天一次
pyramid-action-second-order = 争取第二单
pyramid-action-second-order-who = 只在一天买过，距今 { $from } 至 { $days } 天
pyramid-action-second-order-why = 此前 { COUNT($n) } 位首购客户中，{ SHARE($share) } 在 { $days } 天内再次下单。
pyramid-action-second-order-why-thin = 此前 { COUNT($n) } 位首购客户中，{ COUNT($k) } 位在 { $days } 天内再次下单；人数太少，不计比率。
pyramid-action-second-order-why-none = 还没有满 { $days } 天的首单，暂无可比的比率。
pyramid-action-second-order-reason = 买过一次，距今 { $since } 天
pyramid-action-many-returns = 询问退货多的客户哪里不合适
pyramid-action-many-returns-who = { $least } 笔及以上订单，退款率远高于本店通常的 { SHARE($usual) }
pyramid-action-many-returns-why = 他们支付金额的 { SHARE($rate) } 已退回：{ MONEY($refunded) }。
pyramid-action-many-returns-reason = 支付金额的 { SHARE($rate) } 已退回
pyramid-action-guests = 请未登记的买家建立账户
pyramid-action-guests-who = 没有客户编号的订单
pyramid-action-guests-why = 净销售额的 { SHARE($share) } 没有客户编号，无法知道哪些买家会回来。

## 首单与第二单
pyramid-too-few = 客户太少，不计比率
pyramid-second-question-category = 首单买什么，能看出谁会回来吗？
pyramid-second-question-channel = 首单在哪里买，能看出谁会回来吗？
pyramid-second-question-price-band = 首单花多少，能看出谁会回来吗？
pyramid-second-thin = 满 { $days } 天的首单太少，看不出谁会回来：{ COUNT($n) } 位中 { COUNT($k) } 位回来了
pyramid-second-none = 还没有满 { $days } 天的首单
pyramid-second-same-category = 没有首单品类明显不同：{ SHARE($overall) } 的首购客户在 { $days } 天内再次下单
pyramid-second-same-channel = 没有首单渠道明显不同：{ SHARE($overall) } 的首购客户在 { $days } 天内再次下单
pyramid-second-same-price-band = 首单金额大小没有明显差别：{ SHARE($overall) } 在 { $days } 天内再次下单
pyramid-second-differs-category = 首单买{ $group }的客户，{ SHARE($share) } 在 { $days } 天内再次下单；全店为 { SHARE($overall) }
pyramid-second-differs-channel = 首单来自{ $group }的客户，{ SHARE($share) } 在 { $days } 天内再次下单；全店为 { SHARE($overall) }
pyramid-second-differs-price-band = 首单金额{ $group }的客户，{ SHARE($share) } 在 { $days } 天内再次下单；全店为 { SHARE($overall) }
pyramid-second-subtitle = { $days } 天内有第二单的占比，95% 区间 · { COUNT($n) } 位首单已满 { $days } 天的客户
pyramid-second-overall = 全店 { SHARE($share) }
pyramid-second-band-low = 不超过 { $high }
pyramid-second-band-middle = { $low } 至 { $high }
pyramid-second-band-high = { $low } 及以上
pyramid-second-whole = 全部客户
pyramid-second-missing-category = 首单品类未知（需要订单明细表和商品表）；全部客户中 { SHARE($overall) } 在 { $days } 天内再次下单
pyramid-second-missing-channel = 首单渠道未知（订单没有渠道）；全部客户中 { SHARE($overall) } 在 { $days } 天内再次下单
pyramid-second-missing-price-band = 首单金额几乎相同；全部客户中 { SHARE($overall) } 在 { $days } 天内再次下单
pyramid-second-other = 其他
pyramid-second-unknown = 未知
pyramid-second-count = n = { COUNT($n) }
pyramid-second-counts = { COUNT($n) } 位中 { COUNT($k) } 位
pyramid-second-axis = { $days } 天内再次下单
pyramid-second-hover = { $group }：{ COUNT($n) } 位客户中 { COUNT($k) } 位，{ SHARE($share) }（{ SHARE($low) } 至 { SHARE($high) }）
pyramid-second-hover-thin = { $group }：{ COUNT($n) } 位客户中 { COUNT($k) } 位，人数太少，不计比率
pyramid-second-how = 各组在其他方面也有不同；差别并不说明是首单带来的。
pyramid-second-first-seen = 这 { COUNT($n) } 位客户中有 { COUNT($first_seen) } 位在数据开头的 { COUNT($days) } 天内首次出现，其中一些可能此前已买过。

## 一位客户
pyramid-card-none = 还没有可展示的客户。
pyramid-card-single = { $name } 下过一单，{ $since ->
    [0] 在数据的最后一天
   *[other] 距数据截止日 { COUNT($since) } 天
}，净支付 { MONEY($money) }，高于 { SHARE($below) } 的客户。
pyramid-card-often = { $name } 自 { DAY($first) } 起下过 { COUNT($orders) } 单，净支付 { MONEY($money) }，高于 { SHARE($below) } 的客户。最近一单{ $since ->
    [0] 在数据的最后一天。
   *[other] 距数据截止日 { COUNT($since) } 天。
}
pyramid-card-gap = 购买间隔有一半不超过 { COUNT($gap) } 天。
pyramid-card-title-single = { $name }：目前一单
pyramid-card-title-often = { $name }：{ COUNT($orders) } 单，最近一单{ $since ->
    [0] 在数据的最后一天
   *[other] 距数据截止日 { COUNT($since) } 天
}
pyramid-card-subtitle = 每单支付金额；深色为退款后留下的部分 · 最近 { COUNT($shown) } 单
pyramid-card-subtitle-paid = 每单支付金额 · 最近 { COUNT($shown) } 单
pyramid-card-today = 数据截止
pyramid-card-paid = { DAY($day) }：支付 { MONEY($paid) }
pyramid-card-back = { DAY($day) }：支付 { MONEY($paid) }，退款 { MONEY($refunded) }
pyramid-card-pieces = { COUNT($units) } 件
pyramid-card-withheld = 已知，不展示（可用于：{ $purposes }）
pyramid-card-head-layer = 层级
pyramid-card-head-field = 字段
pyramid-card-head-value = 值

## 金字塔各列的含义
pyramid-means-customer-id = 本店的客户编号
pyramid-means-gender = 客户填写的性别
pyramid-means-age-band = 截止日的年龄段；未满 14 岁或生日未知的为空
pyramid-means-region = 省份或地区
pyramid-means-occupation = 职业
pyramid-means-joined-on = 账户或会员开始的日期
pyramid-means-first-ordered-on = 首个计入统计的订单的日期
pyramid-means-last-ordered-on = 最近一个计入统计的订单的日期
pyramid-means-days-since-last-order = 截止日减最近下单日
pyramid-means-tenure = 截止日减首单日
pyramid-means-orders = 截止日前计入统计的订单数，含首单
pyramid-means-orders-kept = 计入统计且（就已知信息）未全额退款的订单数
pyramid-means-purchase-days = 有计入统计的订单的天数
pyramid-means-units = 这些订单的件数，退货前；有订单没有件数时为空
pyramid-means-gross-paid = 计入统计的订单的商品支付金额，退款前
pyramid-means-refunded = 计入统计的订单上退还的金额；导出文件没有退款信息时为空
pyramid-means-refunds-without-order = 未注明订单的退款金额；导出文件没有退款信息时为空
pyramid-means-net-paid = 支付金额减去已知的两类退款
pyramid-means-aov = 每个计入统计的订单的净支付金额
pyramid-means-median-gap-days = 购买日之间间隔的中位数；只有一个购买日的为空
pyramid-means-orders-window = 设定窗口内计入统计的订单数
pyramid-means-net-paid-window = 窗口内订单的净支付金额，减去窗口内未注明订单的退款
pyramid-means-first-channel = 首单的渠道（有未全额退款的订单时，取其中第一单）
pyramid-means-usual-channel = 订单最多的渠道；相同时取金额高者，再按名称
pyramid-means-first-category = 首单中金额最高的品类（首单的取法同首单渠道）
pyramid-means-usual-category = 购买件数最多的品类；相同时取金额高者，再按名称
pyramid-means-usual-category-share = 该品类占已知品类件数的比例
pyramid-means-usual-category-n = 已知品类的件数
pyramid-means-first-order-paid = 首单的支付金额（首单的取法同首单渠道）
pyramid-means-first-kept-on = 首个未全额退款的订单的日期
pyramid-means-second-ordered-on = 其后第一个有未全额退款订单的日期
pyramid-means-days-to-second-order = 首个未全额退款订单到第二次购买的天数
pyramid-means-refund-rate = 两类退款占支付金额的比例

## 指标
kpi-second-order-within = { $days } 天内有第二单
kpi-second-order-within-definition = 首单已满 { $days } 天的客户中，首单后 { $days } 天内在另一天再次购买的占比。全额退款的订单不算购买。
