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
