"""What is asked of each tool's schemas. Whether the answer is right, the database decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Values for a new row or a change of one; `says` is the row of the table of results."""

    says: str
    use: Literal["create", "update"]
    table: Literal["authors", "books"]
    values: dict[str, Any] = field(default_factory=dict)


AUTHOR = {"name": "Stanislaw", "password_hash": "x"}
BOOK = {"author_id": 1, "title": "Solaris", "price": "9.50"}


def _author(says: str, **values: Any) -> Probe:
    return Probe(says=says, use="create", table="authors", values={**AUTHOR, **values})


def _book(says: str, **values: Any) -> Probe:
    return Probe(says=says, use="create", table="books", values={**BOOK, **values})


def _change(says: str, **values: Any) -> Probe:
    return Probe(says=says, use="update", table="books", values=values)


PROBES = (
    _author("a new row with what an insert needs"),
    _author("a text of 101 characters for `varchar(100)`", name="a" * 101),
    _author("an empty text against `CHECK (length(name) > 0)`", name=""),
    _author("a value for `GENERATED ALWAYS AS IDENTITY`", id=7),
    _author("null for `NOT NULL DEFAULT now()`", created_at=None),
    _author("a moment of one's own for it", created_at="2024-02-29T12:00:00Z"),
    _book("a row whose defaults the database gives"),
    _book("-1 against `CHECK (price >= 0)`", price="-1"),
    _book("nine digits for `numeric(8, 2)`", price="1234567.89"),
    _book("a third decimal place, which is rounded", price="9.501"),
    _book("a label that the enum has not", state="lost"),
    _book("a label that it has", state="sold"),
    _book("40000 for `smallint`", stock=40000),
    _book("null for `NOT NULL DEFAULT 0`", stock=None),
    _book("a value for a generated column", vat="1.00"),
    _book("a list in `jsonb`", extra=[1, "a"]),
    _book("a text in `jsonb`", extra="a"),
    _book("a UUID of version 7 for the key", id="0190a5c4-7b1e-7c2a-9d3e-5f6a7b8c9d0e"),
    _change("a change of one column", title="Eden"),
    _change("a change of nothing"),
    _change("null for a `NOT NULL` column, in a change", title=None),
    _change("null for a column that may be null", subtitle=None),
    _change("-1 against the CHECK, in a change", price="-1"),
)
