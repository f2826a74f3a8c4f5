### 通用

core-no-currency = 币种未知
core-saved = 表 **{ $table }**（{ COUNT($rows) } 行）已保存到 `{ $place }`，供其他笔记本使用。
core-made = 已重新生成 { $day } 的数据表 { $table }：原有的缺失或已过时
core-recorded = 已将 { COUNT($n) } 个指标记入 kpis.json
core-dictionary = 数据表 pyramid 的数据字典
kpi-rows-read = 读入行数
kpi-rows-read-definition = 全部导出文件的数据行，不含表头。
kpi-rows-kept = 保留行数
kpi-rows-kept-definition = 进入数据表的行。
kpi-rows-said-elsewhere = 重复行数
kpi-rows-said-elsewhere-definition = 不影响数据完整的行：重复行、被更新的导出取代的行、合计行和其他类型的行，以及工作清单中未勾选的行。
kpi-rows-left-out = 剔除行数
kpi-rows-left-out-definition = 无法使用的行；逐行列在 data/<店铺>/left_out 中。
kpi-money-read = 读入金额
kpi-money-read-definition = 全部读入行的金额之和（保留正负号）；无法读取的金额按零计。
kpi-rows-of-kind = 各类行数
kpi-rows-of-kind-definition = 保留的行，按来源、类别以及是否记名客户统计。
kpi-money-of-kind = 各类金额
kpi-money-of-kind-definition = 保留行的金额，按来源、类别以及是否记名客户统计。
core-without-orders = 导入的文件中没有订单，需要订单的内容在此省略。请补充订单导出文件后重新导入。
core-refunds-unknown = 导出文件中没有任何退款信息，这里的净额就是支付金额。

### 全部指标表

board-head-name = 指标
board-head-value = 数值
board-head-interval = 95% 区间
board-head-n = 样本数
board-head-change = 较上一窗口
board-head-last-year = 去年同期
board-change-beyond = { $change } ●
board-change-age = { $change }（同客龄）{ $stands ->
    [yes] ；直接相减 { $plain }
   *[no] {""}
}
board-change-days = 自 { $day } 起 { $change }
board-note = 同客龄：只看首单在数据之内的客户，与上期末客龄相同的客户相比。● 变化超出随机波动，并已考虑同类指标中同时比较的个数（客户行为、每单、计数与总额各为一类；Benjamini–Hochberg，5%）。
board-all = 全部指标一览

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

### 报告的卡片、封面、页脚和总览

## 指标卡片
report-card-interval = 95% 区间 { $low } ~ { $high }
report-card-n = n = { $n }
report-card-definition = 口径
report-card-change = 较上期 { $change }
report-card-wave-beyond = 最近一期较上一期 { $change }（{ $low } ~ { $high }），超出随机波动
report-card-wave-within = 最近一期较上一期 { $change }（{ $low } ~ { $high }），在随机波动之内
report-card-change-beyond = 较上期 { $change }（{ $low } ~ { $high }），超出随机波动
report-card-change-within = 较上期 { $change }（{ $low } ~ { $high }），在随机波动之内
report-card-age-beyond = 同客龄相比 { $change }（{ $low } ~ { $high }），超出随机波动
report-card-age-within = 同客龄相比 { $change }（{ $low } ~ { $high }），在随机波动之内
report-card-plain = 直接相减 { $change }；其余来自客户群的构成
report-card-days = 自 { $day } 起 { $change }（{ $low } ~ { $high }），上期同样的日子为 { $before }，{ $noise ->
    [beyond] 超出随机波动
   *[within] 在随机波动之内
}
report-card-days-none = 自 { $day } 起 { $change }（{ $low } ~ { $high }），上期同样的日子没有，{ $noise ->
    [beyond] 超出随机波动
   *[within] 在随机波动之内
}
report-card-last-year = 去年同期 { $value }
report-card-since-beyond = 较 { $since } { $change }，超出随机波动
report-card-since-within = 较 { $since } { $change }，在随机波动之内
report-card-since = 较 { $since } { $change }
report-card-since-none = 与 { $since } 相同
report-card-no-value = 暂无数值
report-points = { $x } 个百分点
report-days = { $shown } 天
report-unit-days = 天

## 行动、表格、提示
report-action-who = 对象
report-action-many = 人数
report-action-may-any = { $many }（可联系 { $may }）
report-action-may-phone = { $many }（可电话联系 { $may }）
report-action-money = 金额
report-action-where = 名单
report-band = { $value }（{ $low } ~ { $high }）
report-table-none = 没有数据
report-note-thin = 数据偏少。
report-note-warning = 请注意。
report-note-missing = 暂不显示。
report-note-assumption = 假设。

## 页面
report-contents = 目录
report-method = 计算方法
report-cover-shop = 店铺
report-cover-period = 时间范围
report-cover-as-of = 数据截至
report-cover-fresh = 数据新旧
report-cover-run = 运行日期
report-fresh-days = { $days ->
    [0] 数据截至运行当天
   *[other] 数据截至运行前 { $days } 天
}
report-as-of-last-order = 最后一笔订单
report-as-of-today = 运行当天
report-footer-run = 运行编号
report-footer-exports = 导出文件
report-footer-settings = 设置
report-footer-version = 版本
report-footer-left-out = 未采用的行
report-footer-left-out-of = { $read } 行中的 { $left } 行
report-back = 全部报告
report-chart-needs = 显示此图需要报告文件夹中的 { $file } 文件。
report-save-picture = 保存为图片
report-sort = 按此列排序
report-copy = 复制表格
report-copied = 已复制

## 总览
report-board-title = { $shop } 的报告
report-board-kicker = 客户留存手册
report-board-none = 还没有报告。第一次运行之后，报告会出现在这里。
report-board-latest = 最近一次运行
report-board-open = 打开报告
report-board-last-good = 打开最近一份完整报告（{ $day }）
report-board-executed = 出错的笔记本
report-board-earlier = 更早的 { $runs } 次运行
report-board-run = 运行
report-board-as-of = 数据截至
report-board-status = 结果
report-board-fact = { $name }：{ $text }
report-board-took = 用时
report-board-seconds = { $seconds } 秒
report-board-no-figures = 本次运行没有记录关键指标。

## 运行结果
report-code-ok = 完成
report-code-cell-failed = 有一步出错。
report-code-bad-settings = 有一项设置无法使用。
report-code-cannot-write = 无法写入：磁盘已满，或文件夹不存在、没有权限。
report-code-bad-data = 数据目前无法使用。
report-code-locked = 同一笔记本正在运行。
report-code-dead-kernel = 运行中断，多数情况是内存不足。
report-code-timeout = 有一步超过了允许的时间。
report-code-left-early = 笔记本没有运行到最后。
report-code-bad-figures = 有一项关键指标的记录格式无法使用。
report-code-export-failed = 笔记本已运行，但未能生成页面。
report-code-stopped = 运行被外部中止。

# 店铺自己的表格，每一列当作什么来读
report-cover-read = 表格读法
report-read-customer_id = 客户
report-read-ordered_at = 下单日期
report-read-paid_at = 付款日期
report-read-dispatched_at = 发货日期
report-read-gross_paid = 实付金额
report-read-line_paid = 单行金额
report-read-unit_price = 单价
report-read-quantity = 件数
report-read-units = 件数
report-read-order_id = 订单号
report-read-status = 订单状态
report-read-more_states = 另看状态
report-read-refunded = 退款金额
report-read-product_name = 商品
report-read-product_id = 商品编码
report-read-channel = 渠道
report-read-currency = 币种
report-read-left-out-closed = 已关闭 { $rows } 行未计入
report-read-left-out-unpaid = 未付款 { $rows } 行未计入

pyramid-list-comma = 、
