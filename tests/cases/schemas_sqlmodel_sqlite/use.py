"""What the page on styles says of SQLModel: a Create becomes a row, an Update changes it, a Read shows it."""

from typing import Any

from sqlalchemy.orm import raiseload
from sqlmodel import SQLModel, select


def use(session: Any, models: Any) -> None:
    import schemas

    assert not issubclass(schemas.BookRead, SQLModel)
    session.add_all([models.Author(id=1, name="Ann", json_="{}"), models.Tag(id=1, name="sf")])
    new = schemas.BookCreate.model_validate(
        {"author_id": 1, "title": "T", "price": "9.50", "tag_ids": [1], "meta": {"a": 1}}
    )
    book = models.Book.model_validate(new.model_dump(exclude={"tag_ids"}, exclude_unset=True))
    book.tags = list(session.execute(select(models.Tag)).scalars())
    session.add(book)
    session.commit()
    change = schemas.BookUpdate.model_validate({"title": "U", "meta": None})
    book.sqlmodel_update(change.model_dump(exclude_unset=True))
    session.commit()
    session.expire_all()
    query = select(models.Book).options(*schemas.book_read_nested_options(), raiseload("*"))
    read = schemas.BookReadNested.model_validate(session.execute(query).scalar_one())
    assert (read.title, read.meta, read.state.value) == ("U", None, "new")
    assert ([tag.name for tag in read.tags], read.author.json_) == (["sf"], "{}")
    assert read.author.model_dump(by_alias=True)["json_"] == "{}"
