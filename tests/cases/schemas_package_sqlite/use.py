from typing import Any


def use(session: Any, models: Any) -> None:
    import schemas
    import sqlalchemy as sa

    session.add(models.Book(state=models.BookState.NEW, author=models.Author(name="Ann")))
    session.commit()
    query = sa.select(models.Book).options(*schemas.book_read_nested_options())
    read = schemas.BookReadNested.model_validate(session.scalars(query).one())
    assert read.author.name == "Ann"
