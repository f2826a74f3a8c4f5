### 工作名单

lists-head-customer-id = 客户编号
lists-head-name = 姓名
lists-head-phone = 电话
lists-head-email = 邮箱
lists-head-channels = 可联系渠道
lists-head-best-channel = 首选渠道
lists-head-reason = 列入原因
lists-head-due = 最晚完成日
lists-reason-super-user = 最近 365 天分享 { COUNT($shares) } 次、评价 { COUNT($reviews) } 条
lists-comma = 、
lists-consent-not-known = 是否同意联系：未知
lists-may-not = 暂无：未同意或无有效联系方式
lists-left-out = 另有 { COUNT($n) } 个标记账户（批发、转卖等）未列入。
lists-may = ，其中 { COUNT($may) } 位可联系
lists-place = 名单共 { COUNT($n) } 位客户{ $may }，位于 `{ $place }`，仅所有者可读。
