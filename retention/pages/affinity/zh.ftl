### 买了之后、同一单里还买什么，以及接下来推荐什么

affinity-arrow = { $a } → { $c }
affinity-or-between = 或

## 时序规则
affinity-rules-title = 买过{ $a }之后，购买{ $c }的频率是平常的 { $lift } 倍
affinity-rules-title-none = 没有哪件商品在另一件之后的购买，多到时间和过往购买解释不了
affinity-rules-subtitle = { $days } 天内的提升度及 { NUMBER1($percent) }% 区间（对数轴）；1 = 同月、购买次数相近的顾客的平常水平；共检验 { COUNT($pairs) } 对
affinity-rules-hover = { $a } → { $c }
    { COUNT($n) } 位买家中 { COUNT($joint) } 位跟进（{ SHARES($low, $high) }）
    预期 { NUMBER1($expected) } 位，提升度 { NUMBER1($lift) }（{ NUMBER1($lift_low) }–{ NUMBER1($lift_high) }）
affinity-rules-words = { COUNT($n) } 位首次购买{ $a }的顾客中，{ COUNT($joint) } 位在 { $days } 天内又买了{ $c }：{ SHARE($confidence) }（{ SHARES($low, $high) }）。此前未买过，也不在同一单里。
affinity-rules-words-more = 共检验 { COUNT($pairs) } 对，展示 { COUNT($rules) } 条规则；这样展示的规则中，约 { SHARE($false) } 可能是偶然。
affinity-rules-words-none = 检验的 { COUNT($pairs) } 对商品中，没有一对在足够多的购买（{ COUNT($least) } 次）下超出偶然。
affinity-rules-words-untested = 购买太少，无法检验先后关系：没有一对商品的预期跟进人数达到 { NUMBER1($least) }。
affinity-rules-words-not-cause = 可放在感谢页和后续消息中推荐；推荐能否带来增量，只有对照组实验才能说明。

## 同单
affinity-baskets-title = { $a }与{ $c }同单的频率是随机情况的 { $lift } 倍
affinity-baskets-title-none = 没有两类商品的同单频率高于随机情况
affinity-baskets-subtitle = 同单提升度：1 = 与随机相同，橙色更高，蓝色更低；{ COUNT($orders) } 单，同单不足 { COUNT($least) } 次的留空
affinity-baskets-hover = { $a } + { $c }：{ COUNT($joint) } 单
    提升度 { NUMBER1($lift) }，占含{ $a }订单的 { SHARE($confidence) }

## 推荐
affinity-reason-rule = 最近买过{ $because }；买家常在 { $days } 天内再买这件
affinity-reason-basket = 最近买过{ $because }；两件常在同一单
affinity-reason-category = 近期热销，且比别人更常买{ $because }
affinity-reason-style = 近期热销，且比别人更常买{ $because }风格
affinity-reason-popular = 近期热销
affinity-method-ours = 本页推荐
affinity-method-popular = 热销榜
affinity-method-similar = 相似商品（物品协同）
affinity-offers-words = { COUNT($customers) } 位顾客中 { COUNT($offered) } 位有推荐：{ $reasons }。
affinity-offers-words-none = 无法给任何人推荐：过滤之后没有在售商品。
affinity-offers-share-rule = { SHARE($share) } 来自时序规则
affinity-offers-share-basket = { SHARE($share) } 来自同单
affinity-offers-share-category = { SHARE($share) } 来自偏好品类
affinity-offers-share-style = { SHARE($share) } 来自偏好风格
affinity-offers-share-popular = { SHARE($share) } 为热销
affinity-comma = 、
affinity-list-good = 商品 { $rank }
affinity-list-category = 品类 { $rank }
affinity-list-why = 理由 { $rank }
affinity-list-price = 现价 { $rank }
affinity-list-reason = 适合向其推荐的商品，按匹配度排序
affinity-filter = 过滤
affinity-filter-applied = 是否使用
affinity-filter-pairs = 排除的推荐
affinity-filter-customers = 涉及顾客
affinity-filter-yes = 是
affinity-filter-owned = 已买过（复购品除外）
affinity-filter-size = 没有她的尺码
affinity-filter-returned = 曾退货
affinity-filter-fabric = 过敏面料
affinity-filter-season = 不当季
affinity-filter-stock = 缺货
affinity-filter-margin = 现价无毛利
affinity-without-no-stock = 否：没有库存表
affinity-without-no-sizes = 否：尺码未知
affinity-without-no-returns = 否：没有退货表
affinity-without-no-field = 否：顾客资料没有该字段
affinity-without-no-consent = 否：需要授权表
affinity-without-no-products = 否：商品表没有该信息

## 回测
affinity-backtest-title-win = 本页推荐猜中 { SHARE($ours) } 的末次订单，热销榜为 { SHARE($popular) }
affinity-backtest-title-tie = 本页推荐猜中 { SHARE($ours) } 的末次订单，未必多于热销榜
affinity-backtest-title-lose = 热销榜猜得更准：{ SHARE($popular) } 对 { SHARE($ours) }
affinity-backtest-title-none = 还没有可以回测的末次订单
affinity-backtest-subtitle = 留出末次订单，其中含所推荐 { COUNT($offers) } 件之一的顾客占比，95% 区间；{ COUNT($customers) } 位顾客
affinity-backtest-hover = { $method }：{ COUNT($customers) } 位中 { COUNT($hits) } 位（{ SHARES($low, $high) }）
affinity-backtest-words = 每人推荐 { COUNT($offers) } 件，{ $method }能猜中 { SHARE($rate) } 顾客的末次订单（{ SHARES($low, $high) }），与热销榜相差 { $points } 个百分点（{ $points_low } 至 { $points_high }）。
affinity-backtest-words-win = 差异超出偶然。
affinity-backtest-words-tie = 差异可能是偶然。
affinity-backtest-words-lose = 在本店，推荐热销榜更好。
affinity-backtest-words-best = 最好的是：{ $method }（{ SHARE($rate) }）。
affinity-backtest-words-none = 近期没有老顾客再次购买，无法评判推荐。
affinity-backtest-method = 推荐方式
affinity-backtest-customers = 顾客
affinity-backtest-hit = 猜中末次订单
affinity-backtest-low = 下限
affinity-backtest-high = 上限
affinity-backtest-mrr = 平均倒数排名
affinity-backtest-coverage = 被推荐过的商品

## 品类
affinity-trend-title-up = { $category }同比增长最多：{ $change }
affinity-trend-title-down = { $category }同比下降最多：{ $change }
affinity-trend-title-plain = { $category }卖得最多：占近 { COUNT($months) } 个月的 { SHARE($share) }
affinity-trend-title-none = 没有分品类的销售
affinity-trend-subtitle = 各品类每月支付金额，近 { COUNT($months) } 个月（蓝）与上年同月（灰）；空心：当月未完
affinity-trend-hover = { $category }，{ $month }：{ MONEY($paid) }
affinity-trend-hover-year = { $category }，{ $month } 的上年同月：{ MONEY($paid) }
affinity-change-words = 近 { COUNT($days) } 天，{ $category }与上年同一活动周期（{ DAY($first) } – { DAY($last) }）相比 { $change }：{ MONEY($paid) }，上年 { MONEY($last_year) }。
affinity-change-words-none = 没有上一年可供品类比较。

## 02 页面
affinity-needs-lines = 需要订单明细表（order_lines，每笔订单买了什么）：可显示买了什么之后常买什么，以及下一步向谁推荐什么。
affinity-needs-products = 需要带品类的商品表（products）：可显示哪些品类常一起买，以及各品类全年走势。
affinity-filters = 各项过滤排除了什么
affinity-backtest-table = 回测数字
kpi-rules-shown = 显示的规则数
kpi-rules-shown-definition = 买了前者之后购买后者的次数超出时间与习惯所能解释的商品对；n 为检验的商品对数。
kpi-customers-offered = 有推荐的客户
kpi-customers-offered-definition = 至少有一件商品通过各项过滤的客户数。
kpi-offers-hit-rate = 末单命中率
kpi-offers-hit-rate-definition = 留出的最后一单中，至少包含一件事前推荐商品的占比，按推荐方法分列。
