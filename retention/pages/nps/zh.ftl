### 客户是否愿意推荐本店

kpi-nps = 净推荐值
kpi-nps-definition = 对“您有多大可能把我们推荐给朋友或同事？”的回答中，推荐者（9、10 分）占比减去贬损者（0–6 分）占比，−100 到 100 分。变化为最近一期与上一期之差。
kpi-nps-response = 问卷回答率
kpi-nps-response-definition = 收到问卷的客户中作答的占比。
kpi-missing-few-answers = 回答不足 30 份，不计算分值。

nps-missing = 需要带 0–10 分回答的数据表 surveys。有了它就能看出客户是否愿意推荐本店，以及与什么有关。
nps-few = 只有 { COUNT($n) } 份回答，不足以计算分值。
nps-few-waves = { $n ->
    [0] 没有一期达到 30 份回答，需要两期才能看变化。
   *[other] 只有一期达到 30 份回答，再有一期才能看变化。
}
nps-no-groups = 达到 30 份回答的客群不足两个。
nps-no-drivers = 没有数据说明作答客户经历过什么：需要订单、包裹、退货或工单。
nps-counts = 推荐者 { COUNT($promoters) }、中立者 { COUNT($passives) }、贬损者 { COUNT($detractors) }：回答太少（{ COUNT($n) } 份），不计算分值。
nps-score = 净推荐值 **{ $value }**（{ $low } 至 { $high }），基于 { COUNT($n) } 份回答：推荐者 { COUNT($promoters) }、中立者 { COUNT($passives) }、贬损者 { COUNT($detractors) }。对回答重新抽样得 { $again_low } 至 { $again_high }。
nps-asked = { COUNT($asked) } 位收到问卷的客户中 { SHARE($share) } 作答。
nps-weighted = 加权还原到全部被询问者为 { $value }（{ $low } 至 { $high }），此时 { COUNT($of) } 份回答相当于 { COUNT($n) } 份等权回答。
nps-few-silent = 未作答者太少，无法据此加权。
nps-no-weights = 没有数据说明谁没有作答，因此只代表作答者。
nps-trend-sure = { $wave } 较 { $before } 变化 { $change } 分（{ $change_low } 至 { $change_high }），{ $how }。
nps-trend-open = { $before } 与 { $wave } 之间的变化与随机波动无法区分（{ $change_low } 至 { $change_high } 分），{ $how }。
nps-trend-paired = 按两期都作答的客户
nps-trend-apart = 客户不同
nps-method = 问题原文与计算方法
nps-question =
    “您有多大可能把我们推荐给朋友或同事？”0（完全不可能）到 10（极有可能）。英文：“How likely is it that you would recommend us to a friend or colleague?”

    只计对这个问题且有分数的回答。区间为调整 Wald 区间，95 %。权重为作答概率的倒数，依据渠道、期次、包裹迟到、至今订单数与退货，在 99 % 分位截断；因其他原因作答的人仍会偏多。两期之间的变化，在两期都作答的客户达到 30 位时按这些客户计算。
nps-scores-title = 推荐者 { SHARE($up) }，贬损者 { SHARE($down) }
nps-scores-subtitle = 各分值的回答占比，n = { COUNT($n) }；推荐者（9、10）蓝色，贬损者（0–6）红色
nps-score-axis = 回答
nps-score-hover = { $score } 分：{ SHARE($share) }，{ COUNT($n) } 份
nps-waves-title = { $wave } 为 { $value }
nps-waves-subtitle = 各期净推荐值（分）及区间；n = { COUNT($n) }
nps-waves-table = 各期数字
nps-hover = { $name }：{ $value }（{ $low } 至 { $high }），n = { COUNT($n) }
nps-segments-title = 与其余不同的客群：{ $groups }
nps-segments-title-none = 没有客群与其余有可分辨的差异
nps-segments-subtitle = 按笔记本 02 今天的客群，净推荐值（分）及区间；n = { COUNT($n) }
nps-segments-table = 各客群数字
nps-drivers-title = { $thing }的客户评分低 { $less } 分
nps-drivers-title-none = 没有发现与低分相伴的经历
nps-drivers-subtitle = 有与没有该经历的平均回答（0–10）之差，已按其他经历调整，附区间
nps-drivers-table = 各项数字
nps-drivers-method = 与低分相伴并不等于原因：退过货的客户可能在许多方面都不同。调整值为各项一起的最小二乘；经 Holm 校正后仍成立的差异有标注。
nps-driver-hover = { $thing }：{ $adjusted }（{ $adjusted_low } 至 { $adjusted_high }），有此经历的回答 { COUNT($n) } 份
nps-things-few = 回答太少、不计算差异：{ $told }。
nps-thing-count = { $thing }（有 { COUNT($n) }，没有 { COUNT($without) }）
nps-thing-late = 包裹迟到
nps-thing-returned = 订单退货
nps-thing-slow-reply = 等人工超过 3 分钟
nps-thing-first-order = 首单
nps-apart = 不同
nps-way-paired = 同一批客户
nps-way-apart = 客户不同
nps-head-wave = 期次
nps-head-value = 分值
nps-head-low = 下限
nps-head-high = 上限
nps-head-n = 回答
nps-head-response = 回答率
nps-head-change = 变化
nps-head-change-low = 变化下限
nps-head-change-high = 变化上限
nps-head-ways = 比较方式
nps-head-segment = 客群
nps-head-apart = 与其余
nps-head-thing = 经历
nps-head-with-it = 有
nps-head-without = 没有
nps-head-raw = 差
nps-head-adjusted = 调整后
nps-head-adjusted-low = 调整后下限
nps-head-adjusted-high = 调整后上限

## 需要致电的贬损者、评论、之后的订单
nps-do-call = 致电 { COUNT($n) } 位不愿推荐的客户
nps-do-who = 最近一天内给 0–6 分
nps-do-why = 问清哪里不满意，并记下结果。
nps-call-reason = 给 0–6 分
nps-list-score = 回答
nps-list-answered-on = 回答日期
nps-list-order-id = 订单
nps-loop = 最近 90 天贬损者的 { COUNT($due) } 份回答中，{ COUNT($called) } 份在一天内回了电话，{ COUNT($late) } 份更晚，{ COUNT($never) } 份没有。最近 30 天的贬损者中有 { COUNT($open) } 位客户至今无人联系或解决。
nps-may-be-asked = 下次可以问 { COUNT($n) } 位顾客{ $resting ->
    [none] {""}
   *[other] ；{ $resting }
}。
nps-rests-never-bought = { COUNT($n) } 位没下过单
nps-rests-no-consent = { COUNT($n) } 位没有同意接收问卷
nps-rests-ticket-open = { COUNT($n) } 位还在等我们答复
nps-rests-asked-lately = { COUNT($n) } 位 90 天内刚问过
nps-themes-unchecked = 主题找得准不准，这里还没有人核对：请在 `{ $place }` 里勾选。
nps-themes-right = 同事勾选的 { COUNT($n) } 条评论中，找到的主题有 { SHARE($share) } 是对的（{ SHARE($low) }–{ SHARE($high) }）。
nps-themes-found = 实际写到的主题中，找到了 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }）。
nps-themes-not-understood = 有 { COUNT($n) } 行勾选看不懂（第 { $row } 行）。
nps-no-comments = 回答旁没有写任何内容。
nps-no-orders = 需要数据表 orders。有了它就能看出推荐者是否更常再次下单。
nps-themes-few = { COUNT($detractors) } 位贬损者、{ COUNT($passives) } 位中立者和 { COUNT($promoters) } 位推荐者写了评论，不足以比较贬损者与推荐者。
nps-themes-title = 贬损者更常写到：{ $themes }
nps-themes-title-none = 没有主题在贬损者与推荐者之间有可分辨的差异
nps-themes-subtitle = 写了评论的客户中提到各主题的占比；提到并不等于抱怨
nps-themes-table = 各主题数字
nps-themes-method = 主题按词表识别，长词优先，店铺可自行补充（05_service_nps.yaml 的 themes:）。每位客户只计一条评论。
nps-hover-theme = { $theme }，{ $group }：{ SHARE($share) }，{ COUNT($n) }
nps-theme-size = 尺码版型
nps-theme-colour = 颜色
nps-theme-quality = 质量
nps-theme-price = 价格
nps-theme-delivery = 物流
nps-theme-service = 服务
nps-theme-returns = 退换货
nps-theme-packaging = 包装
nps-worth = 推荐者中 { SHARE($promoters) } 在回答后 180 天内再次下单，贬损者为 { SHARE($detractors) }。
nps-worth-apart = 在购买情况相近的客户之间，高十分伴随再次下单占比 { $value } 个百分点（{ $low } 至 { $high }）；这不代表因果。
nps-worth-open = 在购买情况相近的客户之间，看不出分值与再次下单有关（每十分 { $low } 至 { $high } 个百分点）。
nps-worth-few = 满 180 天的推荐者 { COUNT($promoters) } 位、贬损者 { COUNT($detractors) } 位，不足以比较。
nps-worth-table = 谁再次下单
nps-group-promoters = 推荐者
nps-group-passives = 中立者
nps-group-detractors = 贬损者
nps-head-theme = 主题
nps-head-comments = 评论
nps-head-detractors = 贬损者
nps-head-share-detractors = 占全部贬损者
nps-head-promoters = 推荐者
nps-head-share-promoters = 占全部推荐者
nps-head-group = 对象
nps-head-customers = 客户
nps-head-bought = 再次下单
nps-head-share = 占比
