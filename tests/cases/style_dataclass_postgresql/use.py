import datetime
from decimal import Decimal

from sqlalchemy import inspect

BORN = datetime.date(1960, 1, 1)


def use(session, models):
    author = models.Author(name="Ann", born=BORN, profile=models.AuthorProfile(bio="Writes"))
    book = models.Book(title="Trees", price=Decimal("9.50"), tags=[models.Tag(name="wood")])
    author.books.append(book)
    session.add(author)
    session.flush()
    assert book.author is author and book.author_id == author.id
    assert book.state is models.BookState.DRAFT
    assert author.created_at is not None and author.profile.author is author

    by_key = models.Book(
        author_id=author.id,
        editor_id=author.id,
        title="Woods",
        price=Decimal(5),
        state=models.BookState.SOLD_OUT,
    )
    session.add(by_key)
    session.flush()
    session.expire_all()
    assert (by_key.author, by_key.editor) == (author, author)
    assert by_key.state is models.BookState.SOLD_OUT
    assert [tag.name for tag in book.tags] == ["wood"]

    assert "Trees" in repr(book) and "books" not in repr(author)
    assert author != models.Author(name="Ann", born=BORN) and len({author, book, by_key}) == 3
    assert [column.name for column in inspect(models.Book).columns][:2] == ["id", "author_id"]
    try:
        models.Book(price=Decimal(1))
    except TypeError as error:
        assert "title" in str(error)
    else:
        raise AssertionError("a book needs a title")
