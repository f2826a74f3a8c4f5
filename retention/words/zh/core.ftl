### 通用

core-no-currency = 币种未知
core-saved = 表 **{ $table }**（{ COUNT($rows) } 行）已保存到 `{ $place }`，供其他笔记本使用。
