### 笔记本 03：现行方案的会员、下一步与积分

standing-none = 未填写现行方案（03_loyalty_design.yaml 的 `today:`），因此不计算会员的等级与积分。
standing-needs-members = 会员等级需要表 memberships，或带入会日期的客户表：谁从何时起是会员。
standing-nobody = 目前还没有会员。
standing-members = “{ $label }”现有会员 { COUNT($n) } 位。{ $rising ->
    [0] 没有会员会因进行中的订单而升级。
   *[other] 其中 { COUNT($rising) } 位在进行中的订单完成后将升级。
}
standing-review = 下次复核在 { DAY($day) }：按目前已有的订单，{ $n ->
    [0] 无人因此降级。
    [one] 有 1 位会员将于 { DAY($first) } 降级，除非此前再有订单完成。
   *[other] 有 { COUNT($n) } 位会员将降级，最早在 { DAY($first) }，除非此前再有订单完成。
}
standing-points = 会员持有 { COUNT($usable) } 可用积分；另有 { COUNT($pending) } 待生效，暂不可用{ $debt ->
    [0] 。
   *[other] ，退款后尚欠 { COUNT($debt) } 已用积分。
}
standing-expiring = 30、60、90 天内到期的积分分别为 { COUNT($in30) }、{ COUNT($in60) }、{ COUNT($in90) }。
standing-never-expiring = 积分永久有效，不使用就只会越积越多。
standing-burn-settles = 请注意积分沉淀：最近一年使用的积分只相当于获得的 { SHARE($share) }。没有用掉的积分谁也没有得到好处，却留在账上。
standing-burn-moves = 最近一年使用的积分相当于获得的 { SHARE($share) }。
standing-amount-money = { $amount }
standing-amount-orders = { $amount } 单
standing-amount-points = { $amount } 积分
standing-step-coming = 进行中的订单完成后升级{ $tier }
standing-step-keep = { DAY($by) } 及之前再消费 { $amount }，并在 { DAY($review) } 前完成，可保{ $tier }
standing-step-top = 已是最高等级{ $tier }
standing-step-reach = 再消费 { $amount } 升级{ $tier }
standing-list-next-steps = 会员
standing-list-near-next-tier = 再下一单即可升级
standing-list-points-lapsing = 积分即将到期
standing-list-tier-name = 等级
standing-list-next-step = 下一步
standing-list-points-usable = 可用积分
standing-list-points-expiring-next = 最近到期积分
standing-list-next-expiry-on = 到期日
standing-action-near = 提醒只差一单就能升级的会员
standing-action-near-who = 再下一单（通常为 { MONEY($value) }）即可升级的会员
standing-action-near-why = 名单中写明了各自的下一步。提醒是否带来订单，只有随机留下一部分会员不提醒才能看出。
standing-action-expiry = 提醒积分即将到期的会员
standing-action-expiry-who = 有积分在 { COUNT($days) } 天内到期的会员
standing-action-expiry-why = 共 { COUNT($points) } 积分，面值 { MONEY($value) }。提醒能让积分流动起来。
standing-head-tier-name = 等级
standing-head-members = 会员数
standing-head-share = 占比
standing-head-expected = 进行中的订单完成后
standing-head-points = 可用积分
standing-head-pending = 待生效积分
standing-head-expiring = 90 天内到期
standing-tiers-title = { COUNT($n) } 位会员中有 { SHARE($share) } 高于首级
standing-tiers-subtitle = “{ $label }”各等级会员，{ DAY($day) } · 灰色：进行中的订单完成后
standing-tiers-hover = { $tier }
    { COUNT($members) } 位会员（{ SHARE($share) }）
    进行中的订单完成后 { COUNT($expected) } 位
standing-tiers-table = 各等级的会员与积分
standing-steps = 每位会员的下一步见名单。
standing-dictionary = 数据表 members 的数据字典

## 列
standing-means-customer-id = 店铺的客户编号
standing-means-as-of = 数据截止日
standing-means-joined-on = 入会日
standing-means-tier = 当前等级，0 为首级
standing-means-tier-name = 等级名称
standing-means-expected-tier = 进行中的订单完成后的等级
standing-means-expected-tier-name = 其名称
standing-means-qualifying = 目前计入等级的金额、订单数或积分
standing-means-next-tier-name = 下一等级；最高级为空
standing-means-to-next = 距下一等级还差
standing-means-next-step = 会员的下一步：coming 进行中的订单将升级，keep 保级，reach 升级，top 已是最高级
standing-means-next-step-needs = 下一步还差多少；不差时为空
standing-means-next-step-unit = 所差的单位：money 金额，orders 订单数，points 积分
standing-means-next-step-by = 通常能计入的最晚下单日；无期限时为空
standing-means-review-on = 下次等级复核日；不降级时为空
standing-means-tier-after-review-name = 不再下单时复核当日的等级（含宽限期）
standing-means-to-keep = 复核时保级还差（已计入进行中的订单）
standing-means-keep-by = 通常能在复核前完成的最晚下单日；为空表示下单也不计入
standing-means-falls-on = 不再下单时当前等级的结束日（宽限期之后）；为空表示本次复核不降级
standing-means-discount = 等级带来的下一单优惠
standing-means-points-usable = 现在可用的积分
standing-means-points-pending = 订单及其评价已获得、尚未生效的积分
standing-means-points-debt = 退款后欠下的已用积分，由之后的积分先抵
standing-means-expiring-30 = 30 天内到期的可用积分
standing-means-expiring-60 = 60 天内
standing-means-expiring-90 = 90 天内
standing-means-next-expiry-on = 最近到期日
standing-means-points-expiring-next = 该日到期的积分

## 店铺自己的账
standing-agree-points = 店铺给出的 { COUNT($n) } 个积分余额中，{ COUNT($equal) } 个与我们的台账一分不差{ $different ->
    [0] 。
   *[other] ，{ COUNT($different) } 个不同。
}
standing-agree-tiers = 店铺给出的 { COUNT($n) } 个等级中，{ COUNT($equal) } 个一致{ $different ->
    [0] 。
   *[other] ，{ COUNT($different) } 个不同。
}
standing-not-stated-points = 店铺没有给出可比较的积分余额。
standing-not-stated-tiers = 店铺没有给出可比较的等级。
standing-reconciliation = 我们的台账与店铺账目对照
standing-fates-caption = 会员按对照结果
standing-fate-equal = 一致
standing-fate-different = 不同
standing-fate-not-stated = 店铺未给出
standing-fate-only-ours = 不在店铺名单中
standing-fate-only-theirs = 只在店铺名单中
standing-head-fate-fate = 对照结果
standing-head-fate-points = 积分
standing-head-fate-tiers = 等级
standing-differences-caption = { COUNT($n) } 个不同的余额中差额最大的（客户以代号表示；可用积分减去欠分）
standing-head-difference-customer = 客户
standing-head-difference-ours = 我们
standing-head-difference-theirs = 店铺
standing-head-difference-difference = 差额

## 积分账龄与最终使用
points-bucket = { $days } 天
points-ageing-title = 未用积分中有 { SHARE($share) } 已超过半年
points-ageing-title-none = 期末没有未用积分
points-ageing-subtitle = “{ $label }”：期末可用积分按可用天数，模拟均值
points-ageing-today = “{ $label }”：{ DAY($day) } 可用积分按可用天数
points-ageing-hover = { $bucket }
    { COUNT($points) } 积分（{ SHARE($share) }）
points-redeemed = { $source ->
    [data] 按本店积分至今的情况，最终会使用 { SHARE($value) }（{ SHARE($low) } 至 { SHARE($high) }）。
    [tail] 按本店积分至今的情况，最终会使用 { SHARE($low) } 至 { SHARE($high) }；历史尚未覆盖积分的全部寿命，因此按 { SHARE($value) } 计。
    [simulated] 模拟中最终使用的积分占 { SHARE($value) }。
   *[prior] 店铺的积分不足 12 个月，因此最终使用的占比为假设：{ SHARE($value) }（{ SHARE($low) } 至 { SHARE($high) }）。
}
points-never-lapsing = 积分永久有效，历史看不出最终会有多少不被使用：到目前最老的账龄为止已使用 { SHARE($low) }，最多可能全部使用。这里按 { SHARE($value) } 计；这不是测得的，而是设置（`redemption_prior`）中假设的 { SHARE($least) } 至 { SHARE($most) } 的中间值。
points-liability = 随购买获得、尚未使用的 { COUNT($points) } 积分，在账上相当于 { MONEY($value) } 尚未确认的收入（{ MONEY($low) } 至 { MONEY($high) }；合同负债，按 CAS 14、IFRS 15，未扣除增值税）。
points-liability-never-lost = 若积分超过目前最老的账龄后不再被使用，取低值；若全部使用，取高值。账上采用哪一个，由财务决定。
points-liability-tasks = 会员另有签到、评价、分享所得的 { COUNT($n) } 积分；没有人为其付款，属于费用，不计入其中。
