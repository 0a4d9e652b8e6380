import datetime
from typing import Any


def use(session: Any, models: Any) -> None:
    session.add(models.Sale(id=1, amount=3))
    now = datetime.datetime.now(datetime.timezone.utc)
    session.add(models.Log(at=now, host="a", line="x"))
    session.commit()
    assert session.get(models.VSale, 1).doubled == 6
    assert session.get(models.Log, (now, "a")).line == "x"
