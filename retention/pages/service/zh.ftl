### 服务：承诺了什么、是否做到、还有什么未结

## 关键指标
kpi-replied-in-time = 人工及时回复率
kpi-replied-in-time-definition = 这些天内应由人工回复的工单中，按承诺时间得到人工回复的占比；始终无人回复即为未做到。机器人的回复不算。承诺写在 05_service_nps.yaml。
kpi-solved-in-time = 及时解决率
kpi-solved-in-time-definition = 这些天内应有解决方案的工单中，按承诺时间给出方案或解决的占比（依工单类型的承诺）。等待客户的时间不计。
kpi-tickets-open = 未结工单
kpi-tickets-open-definition = 尚未解决，或重新打开后还没有再解决的工单。
kpi-tickets-overdue = 未结且超时
kpi-tickets-overdue-definition = 仍在等待、而承诺时间已过的未结工单。
kpi-missing-no-replies = 没有数据说明何时回复。
kpi-missing-no-solutions = 没有数据说明工单何时解决。
kpi-missing-no-promise = 这些工单没有任何承诺：请在 05_service_nps.yaml 的 sla: 中写上。
kpi-missing-robot-alone = 这些工单由机器人独自解决。
kpi-missing-none-due = 这些天没有到期的工单。
kpi-missing-few-tickets = 到期工单不足 30 个，不计算占比。

## 结论
service-no-tickets = 需要数据表 tickets（或工单状态）。有了它就能看出客户是否得到及时回复和解决，还有哪些未结。
service-few = 只有 { COUNT($n) } 个工单，不足以计算占比。
service-few-a-month = 每个月的工单都太少，不足以计算占比。
service-few-an-hour = 每个小时的工单都太少，不足以计算占比。
service-none-by-a-person = 没有应由人工回复的工单：由机器人独自解决，或没有这样的承诺。
service-no-replies = 需要数据表 ticket_messages。有了它就能看出客户在什么时候等人工等得太久。
service-no-solutions = 没有数据说明工单何时解决，因此不知道哪些仍未结。
service-lately = 最近 { $days } 天：
service-lately-reply = { COUNT($due) } 个工单中 **{ SHARE($share) }** 得到人工及时回复{ $never ->
    [0] {""}
   *[other] ，{ COUNT($never) } 个始终无人回复
}。
service-lately-reply-few = { COUNT($due) } 个工单中 { COUNT($met) } 个得到人工及时回复。
service-lately-solution = { COUNT($due) } 个中 **{ SHARE($share) }** 及时有了解决方案。
service-lately-solution-few = { COUNT($due) } 个中 { COUNT($met) } 个及时有了解决方案。
service-none-due = 共 { COUNT($n) } 个工单，最近 { $days } 天没有到期的。
service-worst = 全部日期看，{ COUNT($n) } 项承诺中有 { COUNT($k) } 项可以确定低于目标，差得最多的是“{ $promise }”：{ COUNT($due) } 个工单中做到 { SHARE($share) }，目标 { $goal }%。
service-none-below = 全部日期看，{ COUNT($n) } 项承诺中没有一项可以确定低于目标。
service-open = 截至 { $at } 有 { COUNT($n) } 个未结工单：**{ COUNT($overdue) } 个已超时**，{ COUNT($due_soon) } 个即将到期。
service-not-known = “{ $promise }”没有数据说明是否做到。
service-without-limit = { COUNT($n) } 个工单没有时限：其渠道和类型没有任何承诺，请在 05_service_nps.yaml 的 sla: 中写上。
service-years = 本程序不知道国务院公布的 { $years } 年节假日安排：请在服务时间中补充（days_off、working_days）。

## 现在做什么
service-do-overdue = 先处理已超时的，时限最早的在前
service-do-due-soon = 再处理即将到期的
service-do-why = 最早的一个已打开 { $oldest }。
service-channel-count = { $channel } { COUNT($n) }
service-tickets = 工单数
service-nothing-due = 没有超时或即将到期的工单。
service-list-ticket = 工单
service-list-customer = 客户
service-list-order = 订单
service-list-channel = 渠道
service-list-kind = 类型
service-list-topic = 主题
service-list-assignee = 处理人
service-list-team = 小组
service-list-opened = 打开时间
service-list-due = 时限
service-list-promised = 承诺

## 承诺
service-promise-daily = { $who }：{ $within }内{ $what }（按 { $hours } 计）
service-promise-hours = { $who }：{ $within }内{ $what }（按服务时间计）
service-promise = { $who }：{ $within }内{ $what }
service-all-tickets = 所有工单
service-clock-first-reply = 首次回复（机器人也算）
service-clock-first-human-reply = 人工回复
service-clock-next-reply = 每次后续回复
service-clock-offered = 给出解决方案
service-clock-solved = 解决
service-clock-total-solved = 最终解决
service-span-seconds = { $n } 秒
service-span-minutes = { $n } 分钟
service-span-hours = { $n } 小时
service-span-days = { $n } 天
service-channel-chat = 在线客服
service-channel-phone = 电话
service-channel-social = 社交媒体
service-channel-email = 邮件
service-channel-form = 表单
service-kind-question = 咨询
service-kind-complaint = 投诉
service-kind-suggestion = 建议
service-kind-after-sales = 售后
service-not-told = 未说明
service-promises-title = { $k ->
    [0] { COUNT($n) } 项承诺中没有一项可以确定低于目标
   *[other] { COUNT($n) } 项承诺中有 { COUNT($k) } 项可以确定低于目标
}
service-promises-subtitle = 做到承诺的工单占比及区间，竖线为目标；全部日期，n = { COUNT($n) } 个时限
service-promise-hover = { COUNT($due) } 个中 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }）；始终没有：{ COUNT($never) }
service-promises-table = 各项承诺的数字
service-head-promise = 承诺
service-head-goal = 目标
service-head-share = 做到
service-head-again = 占比
service-head-low = 下限
service-head-high = 上限
service-head-due = 到期
service-head-met = 及时
service-head-never = 始终没有
service-head-half = 一半在此之内
service-head-most = 九成在此之内
service-head-not-due = 尚未到期
service-head-by-robot = 机器人独自解决
service-head-not-known = 无法判断
service-head-promised = 承诺
service-head-what = 分类
service-head-apart = 差异
service-head-repeated = 再次来问
service-head-watched = 工单
service-head-text = 可对外公布的说法
service-public-table = 可以告诉客户的话
service-public-about = 实测占比达到承诺时，才值得对外公布。
service-public = { $promise }，每 100 次做到 { $goal } 次
service-apart = 与其余不同
service-method = 计算方法
service-method-text =
    工单按打开当天有效的承诺评判。只计时限已过的工单，快慢都算；始终没有回复即为未做到。时钟只在承诺所写的服务时间内走；承诺给出解决方案的，等待客户期间时钟停走。重新打开不改变首次回复和首次解决。机器人独自解决的工单不计入人工回复的占比。区间为 Wilson 区间，95 %。

    给出方案以客服系统的记录为准；退款从给出方案到结单要更久，所以同一类型的两个占比不同。

## 按月与按小时
service-promised-reply = 人工回复
service-promised-solution = 解决方案
service-months-title = 各月承诺做到的情况
service-months-title-reply = { $month } 有 { SHARE($share) } 得到人工及时回复
service-months-title-solution = { $month } 有 { SHARE($share) } 及时解决
service-months-subtitle = 按时限所在月份的及时占比及区间；未满的月份为空心
service-month-hover = { $month }：{ COUNT($due) } 个中 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }）
service-hours-title = 回复不及时集中在 { $hours } 点
service-hours-title-alike = 没有哪个小时的回复特别慢
service-hours-subtitle = 按打开时间（小时）的人工及时回复占比及区间；比其他小时差的标为红色。n = { COUNT($n) }
service-hour-hover = { $hour } 点：{ COUNT($due) } 个中 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }）
service-hour-axis = 打开时间（店铺当地，小时）
service-by-weekday = 按星期
service-by-channel = 按渠道
service-by-kind = 按类型
service-by-group = 按小组
service-weekday-0 = 星期一
service-weekday-1 = 星期二
service-weekday-2 = 星期三
service-weekday-3 = 星期四
service-weekday-4 = 星期五
service-weekday-5 = 星期六
service-weekday-6 = 星期日

## 未结工单与再次来问
service-none-open = 没有未结工单。
service-ages-title = { COUNT($n) } 个工单未结，其中 { COUNT($late) } 个超时
service-ages-subtitle = 未结工单，按已打开天数
service-ages-overdue = 超时
service-ages-others = 未超时
service-age = { $first }–{ $last } 天
service-age-last = { $first } 天及以上
service-age-hover = { $age }，{ $what }：{ COUNT($n) }
service-standings = 未结工单中：{ $told }。
service-standing-overdue = { COUNT($n) } 个超时
service-standing-due-soon = { COUNT($n) } 个即将到期
service-standing-later = { COUNT($n) } 个稍后到期
service-standing-paused = { COUNT($n) } 个在等客户或他方
service-standing-nothing-due = { COUNT($n) } 个已没有时限
service-standing-not-known = { COUNT($n) } 个没有数据可判断
service-standing-no-limit = { COUNT($n) } 个没有承诺
service-repeats = { COUNT($watched) } 个工单中 **{ SHARE($share) }**（{ SHARE($low) }–{ SHARE($high) }）在 { $days } 天内同一客户又来一次；这 { COUNT($repeated) } 次里有 { COUNT($same_topic) } 次为同一主题。
service-reopened = { COUNT($solved) } 个已解决工单中 { SHARE($share) }（{ SHARE($low) }–{ SHARE($high) }）被重新打开。
service-repeats-not-told = 已知客户的工单太少，看不出有谁需要再次来问。
service-repeats-table = 按类型
