from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import raiseload


def use(session: Any, models: Any) -> None:
    import schemas

    new = schemas.BookCreate.model_validate({"title": "T", "author_id": 1, "tag_codes": ["sf"]})
    session.add_all([models.Author(id=1, name="Ann"), models.Tag(code="sf", name="SF")])
    chosen = sa.select(models.Tag).where(models.Tag.code.in_(new.tag_codes))
    values = new.model_dump(exclude={"tag_codes"}, exclude_unset=True)
    session.add(models.Book(**values, tags=list(session.scalars(chosen))))
    session.commit()
    session.expire_all()
    query = sa.select(models.Book).options(*schemas.book_out2_options(), raiseload("*"))
    book = schemas.BookOut2.model_validate(session.scalars(query).one())
    assert [tag.name for tag in book.tags] == ["SF"]
    assert [other.title for other in book.author.books] == ["T"]
