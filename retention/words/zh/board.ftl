### 全部指标表

board-head-name = 指标
board-head-value = 数值
board-head-interval = 95% 区间
board-head-n = 样本数
board-head-change = 较上一窗口
board-head-last-year = 去年同期
board-change-beyond = { $change } ●
board-note = ● 变化超出随机波动，并已考虑同时比较的指标个数（Benjamini–Hochberg，5%）。
board-all = 全部指标一览
