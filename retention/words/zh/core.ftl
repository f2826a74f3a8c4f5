### 通用

core-no-currency = 币种未知
