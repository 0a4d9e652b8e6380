"""Insert and read rows through the generated models, and validate one with its schema."""

from decimal import Decimal


def use(session, models):
    import schemas

    author = models.Author(name="Ursula", email="u@example.org")
    editor = models.Author(name="Ed")
    book = models.Book(
        author=author, editor=editor, title="The Word", price=Decimal("9.50"), meta={"pages": 3}
    )
    book.tags.append(models.Tag(name="sf"))
    author.profile = models.AuthorProfile(bio="writes")
    session.add(book)
    session.commit()
    session.expire_all()
    assert book.state is models.BookState.DRAFT
    assert author.books == [book]
    assert editor.books_as_editor == [book]
    assert book.tags[0].books == [book]
    assert author.profile.author is author
    assert book.search is not None
    read = schemas.BookRead.model_validate(book)
    assert read.title == "The Word"
    assert schemas.BookRead.model_validate_json(read.model_dump_json()) == read
