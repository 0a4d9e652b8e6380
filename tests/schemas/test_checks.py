from decimal import Decimal

import pytest

from ormforge.catalog.model import ColumnType
from ormforge.schemas.checks import Bound, bounds_of
from ormforge.schemas.limits import Limits, type_limits


def bound(column: str, operator: str, value: str, of_length: bool = False) -> Bound:
    return Bound(column, of_length, operator, Decimal(value))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("price >= 0", [bound("price", ">=", "0")]),
        ("(price >= (0)::numeric)", [bound("price", ">=", "0")]),
        ("0 < a", [bound("a", ">", "0")]),
        ("x > '-5'::integer", [bound("x", ">", "-5")]),
        ("a >= .5", [bound("a", ">=", "0.5")]),
        ("`p` >= 0 and `q` < 5", [bound("p", ">=", "0"), bound("q", "<", "5")]),
        ('"a b" = 3', [bound("a b", "=", "3")]),
        (
            "a BETWEEN 1 AND 9 AND b > 2",
            [bound("a", ">=", "1"), bound("a", "<=", "9"), bound("b", ">", "2")],
        ),
        ("(a > 1 or b > 2) and c = 3", [bound("c", "=", "3")]),
        ("a is null or a > 3", [bound("a", ">", "3")]),
        ("((a > 3) OR (a IS NULL))", [bound("a", ">", "3")]),
        ("a IS NULL OR (a > 3 AND b < 2)", [bound("a", ">", "3")]),
        ("char_length((name)::text) <= 20", [bound("name", "<=", "20", True)]),
        ("length(name) > 2", [bound("name", ">", "2", True)]),
        ("((name)::text <> ''::text)", [bound("name", ">=", "1", True)]),
        ("VALUE >= 0", [bound("VALUE", ">=", "0")]),
        ("(amount > (0)::double precision)", [bound("amount", ">", "0")]),
    ],
)
def test_simple_comparisons_are_bounds(expression: str, expected: list[Bound]) -> None:
    assert list(bounds_of(expression, "postgresql")) == expected


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "a > 1 or b > 2",
            "a > b",
            "a + 1 > 3",
            "NOT a > 3",
            "not (a > 3)",
            "f(a) > 1",
            "a % 2 = 0",
        ),
        *(
            "a is null or b > 3",
            "a is null or b is null or a > 3",
            "a in (1, 2)",
            "a not between 3 and 4",
            "a.b > 3",
            "a > 1e3",
        ),
        *("a > 3 collate x", "octet_length(a) < 3", "(price)::integer > 5", "t > ''", "a <> 3"),
        *("((n)::character varying(3) <> ''::text)", "(", ")", "a > (", "", "a > 'x'", "a > 1 > 0"),
        *("case when a > 1 then b > 2 end", "a::date > 3", "-a > 3", "a ~ '^x'", "a > 3 -- and"),
        *(
            "coalesce(a, 0) > 1",
            "a > 1 is true",
            "(a > 1) = (b > 2)",
            "xor(a > 1, b)",
            "a > 1 xor b",
        ),
    ],
)
def test_anything_else_is_left_to_the_database(expression: str) -> None:
    assert list(bounds_of(expression, "postgresql")) == []


def test_mysqls_length_counts_bytes() -> None:
    assert list(bounds_of("length(a) > 2", "mysql")) == []
    assert list(bounds_of("char_length(a) > 2", "mysql")) == [bound("a", ">", "2", True)]


@pytest.mark.parametrize(
    ("sql", "dialect", "expected"),
    [
        ("character varying(100)", "postgresql", Limits(max_length=100)),
        ("VARCHAR(10)", "sqlite", Limits(max_length=10)),
        ("numeric(10,2)", "postgresql", Limits(max_digits=10, decimal_places=2)),
        ("numeric(3)", "postgresql", Limits(max_digits=3, decimal_places=0)),
        (
            "numeric(2,4)",
            "postgresql",
            Limits(decimal_places=4, ge=Decimal("-0.0099"), le=Decimal("0.0099")),
        ),
        (
            "numeric(3,-2)",
            "postgresql",
            Limits(decimal_places=0, ge=Decimal("-99900"), le=Decimal("99900")),
        ),
        ("numeric", "postgresql", Limits()),
        ("smallint", "postgresql", Limits(bits=16)),
        ("int(10) unsigned zerofill", "mysql", Limits(bits=32, unsigned=True)),
        ("decimal(5,2) unsigned", "mysql", Limits(max_digits=5, decimal_places=2, ge=Decimal(0))),
        ("UNSIGNED BIG INT", "sqlite", Limits(bits=64)),
        ("INTEGER", "sqlite", Limits(bits=64)),
        ("text", "postgresql", Limits()),
        ("timestamp(3) with time zone", "postgresql", Limits()),
        ("public.mood", "postgresql", Limits()),
        ("", "sqlite", Limits()),
    ],
)
def test_types_limit_their_values(sql: str, dialect: str, expected: Limits) -> None:
    assert type_limits(ColumnType(sql=sql), dialect) == expected
