from typing import Any

import own_types
import sqlalchemy as sa


def use(session: Any, models: Any) -> None:
    prefs = own_types.Prefs(theme="dark")
    given: Any = {"theme": "dark"}  # what a schema's model_dump() makes of it
    money = own_types.Money("2.50")
    session.add(models.Usr(prefs=prefs, tags=["a"], settings={"language": "en"}, credit=money))
    session.add(models.Usr(prefs=None, tags=[], settings={"language": "de"}, credit=money))
    session.commit()
    session.expire_all()
    one, two = session.scalars(sa.select(models.Usr).order_by(models.Usr.id))
    assert one.prefs == prefs and isinstance(one.prefs, own_types.Prefs)
    assert isinstance(one.credit, own_types.Money)
    assert (one.tags, one.settings) == (["a"], {"language": "en"})
    assert two.prefs is None
    two.prefs = given
    session.commit()
    assert two.prefs == prefs
    two.prefs = None
    session.commit()
    stored = session.execute(sa.text("SELECT prefs FROM usr ORDER BY id")).scalars().all()
    assert stored == ['{"theme": "dark", "size": 10}', None]
    assert session.scalars(sa.select(models.Usr.id).where(models.Usr.prefs == prefs)).all() == [1]
