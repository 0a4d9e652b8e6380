"""Insert and read rows through the generated models, and validate one with its schema."""

from decimal import Decimal


def use(session, models):
    import schemas

    author = models.Author(name="Ursula", email="u@example.org")
    editor = models.Author(name="Ed")
    fiction = models.Category(title="fiction")
    book = models.Book(
        author=author, editor=editor, category=fiction, title="The Word", price=Decimal("9.50")
    )
    book.tags.append(models.Tag(name="sf"))
    models.Category(title="sf", parent=fiction)
    session.add(book)
    session.commit()
    session.expire_all()
    assert author.books == [book]
    assert editor.books_as_editor == [book]
    assert book.vat == Decimal("1.90")
    assert book.tags[0].books == [book]
    assert [child.title for child in session.query(models.Category).filter_by(parent=fiction)] == [
        "sf"
    ]
    read = schemas.BookRead.model_validate(book)
    assert read.title == "The Word"
    assert schemas.BookRead.model_validate_json(read.model_dump_json()) == read
    assert "password_hash" not in schemas.CustomerRead.model_fields
