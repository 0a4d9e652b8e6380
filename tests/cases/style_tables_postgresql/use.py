import datetime
from decimal import Decimal

from sqlalchemy import insert, select


def use(session, models):
    authors, books = models.authors, models.books
    ann = session.scalar(
        insert(authors).values(name="Ann", born=datetime.date(1960, 1, 1)).returning(authors.c.id)
    )
    session.execute(insert(books).values(author_id=ann, title="Trees", price=Decimal("9.50")))
    found = session.execute(select(books).join(authors, authors.c.id == books.c.author_id)).one()
    assert (found.title, found.price, found.state) == (
        "Trees",
        Decimal("9.50"),
        models.BookState.DRAFT,
    )
