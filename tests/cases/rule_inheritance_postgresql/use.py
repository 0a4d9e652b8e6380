from typing import Any

import sqlalchemy as sa


def use(session: Any, models: Any) -> None:
    manager = models.Manager(name="m", budget=1)
    person = models.Person(name="p", boss=manager)
    session.add_all([manager, person])
    session.flush()
    one = models.Employee(name="e", salary=3, manager=manager, partner=person)
    two = models.Employee(name="f", mentor=one)
    badge = models.Badge(id=1, person=person, employee=one)
    session.add_all([one, two, badge, models.Tool(id=1, label="saw", size=2)])
    session.commit()
    session.expire_all()
    found = session.scalars(sa.select(models.Person).order_by(models.Person.id)).all()
    kinds = [type(row).__name__ for row in found]
    assert sorted(kinds) == ["Employee", "Employee", "Manager", "Person"]
    assert (one.manager, one.partner, two.mentor) == (manager, person, one)
    assert one.badges_as_employee == [badge]
    assert session.scalars(sa.select(models.Thing)).one().label == "saw"
