### 通用

core-no-currency = 币种未知
core-saved = 表 **{ $table }**（{ COUNT($rows) } 行）已保存到 `{ $place }`，供其他笔记本使用。
core-recorded = 已将 { COUNT($n) } 个指标记入 kpis.json
core-ledger = 各来源数据行的去向
core-dictionary = 数据表 pyramid 的数据字典
kpi-rows-read = 读入行数
kpi-rows-read-definition = 全部导出文件的数据行，不含表头。
kpi-rows-kept = 保留行数
kpi-rows-kept-definition = 进入数据表的行。
kpi-rows-said-elsewhere = 重复行数
kpi-rows-said-elsewhere-definition = 内容已由其他行给出的行：重复行，或被更新的导出取代的行。
kpi-rows-left-out = 剔除行数
kpi-rows-left-out-definition = 无法使用的行；逐行列在 data/<店铺>/left_out 中。
kpi-money-read = 读入金额
kpi-money-read-definition = 全部读入行的金额之和（保留正负号）；无法读取的金额按零计。
kpi-rows-of-kind = 各类行数
kpi-rows-of-kind-definition = 保留的行，按来源、类别以及是否记名客户统计。
kpi-money-of-kind = 各类金额
kpi-money-of-kind-definition = 保留行的金额，按来源、类别以及是否记名客户统计。
