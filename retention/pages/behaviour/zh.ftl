### 客户在订单之间做什么、喜欢什么、谁即将下单

## 互动层与偏好层的列
pyramid-field-views-30d = 近 30 天浏览
pyramid-field-views-90d = 近 90 天浏览
pyramid-field-favourites-30d = 近 30 天收藏
pyramid-field-favourites-90d = 近 90 天收藏
pyramid-field-cart-adds-30d = 近 30 天加购
pyramid-field-cart-adds-90d = 近 90 天加购
pyramid-field-chats-30d = 近 30 天咨询
pyramid-field-chats-90d = 近 90 天咨询
pyramid-field-campaigns-30d = 近 30 天参加活动
pyramid-field-campaigns-90d = 近 90 天参加活动
pyramid-field-coupons-used-30d = 近 30 天用券
pyramid-field-coupons-used-90d = 近 90 天用券
pyramid-field-returns-30d = 近 30 天退货
pyramid-field-returns-90d = 近 90 天退货
pyramid-field-exchanges-30d = 近 30 天换货
pyramid-field-exchanges-90d = 近 90 天换货
pyramid-field-last-interaction-on = 最近互动
pyramid-field-days-since-last-interaction = 距最近互动天数
pyramid-field-usual-category-low = 常购品类占比下限
pyramid-field-usual-brand = 常购品牌
pyramid-field-usual-brand-share = 常购品牌占比
pyramid-field-usual-brand-n = 已知品牌的件数
pyramid-field-usual-brand-low = 常购品牌占比下限
pyramid-field-usual-style = 常购风格
pyramid-field-usual-style-share = 常购风格占比
pyramid-field-usual-style-n = 已知风格的件数
pyramid-field-usual-style-low = 常购风格占比下限
pyramid-field-usual-colour = 常购颜色
pyramid-field-usual-colour-share = 常购颜色占比
pyramid-field-usual-colour-n = 已知颜色的件数
pyramid-field-usual-colour-low = 常购颜色占比下限
pyramid-field-usual-season = 常购季节
pyramid-field-usual-season-share = 常购季节占比
pyramid-field-usual-season-n = 已知季节的件数
pyramid-field-usual-season-low = 常购季节占比下限
pyramid-field-usual-size = 常购尺码
pyramid-field-usual-size-share = 常购尺码占比
pyramid-field-usual-size-n = 已知尺码的件数
pyramid-field-usual-size-low = 常购尺码占比下限
pyramid-field-usual-promotion = 常用促销
pyramid-field-usual-promotion-share = 常用促销占比
pyramid-field-usual-promotion-n = 已知促销类型的订单数
pyramid-field-usual-promotion-low = 常用促销占比下限
pyramid-field-full-price-share = 原价购买占比
pyramid-field-median-discount = 通常折让
pyramid-field-price-n = 已知吊牌价的件数
pyramid-field-new-arrival-share = 新品占比
pyramid-field-clearance-share = 清仓品占比
pyramid-field-launch-n = 已知上架日的件数
pyramid-field-p-order-7d = 7 天内下单概率

pyramid-means-views-30d = 截止日前 30 天内浏览商品的次数；没有这类记录时为空
pyramid-means-views-90d = 截止日前 90 天内浏览商品的次数；没有这类记录时为空
pyramid-means-favourites-30d = 截止日前 30 天内收藏商品的次数；没有这类记录时为空
pyramid-means-favourites-90d = 截止日前 90 天内收藏商品的次数；没有这类记录时为空
pyramid-means-cart-adds-30d = 截止日前 30 天内加购的次数；没有这类记录时为空
pyramid-means-cart-adds-90d = 截止日前 90 天内加购的次数；没有这类记录时为空
pyramid-means-chats-30d = 截止日前 30 天内咨询的次数（以工单为准，没有则用行为事件）；没有这类记录时为空
pyramid-means-chats-90d = 截止日前 90 天内咨询的次数（以工单为准，没有则用行为事件）；没有这类记录时为空
pyramid-means-campaigns-30d = 截止日前 30 天内参加活动的次数；没有这类记录时为空
pyramid-means-campaigns-90d = 截止日前 90 天内参加活动的次数；没有这类记录时为空
pyramid-means-coupons-used-30d = 截止日前 30 天内使用优惠券的张数；没有这类记录时为空
pyramid-means-coupons-used-90d = 截止日前 90 天内使用优惠券的张数；没有这类记录时为空
pyramid-means-returns-30d = 截止日前 30 天内发货后的退货与退款次数；没有这类记录时为空
pyramid-means-returns-90d = 截止日前 90 天内发货后的退货与退款次数；没有这类记录时为空
pyramid-means-exchanges-30d = 截止日前 30 天内换货次数；没有这类记录时为空
pyramid-means-exchanges-90d = 截止日前 90 天内换货次数；没有这类记录时为空
pyramid-means-last-interaction-on = 最近一次行为、用券或工单的日期；订单不算
pyramid-means-days-since-last-interaction = 截止日减最近互动日
pyramid-means-usual-category-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-brand = 购买件数最多的品牌；相同时取金额高者，再按名称
pyramid-means-usual-brand-share = 占已知品牌的件数的比例
pyramid-means-usual-brand-n = 已知品牌的件数
pyramid-means-usual-brand-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-style = 购买件数最多的风格；相同时取金额高者，再按名称
pyramid-means-usual-style-share = 占已知风格的件数的比例
pyramid-means-usual-style-n = 已知风格的件数
pyramid-means-usual-style-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-colour = 购买件数最多的颜色；相同时取金额高者，再按名称
pyramid-means-usual-colour-share = 占已知颜色的件数的比例
pyramid-means-usual-colour-n = 已知颜色的件数
pyramid-means-usual-colour-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-season = 购买件数最多的商品季节；相同时取金额高者，再按名称
pyramid-means-usual-season-share = 占已知季节的件数的比例
pyramid-means-usual-season-n = 已知季节的件数
pyramid-means-usual-season-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-size = 常购品类中留下件数最多的尺码；相同时取金额高者，再按名称
pyramid-means-usual-size-share = 占已知尺码的件数的比例
pyramid-means-usual-size-n = 已知尺码的件数
pyramid-means-usual-size-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-usual-promotion = 多数订单使用的促销：满减、折扣、无门槛或无；相同时按此顺序
pyramid-means-usual-promotion-share = 占已知促销类型的订单的比例
pyramid-means-usual-promotion-n = 已知促销类型的订单数
pyramid-means-usual-promotion-low = 把握程度：占比的 95% Wilson 区间下限
pyramid-means-full-price-share = 以接近吊牌价的价格（门槛见设置 full_price_from）购买的件数占比
pyramid-means-median-discount = 按件计，比吊牌价低的比例的中位数
pyramid-means-price-n = 已知吊牌价的件数
pyramid-means-new-arrival-share = 上架 56 天内购买的件数占比
pyramid-means-clearance-share = 上架 84 天后购买或低于吊牌价 40% 及以上的件数占比
pyramid-means-launch-n = 已知上架日的件数
pyramid-means-p-order-7d = 未来 7 天内下单的概率，由最近 14 天的行为估计

## 客户在订单之间做什么
profile-doing-views = 浏览商品
profile-doing-favourites = 收藏商品
profile-doing-cart-adds = 加购
profile-doing-chats = 咨询
profile-doing-campaigns = 参加活动
profile-doing-coupons-used = 使用优惠券
profile-doing-returns = 退货
profile-doing-exchanges = 换货
profile-between-title = 订单之间最常见的是{ $what }：最近 30 天有 { SHARE($share) } 的客户做过
profile-between-title-quiet = 最近 30 天没有客户在订单之间有互动
profile-between-title-nothing = 最近 90 天没有客户在订单之间有互动
profile-between-subtitle = 最近 30 天与 90 天内至少做过一次的客户占比 · { COUNT($n) } 位客户
profile-between-bar = { $days } 天 { SHARE($share) }
profile-between-hover = { $what }，最近 { $days } 天：{ COUNT($n) } 位客户中 { COUNT($customers) } 位（{ SHARE($share) }）
profile-between-words = { COUNT($n) } 位客户中有 { COUNT($k) } 位（{ SHARE($share) }）最近 90 天有过任一行为事件、用过券或提过工单。
profile-between-words-no-order = 其中 { COUNT($k) } 位这 90 天没有下单。
profile-between-missing = 客户在订单之间做什么尚不可知：需要行为事件表（或优惠券、客服工单、退货表），有了就能看到谁浏览、收藏、加购却没有下单。
profile-between-method = 每位客户在每条中只计一次，不论做过几次。只有店铺有相应的表才画出该条；表中没有提到的客户视为没有做过。浏览与加购只含已登录的客户。

## 客户喜欢什么
profile-taste-category = 品类
profile-taste-brand = 品牌
profile-taste-style = 风格
profile-taste-colour = 颜色
profile-taste-season = 季节
profile-taste-size = 尺码
profile-taste-promotion = 促销类型
profile-promotion-threshold-off = 满减
profile-promotion-percentage-off = 折扣
profile-promotion-amount-off = 无门槛券
profile-promotion-none = 不用促销
pyramid-value-usual-promotion-threshold-off = { profile-promotion-threshold-off }
pyramid-value-usual-promotion-percentage-off = { profile-promotion-percentage-off }
pyramid-value-usual-promotion-amount-off = { profile-promotion-amount-off }
pyramid-value-usual-promotion-none = { profile-promotion-none }
profile-tastes-title = 最有把握的偏好是{ $what }：{ SHARE($share) } 的客户较为确定
profile-tastes-title-none = 还没有任何客户的偏好可以确定
profile-tastes-subtitle = 有最常见取值的客户占比，以及其中确定占其件数一半以上的占比 · { COUNT($n) } 位客户
profile-tastes-known = { SHARE($share) } 有偏好
profile-tastes-sure = { SHARE($share) } 确定
profile-tastes-hover = { $what }：{ COUNT($n) } 位客户中 { COUNT($known) } 位有，{ COUNT($sure) } 位确定
profile-tastes-words = 这里记录的偏好中有 { SHARE($share) } 是确定的；其余只依据少数几件，可能是偶然。
profile-tastes-missing = 客户喜欢什么尚不可知：需要订单明细表和商品表，有了就能看到每位客户常购的品类、品牌、风格、颜色、季节和尺码，以及把握有多大。
profile-tastes-method = 偏好是客户购买件数最多的取值（促销类型按订单数）。“确定”指其占比的 95% 区间（Wilson）下限不低于 50%：四件中四件即可，三件中三件还不够。几个占比中最大的是事后挑选的，因此略为偏高。尺码只在常购品类中统计，退回的不计。
profile-tastes-head-what = 偏好
profile-tastes-head-value = 取值
profile-tastes-head-customers = 客户数
profile-tastes-head-share = 占有偏好者
profile-tastes-head-sure = 确定
profile-tastes-table = 各项偏好最常见的取值

## 客户付多少
profile-discount-full = 不超过 { $high }%
profile-discount-between = { $low }% 至 { $high }%
profile-discount-over = { $low }% 以上
profile-discount-tick = { $low }–{ $high }
profile-discount-axis = 比吊牌价低（%）
profile-discount-hover = 比吊牌价低 { $group }：{ COUNT($customers) } 位客户（{ SHARE($share) }）
profile-prices-title-full = { SHARE($share) } 的客户通常按原价购买，是最大的一组
profile-prices-title = 最大的一组是 { SHARE($share) } 的客户，通常比吊牌价低 { $group }
profile-prices-subtitle = 按通常折让（各件折让的中位数）分组的客户占比 · { COUNT($n) } 位客户
profile-prices-words = 已知吊牌价的 { COUNT($n) } 件中，{ SHARE($share) } 按原价购买，即实付不低于吊牌价的 { SHARE($from) }。
profile-launch-words = { SHARE($new) } 的件数在上架 8 周内购买，{ SHARE($clearance) } 在上架 12 周后或以低于吊牌价 40% 及以上购买；常年在售的商品也计入后者。
profile-prices-missing = 客户实付与吊牌价的差别尚不可知：需要带吊牌价的订单明细，有了就能看到谁按原价购买、谁在等降价。

## 谁即将下单
profile-intent-no-events = 谁即将下单尚不可知：需要行为事件表（浏览、收藏、加购），有了就能看到每位客户 7 天内下单的概率。
profile-intent-short-history = 谁即将下单尚不可知：需要截至数据截止日至少 10 周的浏览、收藏、加购记录，有了就能看到每位客户 7 天内下单的概率。
profile-intent-few-orders = 还无法学习谁即将下单：有行为记录的几周中，下单的客户太少，或未下单的客户太少（两者都至少需要 50 个客户周用于学习、20 个用于检验）；足够时就能看到每位客户 7 天内下单的概率。
profile-intent-title-better = 浏览、加购和以往下单有助于看出谁会下单：概率最高的十分之一客户占了订单的 { SHARE($top) }
profile-intent-title-same = 浏览、加购和以往下单并不比通常比率更能看出谁会下单
profile-intent-title-worse = 在留出的几周中，这些概率比通常比率更差：暂时不要使用
profile-intent-subtitle = 7 天内下单的预测占比与实际占比，95% 区间 · 留出的 { COUNT($n) } 个客户周，其中 { COUNT($k) } 个有订单
profile-intent-predicted = 预测
profile-intent-observed = 实际
profile-intent-equal = 与预测一致
profile-intent-hover = 预测 { SHARE($predicted) }，实际 { SHARE($observed) }（{ SHARE($low) } 至 { SHARE($high) }）
    { COUNT($n) } 个客户周中 { COUNT($k) } 个
profile-intent-words = 任取一位下单的客户和一位未下单的客户，前者概率更高的可能性为 { $auc }（{ $low } 至 { $high }；0.5 等于掷硬币）。
profile-intent-words-recent = { $better ->
    [more] 这好于只看最近 30 天是否下过单（{ $auc }）。
    [less] 只看最近 30 天是否下过单反而更好（{ $auc }）。
   *[same] 只看最近 30 天是否下过单，效果大致相同（{ $auc }）。
}
profile-intent-words-now = 现在：{ COUNT($n) } 位客户中，{ $expected ->
    [0] 预计未来 7 天几乎没有人下单
   *[other] 预计未来 7 天有 { COUNT($expected) } 位下单
}；其中十分之一的概率不低于 { SHARE($top) }。
profile-intent-words-level = 留出的几周中，实际有 { COUNT($k) } 个客户周下单，预计 { COUNT($expected) } 个；按概率分组看，预测与实际平均相差 { $off } 个百分点。
profile-intent-method = 以每隔一周的过去日期做逻辑回归：此前 14 天是否浏览、收藏、加购，最近一次距当时多久，距最近下单多久，此前下过多少单（累计、近 91 天、相对首单以来的天数），以及其后 7 天内是否下单。下单当天及以前看过的商品属于那一单，不算下一单的迹象。最近四周留出用于检验，今天的概率再由全部各周学习得出。Brier 分数是概率与结果之差的平方的平均，越小越好；“好于通常比率”是比它小多少。校准斜率为 1 表示概率不过于大胆（小于 1）也不过于保守（大于 1）。区间以客户（而不是周）为独立单位；图中的区间以周为独立单位，略为偏窄。未来一周的大促不在预料之内。
profile-rule-model = 浏览、收藏、加购和以往下单
profile-rule-base-rate = 人人按通常比率
profile-rule-ordered-30d = 最近 30 天是否下单
profile-backtest-table = 模型与两种不用模型的规则
profile-backtest-head-rule = 规则
profile-backtest-head-brier = Brier 分数
profile-backtest-head-better = 好于通常比率
profile-backtest-head-auc = AUC
profile-backtest-head-top = 最高十分之一的订单占比
profile-backtest-head-expected = 预计订单（实际 { COUNT($k) }）
profile-backtest-head-off = 平均偏差（百分点）
profile-backtest-head-slope = 校准斜率
profile-method = 计算方法

## 上面几层的表能看到什么
pyramid-table-coupons = 优惠券表
pyramid-unlocks-interaction-coupons = 谁使用优惠券、用哪些券
pyramid-unlocks-preference-orders = 客户用什么促销购买
