### 通用

core-no-currency = 币种未知
core-saved = 表 **{ $table }**（{ COUNT($rows) } 行）已保存到 `{ $place }`，供其他笔记本使用。
core-recorded = 已将 { COUNT($n) } 个指标记入 kpis.json
