"""The page as text: what stands in it, that nothing of the database becomes markup, and that it loads nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from ormforge.catalog.model import Catalog, Column, ColumnType, Index, IndexElement, Table
from ormforge.export.page.words import index_text
from ormforge.overlay.builtin import builtin_templates
from ormforge.overlay.page import visible
from ormforge.report import CustomCode
from tests.conftest import unavailable
from tests.export.catalogs import SHOP, hostile
from tests.export.pages import earlier_shop, large, page_of, undrafted

ADDRESSES = {"href", "src", "action", "srcset", "data", "poster", "formaction", "background"}


class Page(HTMLParser):
    """The elements of a page in order, and its texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.contents: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside in self.contents:
            self.contents[inside].append(data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


def test_a_shop_is_told_in_full() -> None:
    code = CustomCode(
        path=PurePosixPath("app/models.py"),
        line=7,
        kind="method",
        name="discounted",
        owner="Books",
        table="public.books",
    )
    text = Page(page_of(SHOP, [code])).text
    for told in (
        "2 tables",
        "1 enum",
        "PostgreSQL",
        "What we sell",
        "numeric(10,2)",
        "'new'::public.state",
        "price > 0",
        "one_editor",
        "unique (lower(state))",
        "on delete cascade",
        "hr.people",
        "old one",
        "class Books",
        "class State",
        "app/models.py:7",
        "Books.discounted",
    ):
        assert told in re.sub(r"\s+", " ", text), told


def test_foreign_keys_lead_to_their_tables() -> None:
    page = Page(page_of(SHOP))
    ids = [given["id"] for _, given in page.elements if given.get("id")]
    assert len(ids) == len(set(ids))
    links = {given["href"] for tag, given in page.elements if tag == "a"}
    assert "#table-authors" in links
    assert {link for link in links if link and link[1:] not in ids} == set()
    named = {
        name
        for _, given in page.elements
        for attribute in ("aria-labelledby", "aria-describedby", "for")
        if (name := given.get(attribute))
    }
    assert named <= set(ids)


def test_changes_are_marked() -> None:
    page = page_of(SHOP, old=earlier_shop())
    text = re.sub(r"\s+", " ", Page(page).text)
    for told in (
        "Changes since last.json",
        "table added (2 columns)",
        "column id: type smallint -> integer",
        "column isbn removed (text, null)",
        "printers removed",
        "enum public.state: labels new -> new, old one",
    ):
        assert told in text, told
    elements = Page(page).elements
    marked = {given.get("data-id"): given["class"] for tag, given in elements if tag == "article"}
    assert "added" in str(marked["authors"])
    assert "changed" in str(marked["books"])
    assert 'class="changed"><th scope="row"><bdi>id' in page
    assert 'class="added"><bdi class="detail-name">lowered' in page
    assert "badge" not in "".join(
        str(given.get("class")) for _, given in Page(page_of(SHOP)).elements
    )


def shape(page: Page) -> Counter[tuple[str, ...]]:
    """How often each element with its attributes stands in the page; where a name may be broken is left out."""
    return Counter((tag, *sorted(given)) for tag, given in page.elements if tag != "wbr")


def tame(catalog: Catalog) -> Catalog:
    """The same database with harmless texts."""
    number = iter(range(1000))
    names: dict[str, str] = {}

    def word(text: str) -> str:
        return names.setdefault(text, f"w{next(number)}")

    def calmed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(calmed, value))
        if isinstance(value, str):
            return word(value)
        if hasattr(value, "__dataclass_fields__"):
            kept = {"dialect", "kind", "default_schema", "schema", "referred_schema"}
            found = {
                name: getattr(value, name) if name in kept else calmed(getattr(value, name))
                for name in value.__dataclass_fields__
            }
            return type(value)(**found)
        return value

    found = calmed(catalog)
    assert isinstance(found, Catalog)
    return found


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_no_text_of_the_database_becomes_markup(first: int) -> None:
    for seed in range(first, first + 20):
        catalog = hostile(seed)
        page, calm = Page(undrafted(catalog, old=SHOP)), Page(undrafted(tame(catalog), old=SHOP))
        assert shape(page) == shape(calm)
        for table in catalog.tables:
            assert str(visible(table.name)) in page.text
            for column in table.columns:
                assert str(visible(column.name)) in page.text
                assert str(visible(column.comment or "")) in page.text
        assert not {name for _, given in page.elements for name in given if name.startswith("on")}
        assert all(len(text.split()) < 3 for text in policy_parts(page))


def policy_parts(page: Page) -> list[str]:
    """The directives of the policy that are neither of styles nor of scripts."""
    return [part for part in policy(page) if not part.strip().startswith(("style", "script"))]


def policy(page: Page) -> list[str]:
    (content,) = (
        str(given["content"])
        for tag, given in page.elements
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    )
    return content.split("; ")


def test_the_policy_lets_only_its_own_scripts_and_styles_run() -> None:
    page = Page(page_of(SHOP))
    parts = dict(part.split(" ", 1) for part in policy(page))
    assert parts["default-src"] == "'none'"
    for kind in ("script", "style"):
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in page.contents[kind]
        }
        assert set(parts[f"{kind}-src"].split()) == hashes
    assert "unsafe" not in " ".join(parts.values())


def test_nothing_leads_out_of_the_page() -> None:
    page = Page(page_of(SHOP))
    found = {
        given[name] for _, given in page.elements for name in ADDRESSES & set(given) if given[name]
    }
    assert {address for address in found if not address.startswith("#")} == {"data:,"}
    inline = "".join(page.contents["style"] + page.contents["script"])
    assert not re.findall(r"url\(|@import|fetch\(|import\(|XMLHttpRequest|https?:", inline)
    assert not [given for _, given in page.elements if "style" in given]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("\x00\x1b\r", "\\u0000\\u001b\\u000d"),
        ("\u2028\u2029\ufeff\u200b", "\\u2028\\u2029\\ufeff\\u200b"),
        ("\ud800", "\\ud800"),
        ("two\nlines\tand é Ω 漢 😀 שלום", "two\nlines\tand é Ω 漢 😀 שלום"),
    ],
)
def test_what_cannot_be_seen_is_spelled(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_names_that_look_the_same_have_places_of_their_own() -> None:
    names = ("a b", "a-b", "A-B", "a_b", "-", "--", "漢", "字")
    columns = (Column(name="id", type=ColumnType(sql="int"), nullable=False),)
    tables = tuple(Table(schema=None, name=name, columns=columns) for name in names)
    page = Page(undrafted(Catalog(dialect="sqlite", tables=tables)))
    cards = [given["id"] for tag, given in page.elements if tag == "article"]
    assert len({str(card).lower() for card in cards}) == len(names)
    assert all(re.fullmatch(r"card-[A-Za-z0-9_-]+", str(card)) for card in cards)


def test_an_empty_database_has_a_page() -> None:
    assert "0 tables" in Page(undrafted(Catalog(dialect="sqlite"))).text


def test_every_table_of_many_stands_in_it_once() -> None:
    catalog = large(120)
    page = Page(undrafted(catalog))
    assert sum(tag == "article" for tag, _ in page.elements) == 120
    keys = sum(len(table.foreign_keys) for table in catalog.tables)
    assert sum(tag == "g" for tag, _ in page.elements) == keys
    moved = replace(catalog, tables=tuple(reversed(catalog.tables)))
    assert undrafted(catalog) == undrafted(replace(moved, tables=tuple(reversed(moved.tables))))


def files(*endings: str) -> list[Path]:
    return [path for path in (builtin_templates() / "page").iterdir() if path.suffix in endings]


def test_the_files_of_the_page_are_small() -> None:
    for path in files(".js", ".css", ".html"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 150, path


def test_the_scripts_are_scripts() -> None:
    node = shutil.which("node")
    if node is None:
        unavailable("node is needed to check the scripts of the page")
    assert len(files(".js")) == 7
    for path in files(".js"):
        done = subprocess.run([str(node), "--check", path], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_an_index_tells_its_key_prefixes() -> None:
    elements = (
        IndexElement(sql="`a`", column="a", plain=True),
        IndexElement(sql="`b` DESC", column="b"),
    )
    index = Index(name="i", elements=elements, lengths=(("a", 20),), kind="FULLTEXT")
    assert index_text(index) == "fulltext (a(20), `b` DESC)"
