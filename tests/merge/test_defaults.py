"""Defaults that a person gives to members of dataclasses and of SQLModel, and what the database adds beside them."""

from __future__ import annotations

import pytest

from ormforge.merge.statements.decide import three_way

MERGED = {
    # name: (generated, the user's, generated now, the result)
    "a default of the user's, and NULL is allowed now": (
        "state: Mapped[str] = mapped_column(String(20))",
        'state: Mapped[str] = mapped_column(String(20), default="new")',
        "state: Mapped[str | None] = mapped_column(String(40), default=None)",
        'state: Mapped[str | None] = mapped_column(String(40), default="new")',
    ),
    "a factory of the user's": (
        "data: Mapped[dict | None] = mapped_column(JSON, default=None)",
        "data: Mapped[dict | None] = mapped_column(JSON, default_factory=dict)",
        'data: Mapped[dict] = mapped_column(JSON, server_default=text("x"), default=None)',
        'data: Mapped[dict] = mapped_column(JSON, server_default=text("x"), default_factory=dict)',
    ),
    "the filler is taken out as it was put in": (
        "state: Mapped[str | None] = mapped_column(String(20), default=None)",
        "state: Mapped[str | None] = mapped_column(String(20), index=True, default=None)",
        "state: Mapped[str] = mapped_column(String(20))",
        "state: Mapped[str] = mapped_column(String(20), index=True)",
    ),
    "arguments for a field that had none": (
        "count: int",
        "count: int = Field(ge=1)",
        "count: int | None = Field(default=None, sa_column=Column(BigInteger))",
        "count: int | None = Field(ge=1, default=None, sa_column=Column(BigInteger))",
    ),
}


@pytest.mark.parametrize("name", MERGED)
def test_a_default_of_none_only_fills_a_place(name: str) -> None:
    base, mine, new, expected = (f"{text}\n" for text in MERGED[name])
    assert three_way(base, mine, new, member=True) == expected


@pytest.mark.parametrize("own", ["index=True", "unique=True", "nullable=False"])
def test_what_sqlmodel_does_not_take_beside_a_column_is_never_mixed(own: str) -> None:
    base = "order_id: int = Field(foreign_key='orders.id')\n"
    mine = f"order_id: int = Field(foreign_key='orders.id', {own})\n"
    new = "order_id: int = Field(sa_column=Column(ForeignKey('orders.id', onupdate='CASCADE')))\n"
    assert three_way(base, mine, new, member=True) is None
