from typing import Any

from sqlalchemy.ext.asyncio import AsyncAttrs


def use(session: Any, models: Any) -> None:
    assert issubclass(models.Base, AsyncAttrs)
    order, product = models.Order(), models.Product(title="t")
    session.add(models.OrderItem(order=order, product=product, amount=2))
    team, user = models.Team(), models.User()
    team.users.append(user)
    session.add_all([team, user])
    session.commit()
    assert order.bought == [product]
    assert product.orders == [order]
    assert team.memberships[0].user is user
    assert list(user.teams) == [team]
