import datetime
from decimal import Decimal

from sqlmodel import select

BORN = datetime.date(1960, 1, 1)


def use(session, models):
    author = models.Author(name="Ann", born=BORN, profile=models.AuthorProfile(bio="Writes"))
    book = models.Book(
        title="Trees", price=Decimal("9.50"), author=author, tags=[models.Tag(name="wood")]
    )
    session.add(book)
    session.flush()
    assert book.author_id == author.id and author.books == [book]
    assert book.state is models.BookState.DRAFT and author.profile.author is author

    by_key = models.Book(author_id=author.id, editor_id=author.id, title="Woods", price=Decimal(5))
    session.add(by_key)
    session.flush()
    session.expire_all()
    assert (by_key.author, by_key.editor) == (author, author)
    found = session.execute(select(models.Book).where(models.Book.title == "Trees")).scalar_one()
    assert [tag.name for tag in found.tags] == ["wood"]
    dumped = found.model_dump()
    assert dumped["price"] == Decimal("9.50") and "author" not in dumped
    checked = models.Book.model_validate(
        {"title": "Ferns", "price": "3.20", "author_id": author.id}
    )
    assert checked.price == Decimal("3.20")
