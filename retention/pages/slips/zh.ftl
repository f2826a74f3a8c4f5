### 随退回包裹的单据

slip-title-return = 退换货单
slip-title-repair = 维修单
slip-number = 售后单号
slip-order = 订单号
slip-goods = 本包裹内的商品
slip-goods-more = 另有 { COUNT($n) } 行商品未列出
slip-goods-none = 店铺记录中没有商品明细，请写明您寄回的商品。
slip-reason-return = 退换原因
slip-reason-repair = 维修原因
slip-reason-none = 未填写。
slip-fault = 哪里坏了？什么情况下出现？
slip-to = 寄回地址
slip-no-address = 寄出前请先向店铺询问寄回地址。
slip-set-address = 单据上没有寄回地址：请在 { $file } 中填写 `return_address:`。
slip-steps = 请这样做
slip-step-pack = 商品连同吊牌按原样包好。
slip-step-fault = 写明故障，并把商品包好。
slip-step-inside = 把本单放进包裹。
slip-step-send = 把包裹寄到上面的地址。
slip-step-send-by = 请在 { DAY($day) } 前（含当天）把包裹寄到上面的地址。
slip-step-keep = 保留快递单号，并在售后申请里填写。
slip-step-refund = 我们验货后给您退款。
slip-step-exchange = 我们验货后给您寄出换的商品。
slip-step-repair = 我们修好后寄还给您。
slip-step-settle = 我们验货后与您联系。

## 顾客看到的售后进度
view-title = 你的售后进度
view-so-far = 已经发生
view-due = 最晚 { DAY($day) }。
view-open-shop = 我们正在处理。
view-open-customer = 现在等你操作。
view-open-platform = 平台正在裁定。
view-open-not-known = 正在办理。
view-settled = 已办结{ $day ->
    [none] {""}
   *[other] （{ DAY($day) }）
}。
view-refused = 未通过{ $day ->
    [none] {""}
   *[other] （{ DAY($day) }）
}。有异议请回复我们。
view-cancelled = 已撤销或超时关闭{ $day ->
    [none] {""}
   *[other] （{ DAY($day) }）
}，不再处理。
view-not-known = 暂时查不到结果，请联系我们。
view-next-decide = 下一步：审核申请。
view-next-send-back = 下一步：请寄回商品，包裹里放上退货单。
view-next-receive = 下一步：包裹到仓、签收验货。
view-next-refund = 下一步：给你退款。
view-next-exchange = 下一步：给你换发新的一件。
view-next-send-again = 下一步：给你补寄。
view-next-repair = 下一步：维修后寄还给你。
view-next-settle = 下一步：我们会联系你。
view-state-requested = 你提交了申请
view-state-agreed = 申请已通过
view-state-sent-back = 商品已寄出
view-state-received = 商品已签收
view-state-inspected-bad = 验货发现异常
view-state-platform-steps-in = 平台介入
view-state-refused = 未通过
view-state-refunded = 已退款
view-state-exchanged = 已换发
view-state-sent-again = 已寄出
view-state-cancelled = 已撤销
view-state-timed-out = 超时关闭
