### 假设分析：改动一个方案的几个数值

what-if-about = { COUNT($months) } 个月内与不设方案相比的毛利增减，按 { COUNT($members) } 位会员计算并折算到全部会员；低、高为 { COUNT($draws) } 次模拟中 { SHARE($level) } 的范围，各行使用相同的随机数。数值比上文粗略；行与行之差比各行本身更准。
what-if-head-change = 假设
what-if-head-gain = 毛利增减
what-if-head-low = 低
what-if-head-high = 高
what-if-head-more = 与现状之差
what-if-head-p-positive = 为正的模拟占比
what-if-head-reward = 每位会员每年所得
what-if-as-it-is = 保持现状
what-if-yours = 按上方设置
what-if-more-orders = 会员下单比假设多 2 个百分点
what-if-fewer-orders = 会员下单比假设少 2 个百分点
what-if-lower-thresholds = 门槛降低三分之一
what-if-higher-thresholds = 门槛提高一半
what-if-half-discounts = 折扣力度减半
what-if-higher-discounts = 折扣力度增加一半
what-if-half-points = 每单积分减半
what-if-double-points = 每单积分加倍
what-if-longer-life = 积分有效期加倍
what-if-slider-discount = 折扣：{ $tier }
what-if-slider-thresholds = 门槛倍数
what-if-slider-earn = 积分占消费额
what-if-slider-expiry = 积分有效期（月）
what-if-slider-uplift = 订单再增加
what-if-refused = 无法计算：{ $why }
