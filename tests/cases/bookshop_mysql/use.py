"""Insert and read rows through the generated models, and validate one with its schema."""

from decimal import Decimal


def use(session, models):
    import schemas

    author = models.Author(name="Ursula", email="u@example.org")
    book = models.Book(author=author, title="The Word", price=Decimal("9.50"), weight=1.25)
    book.tags.append(models.Tag(id=1, name="sf"))
    session.add(book)
    session.commit()
    session.expire_all()
    assert author.books == [book]
    assert book.vat == Decimal("1.90")
    assert book.tags[0].books == [book]
    read = schemas.BookRead.model_validate(book)
    assert schemas.BookRead.model_validate_json(read.model_dump_json()) == read
