from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import raiseload


def use(session: Any, models: Any) -> None:
    import schemas

    session.add_all([models.Author(name="Ann", json="{}"), models.Tag(name="sf")])
    session.flush()
    new = schemas.BookCreate.model_validate(
        {"author_id": 1, "title": "T", "price": "9.50", "tag_ids": [1]}
    )
    values = new.model_dump(exclude={"tag_ids"}, exclude_unset=True)
    tags = session.scalars(sa.select(models.Tag).where(models.Tag.id.in_(new.tag_ids)))
    session.add(models.Book(**values, tags=list(tags)))
    session.commit()
    session.expire_all()
    query = sa.select(models.Book).options(*schemas.book_read_nested_options(), raiseload("*"))
    read = schemas.BookReadNested.model_validate(session.scalars(query).one())
    assert (read.title, read.state.value, read.meta) == ("T", "new", None)
    assert ([tag.name for tag in read.tags], read.author.json_) == (["sf"], "{}")
