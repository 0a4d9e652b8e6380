"""English singulars and plurals of table names."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ormforge.naming import plural, singular

PAIRS = """
author authors | book books | category categories | company companies | query queries | day days | key keys
address addresses | class classes | process processes | business businesses | box boxes | tax taxes | branch branches
match matches | brush brushes | size sizes | prize prizes | quiz quizzes | cache caches | house houses | case cases
database databases | purchase purchases | lease leases | base bases | analysis analyses | status statuses | bus buses
virus viruses | campus campuses | menu menus | alias aliases | person people | child children | index indexes
movie movies | archive archives | drive drives | shelf shelves | leaf leaves | knife knives | photo photos
hero heroes | area areas | schema schemas | quota quotas | setting settings | metric metrics | topic topics
employee employees | fee fees | image images | response responses | license licenses | id ids | api apis
order_item order_items | OrderItem OrderItems | salesperson salespeople | lens lenses | criterion criteria
"""


def pairs() -> list[tuple[str, str]]:
    texts = PAIRS.replace("\n", "|").split("|")
    return [tuple(text.split()) for text in texts if text.strip()]  # type: ignore[misc]


@pytest.mark.parametrize(("one", "many"), pairs())
def test_singular_and_plural(one: str, many: str) -> None:
    assert singular(many) == one
    assert plural(one) == many


@pytest.mark.parametrize(("one", "many"), pairs())
def test_a_word_that_is_already_right_stays(one: str, many: str) -> None:
    assert singular(one) == one
    assert plural(many) == many


@pytest.mark.parametrize(
    "word",
    [
        "news",
        "data",
        "series",
        "species",
        "media",
        "metadata",
        "information",
        "equipment",
        "analytics",
    ],
)
def test_words_with_one_form_stay(word: str) -> None:
    assert singular(word) == plural(word) == word


@pytest.mark.parametrize("word", ["größe", "名前", "v2", "2024", "", "_", "ÄÖÜ"])
def test_what_is_no_english_word_stays(word: str) -> None:
    assert singular(word) == plural(word) == word


def test_capitals_are_kept() -> None:
    assert singular("USERS") == "USER"
    assert singular("People") == "Person"
    assert plural("OrderCategory") == "OrderCategories"


def test_irregular_words_of_the_project_come_first() -> None:
    irregular = {"kunde": "kunden", "datum": "data"}
    assert singular("alle_kunden", irregular) == "alle_kunde"
    assert plural("kunde", irregular) == "kunden"
    assert plural("kunden", irregular) == "kunden"
    assert singular("data", irregular) == "datum"


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", max_size=12))
@example("ga")
def test_inflection_is_stable(word: str) -> None:
    assert plural(plural(word)) == plural(word)
