from typing import Any


def use(session: Any, models: Any) -> None:
    account = models.Account(first_name="Ann", last_name="Lee")
    status = models.ShopStatusModel(label="new")
    order = models.ShopOrderModel(buyer=account, status=status, state=models.State.OPEN)
    session.add(order)
    session.commit()
    assert account.purchases == [order]
    assert status.all_orders == [order]
