### 笔记本 03：会员方案并排、预计盈亏与成本、积分、方案寻优、现行方案

loyalty-comma = ；
loyalty-enumeration = 、

## 方案
loyalty-no-discount = 无
loyalty-off = 优惠 { SHARE($share) }
loyalty-off-zhe = { $zhe }（优惠 { SHARE($share) }）
loyalty-needs-nothing = 入会即是
loyalty-needs-paid = 累计实付满 { MONEY($threshold) }
loyalty-needs-list = 累计原价满 { MONEY($threshold) }
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
loyalty-lowest = 原价的 { SHARE($share) }（{ $zhe }）。
loyalty-stacks = 赠券可与等级折扣叠加。
loyalty-does-not-stack = 赠券不与等级折扣叠加，取较优者。
loyalty-costs-told = 每年 { MONEY($fixed) }，启动 { MONEY($launch) }
loyalty-costs-none = 未填写，故未计入
loyalty-no-points = 无积分
loyalty-earn = 每消费 1 个货币单位得 { $points } 积分，价值为消费额的 { SHARE($worth) }。
loyalty-task-check-in = 签到 { COUNT($points) }
loyalty-task-review = 评价 { COUNT($points) }
loyalty-task-share = 分享 { COUNT($points) }
loyalty-task-cap = 每月最多 { COUNT($points) }
loyalty-tasks = 另有：{ $list }。
loyalty-birthday = 生日当天 ×{ $times }。
loyalty-pending = 订单完成 { COUNT($days) } 天后可用。
loyalty-expiry = 再过 { COUNT($days) } 天失效。
loyalty-expiry-never = 永久有效。
loyalty-way = { $way }（{ COUNT($minimum) } 积分起{ $cap }）
loyalty-way-cap = ，最多抵订单的 { SHARE($share) }
loyalty-burn-cash = 抵现
loyalty-burn-coupon = 换券
loyalty-burn-goods = 换商品
loyalty-burn-service = 换服务
loyalty-burn-lottery = 抽奖
