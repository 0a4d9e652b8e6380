from typing import Any


def use(session: Any, models: Any) -> None:
    customer = models.Customer(name="Ann", tenant_id=1)
    root = models.Node(tree=1, number=1)
    session.add_all([models.Tenant(id=1, name="t"), customer, root])
    order = models.Order(tenant_id=1, cust=customer)
    leaf = models.Node(tree=1, number=2, above=root)
    session.add_all([order, leaf])
    session.commit()
    assert order.cust_no == customer.no
    assert customer.orders == [order]
    session.expire_all()
    assert session.get(models.Order, order.id).tenant.name == "t"
    assert (leaf.parent_tree, leaf.parent_number) == (1, 1)
