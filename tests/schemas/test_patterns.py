"""Patterns of CHECKs mean to pydantic what they mean to the database, or are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import SchemaValidator, core_schema
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from ormforge.schemas.checked_patterns import CheckedPattern, patterns_of
from ormforge.schemas.patterns import MARIADB, POSTGRESQL, SQLITE, of_glob, of_like, of_regular
from ormforge.schemas.patterns.similar import of_similar
from ormforge.schemas.texts import Texts
from tests.schemas.world import World, database_of, generated

FOLDED = Texts(case_counts=False, by_code=False)
ANY = r"[^\x00]"


@pytest.mark.parametrize(
    ("dialect", "expression", "expected"),
    [
        ("postgresql", "((a)::text ~ '^[A-Z]{2}-[0-9]+$'::text)", "^[A-Z]{2}-[0-9]+$"),
        ("postgresql", "(a ~* '^k[x-z]$'::text)", "^[kK][x-zX-Z]$"),
        ("postgresql", "(a ~ 'it''s|^b$'::text)", f"^(?:{ANY}*it's{ANY}*|b)$"),
        ("postgresql", "(a ~~ 'A\\_%'::text)", f"^A_{ANY}*$"),
        ("postgresql", "(a !~ '[^0-9a-f]'::text)", "^[0-9a-f]*$"),
        ("postgresql", "(a ~ similar_to_escape('a.(b|c)%'::text))", rf"^(?:a\.(?:b|c){ANY}*)$"),
        ("postgresql", "((a IS NULL) OR (a ~ '^x$'::text))", "^x$"),
        ("postgresql", "(VALUE ~ '^[^@]+@[^@]+$'::text)", r"^[^@\x00]+@[^@\x00]+$"),
        ("sqlite", "a LIKE 'x!_%' ESCAPE '!'", f"^[xX]_{ANY}*$"),
        ("sqlite", "a GLOB '[0-9]??'", f"^[0-9]{ANY}{{2}}$"),
        ("sqlite", "a NOT GLOB '*[^0-9]*'", "^[0-9]*$"),
        ("mariadb", "`a` regexp '^[0-9]+\\\\.x$'", r"^[0-9]+\.x\n?$"),
        ("mariadb", "`a` like 'A\\\\_%'", r"^A_[\s\S]*$"),
    ],
)
def test_patterns_are_translated(dialect: str, expression: str, expected: str) -> None:
    column = "VALUE" if "VALUE" in expression else "a"
    assert list(patterns_of(expression, dialect, Texts())) == [CheckedPattern(column, expected)]


@pytest.mark.parametrize(
    ("dialect", "expression"),
    [
        *(
            ("postgresql", f"(a ~ '{pattern}'::text)")
            for pattern in (
                *(
                    r"\d",
                    "[[:alpha:]]",
                    "(?i)a",
                    "(?=a)",
                    r"(a)\1",
                    "a{300}",
                    "(.{200}){200}",
                    "a**",
                ),
                *(
                    "a^b",
                    "$a",
                    "",
                    "a|",
                    "()",
                    "[b-a]",
                    "[",
                    "(",
                    "***=a",
                    r"\mword",
                    "(^a)",
                    r"[\w]",
                ),
            )
        ),
        ("postgresql", "(a ~~* 'x%'::text)"),
        ("postgresql", "(a !~~ 'x%'::text)"),
        ("postgresql", "(lower(a) ~ 'x'::text)"),
        ("postgresql", "((a COLLATE \"C\") ~ 'x'::text)"),
        ("postgresql", "((a)::bpchar ~ 'x'::text)"),
        ("postgresql", "(a ~ ANY (ARRAY['a'::text, 'b'::text]))"),
        ("postgresql", "((a ~ 'x'::text) OR (b ~ 'x'::text))"),
        ("postgresql", "((b IS NULL) OR (a ~ 'x'::text))"),
        ("postgresql", "(NOT (a ~ 'x'::text))"),
        ("sqlite", "a NOT LIKE 'x'"),
        ("sqlite", "a LIKE 'x' COLLATE NOCASE"),
        ("sqlite", "a REGEXP 'x'"),
        ("sqlite", "b > 3 -- and a like 'x'"),
        ("mariadb", "!(`a` regexp 'x')"),
        ("mariadb", "cast(`a` as char charset binary) regexp 'a'"),
        ("mysql", "regexp_like(`a`,'x')"),
        ("mysql", "(`a` like _utf8mb4'x')"),
    ],
)
def test_what_is_not_exactly_the_same_is_left_to_the_database(
    dialect: str, expression: str
) -> None:
    assert list(patterns_of(expression, dialect, Texts())) == []


def test_mariadbs_like_is_left_out_where_letters_are_alike() -> None:
    assert list(patterns_of("`a` like 'x%'", "mariadb", FOLDED)) == []
    (found,) = patterns_of("`a` regexp 'x'", "mariadb", FOLDED)
    assert found.pattern == "[xX]"


LETTERS = "aAbkKsSzZ09-_.%é\n\u212a\u017f|]^\\"
COMMON = ["a", "k", "S", "0", "-", ".", "[a-c]", "[^a]", "[]a]", "[a-]", "[^-a]", "é", "_", "%"]
REGULAR = [*COMMON, "^", "$", "[^k-s0]", "(a|b)", "(", "|", ")", "*", "+", "?", "{2}", "{1,3}"]
REGULAR += [r"\.", r"\-", r"\d", "[[:digit:]]", "\n", "(?:", r"[a\]]", "[.-0]", "*?", "[&~]", "{"]
GLOB = [*COMMON, "*", "?", "[", "]", "[^]a]", "[a-c-e]", "[--a]", "\\", "[&-*]"]
LIKE = ["a", "k", "S", "0", ".", "%", "_", "\\", "\\%", "é", "|", "\n", "[a]", "^", "!", "!_"]
NEGATED = ["[a-c]", "[^a]", "[^0-9]", "[]a]", "a"]
Translate = Callable[[str], str | None]
OPERATORS: dict[str, tuple[str, list[str], Translate]] = {
    "postgresql ~": ("{} ~ {}", REGULAR, lambda text: of_regular(text, POSTGRESQL)),
    "postgresql ~*": ("{} ~* {}", REGULAR, lambda text: of_regular(text, POSTGRESQL, folded=True)),
    "postgresql !~": ("{} !~ {}", NEGATED, lambda text: of_regular(text, POSTGRESQL, negated=True)),
    "postgresql like": ("{} like {}", LIKE, lambda text: of_like(text, POSTGRESQL, "\\")),
    "postgresql similar": ("{} similar to {}", [*REGULAR, "%", "_"], of_similar),
    "sqlite glob": ("{} glob {}", GLOB, of_glob),
    "sqlite not glob": (
        "{} not glob '*' || {} || '*'",
        NEGATED,
        lambda text: of_glob(f"*{text}*", negated=True),
    ),
    "sqlite like": (
        "{} like {} escape '!'",
        LIKE,
        lambda text: of_like(text, SQLITE, "!", folded=True),
    ),
    "mariadb regexp": (
        "{} collate utf8mb4_bin regexp {}",
        REGULAR,
        lambda text: of_regular(text, MARIADB),
    ),
    "mariadb regexp folded": (
        "{} collate utf8mb4_general_ci regexp {}",
        REGULAR,
        lambda text: of_regular(text, MARIADB, folded=True),
    ),
    "mariadb like": (
        "{} collate utf8mb4_bin like {}",
        LIKE,
        lambda text: of_like(text, MARIADB, "\\"),
    ),
}


@contextmanager
def connected(operator: str, request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    """A connection to a server of the operator's dialect, outside of transactions."""
    fixtures = {"postgresql": "pg_server", "mariadb": "mysql_server"}
    name = fixtures.get(operator.split()[0])
    engine = sa.create_engine(request.getfixturevalue(name) if name else "sqlite://")
    with engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
    engine.dispose()


def said(connection: sa.Connection, comparison: str, pattern: str, texts: list[str]) -> list[Any]:
    """What the database says of each text; nothing where it takes the pattern for none."""
    # Comparisons without a column are made as texts of the driver, which PostgreSQL must be told.
    is_typed = connection.dialect.name == "postgresql"
    value, like = ("cast(:v{} as text)", "cast(:p as text)") if is_typed else (":v{}", ":p")
    shown = (comparison.format(value.format(place), like) for place in range(len(texts)))
    values = {f"v{place}": text for place, text in enumerate(texts)}
    try:
        return list(
            connection.execute(
                sa.text(f"select {', '.join(shown)}"), {"p": pattern, **values}
            ).one()
        )
    except StatementError:
        return []


@pytest.mark.parametrize("operator", OPERATORS)
def test_random_patterns_mean_the_same(operator: str, request: pytest.FixtureRequest) -> None:
    comparison, parts, translate = OPERATORS[operator]
    patterns = st.lists(st.sampled_from(parts), max_size=5).map("".join)
    if parts is REGULAR:
        patterns |= patterns.map("^{}$".format)
    with connected(operator, request) as connection:

        @settings(
            max_examples=60,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(patterns, st.lists(st.text(LETTERS, max_size=4), min_size=5, max_size=10))
        def same(pattern: str, texts: list[str]) -> None:
            translated = translate(pattern)
            if translated is None:
                return
            checked = SchemaValidator(core_schema.str_schema(pattern=translated))
            assert [checked.isinstance_python(text) for text in texts] == [
                bool(each) for each in said(connection, comparison, pattern, texts)
            ], translated

        same()


TABLES = {
    "postgresql": r"""
create domain zip as text check (value ~ '^[0-9]{5}$');
create table things (
  id int generated always as identity primary key, zip zip,
  code varchar(4) check (code ~ '^[A-B]{2}-[0-9]+$'), word text check (word ~* '^(ab|k)+$'),
  label text check (label is null or label like 'a\_%'), kind text check (kind similar to '(a|b)_?')
);""",
    "mariadb": r"""
create table things (
  id int auto_increment primary key, zip varchar(9) check (zip regexp '^[0-9]{5}$'),
  code varchar(4) check (code regexp '^[A-B]{2}-[0-9]+$'),
  word text check (word regexp '^(ab|k)+$'), label varchar(9) collate utf8mb4_bin check (label like 'a\_%'),
  kind varchar(9) collate utf8mb4_bin check (kind regexp '^(a|b).?$')
) default charset utf8mb4;""",
    "sqlite": """
create table things (
  id integer primary key, zip text check (zip glob '[0-9][0-9][0-9][0-9][0-9]'),
  code text check (code glob '[A-B][A-B]-[0-9]*'), word text check (word like 'ab%'),
  label text check (label is null or label like 'a!_%' escape '!'), kind text check (kind not glob '*[^ab]*')
);""",
}
MATCHING = {
    "zip": st.text("0123", min_size=4, max_size=6),
    "code": st.tuples(st.text("ABab", min_size=1, max_size=3), st.text("019", max_size=2)).map(
        "-".join
    ),
    "word": st.lists(st.sampled_from(["ab", "AB", "k", "\u212a", "\n", "a"]), max_size=3).map(
        "".join
    ),
    "label": st.tuples(st.sampled_from(["a_", "A_", "ab", "a"]), st.text("a\n", max_size=2)).map(
        "".join
    ),
    "kind": st.text("abAé\n", max_size=3),
}


@pytest.mark.parametrize("dialect", TABLES)
def test_create_takes_what_the_checks_take(
    dialect: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp(f"patterns_{dialect}")
    fixtures = {"postgresql": "pg_server", "mariadb": "mysql_server"}
    server = (
        request.getfixturevalue(fixtures[dialect])
        if dialect in fixtures
        else f"sqlite:///{folder}/a.db"
    )
    with database_of(server) as url, generated(url, TABLES[dialect], folder) as world:
        assert world.source.count("pattern=") >= 5

        @settings(max_examples=80, deadline=None, derandomize=True, database=None)
        @given(
            st.sampled_from(sorted(MATCHING)).flatmap(
                lambda name: MATCHING[name].map(lambda text: {name: text})
            )
        )
        def agrees(row: dict[str, str]) -> None:
            assert taken_by_create(world, row) == taken_by_database(world, row)

        agrees()


def taken_by_create(world: World, row: dict[str, str]) -> bool:
    try:
        world.schema("ThingCreate").model_validate(row)
    except ValidationError:
        return False
    return True


def taken_by_database(world: World, row: dict[str, str]) -> bool:
    with Session(world.engine) as session:
        session.add(world.models.Thing(**row))
        try:
            session.flush()
        except StatementError:
            return False
    return True
