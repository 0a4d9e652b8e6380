"""The page in a real browser: what people do with it. No page may complain or ask for anything (see conftest)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ormforge.overlay.page import visible
from ormforge.report import CustomCode
from tests.export.browser.chromium import Tab
from tests.export.browser.conftest import SHOTS, Open
from tests.export.catalogs import SHOP, hostile
from tests.export.pages import earlier_shop, large, page_of, undrafted

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chromium")]
Shot = Callable[[Tab, str], None]

LISTED = "[...document.querySelectorAll('#list li:not([hidden]) a > bdi')].map(e => e.textContent)"
CHOSEN = "[...document.querySelectorAll('.card.chosen, .entry.chosen')].map(e => e.dataset.id)"
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@cache
def shop() -> str:
    return page_of(SHOP)


@cache
def many(count: int = 60) -> str:
    return undrafted(large(count))


def chosen(name: str) -> str:
    """Whether the card and the entry of this table are the chosen ones."""
    return f"{CHOSEN}.join() === '{name},{name}'"


def inside(selector: str, frame: str) -> str:
    """Whether the middle of an element can be seen inside another."""
    return (
        f"(() => {{ const a = document.querySelector('{selector}').getBoundingClientRect(),"
        f" b = document.querySelector('{frame}').getBoundingClientRect();"
        " const x = a.x + a.width / 2, y = a.y + 10;"
        " return x > b.x && x < b.right && y >= b.y && y < b.bottom; })()"
    )


def test_search(open_page: Open, shot: Shot) -> None:
    tab = open_page(many())
    assert len(tab.run(LISTED)) == 60
    tab.press("/", *"THING_04")
    assert len(tab.run(LISTED)) == 10
    assert all("thing_04" in name for name in tab.run(LISTED))
    assert tab.run("document.getElementById('found').textContent") == "10 of 60 tables"
    shot(tab, "found")
    tab.press("Enter")
    tab.until("location.hash.startsWith('#table-')")
    tab.press("/", "Escape")
    assert len(tab.run(LISTED)) == 60
    tab.press(*"nowhere")
    assert tab.run(LISTED) == []
    assert not tab.run("document.getElementById('nothing').hidden")


def test_search_finds_columns_and_comments(open_page: Open) -> None:
    tab = open_page(shop())
    tab.press("/")
    for sought, found, why in (
        ("sell", "books", "What we sell"),
        ("a-b", "authors", "a-b"),
        ("EDITOR", "books", "editor_id"),
    ):
        tab.press(*sought)
        assert tab.run(LISTED) == [found]
        assert tab.run("document.querySelector('#list .why').textContent") == why
        tab.press("Escape")


def test_filter_by_schema(open_page: Open, shot: Shot) -> None:
    tab = open_page(many())
    shown = "[...document.querySelectorAll('.card')].filter(c => c.checkVisibility()).length"
    assert tab.run(shown) == 60
    tab.click('.schemas input[value="sales"]')
    tab.click('.schemas input[value="public"]')
    assert tab.run(shown) == 30
    assert {name.split(".")[0] for name in tab.run(LISTED)} == {"staff", "stock"}
    dangling = (
        "[...document.querySelectorAll('.lines g')].filter(g => getComputedStyle(g).display !== 'none' && "
        "[g.dataset.from, g.dataset.to].some(i => !document.getElementById('card-' + i).checkVisibility()))"
    )
    assert tab.run(f"{dangling}.length") == 0
    shot(tab, "two-of-four")
    tab.run("location.hash = 'table-sales-thing_001'")
    tab.until("document.querySelector('.card.chosen')?.checkVisibility()")
    assert tab.run(shown) == 60


def test_click_through_foreign_keys(open_page: Open, shot: Shot) -> None:
    tab = open_page(shop())
    tab.click("#card-books li a")
    tab.until(chosen("authors"))
    assert tab.run("location.hash") == "#table-authors"
    assert tab.run(inside("#table-authors h3", "#dictionary"))
    assert tab.run("[...document.querySelectorAll('.card.near')].map(c => c.dataset.id)") == [
        "authors",
        "books",
    ]
    shot(tab, "authors")
    tab.click("#table-authors .details.inline a")
    tab.until(chosen("books"))
    assert tab.run("document.querySelectorAll('.lines g.lit').length") == 2
    tab.run("document.getElementById('viewport').focus()")
    tab.press("Escape")
    tab.until(f"{CHOSEN}.length === 0")
    assert tab.run("document.querySelectorAll('.picked, .lines g.lit, .card.near').length") == 0
    tab.run("history.back()")
    tab.until(chosen("books"))
    x, y = tab.middle("#viewport")
    tab.mouse(x, y * 0.3, "mousePressed", "mouseReleased")
    tab.until(f"{CHOSEN}.length === 0")
    tab.run("history.back()")
    tab.until(chosen("books"))
    tab.run("history.back()")
    tab.until(chosen("authors"))
    assert tab.run("location.hash") == "#table-authors"


def test_an_address_opens_its_table(open_page: Open) -> None:
    tab = open_page(many(), at="#table-stock-thing_031")
    tab.until(chosen("stock-thing_031"))
    assert "stock.thing_031" in tab.run(
        "document.querySelector('#list [aria-current]').textContent"
    )
    assert tab.run(inside("#card-stock-thing_031", "#viewport"))
    assert tab.run(inside("#table-stock-thing_031 h3", "#dictionary"))


def test_zoom_and_pan(open_page: Open) -> None:
    tab = open_page(many())
    scale = "Number(document.getElementById('canvas').style.transform.match(/[0-9.]+/)[0])"
    place = "(() => { const v = document.getElementById('viewport'); return [v.scrollLeft, v.scrollTop]; })()"
    before = tab.run(scale)
    tab.click("#zoom-in")
    tab.click("#zoom-in")
    assert tab.run(scale) == pytest.approx(before * 1.25**2)
    x, y = tab.middle("#viewport")
    under = (
        f"(() => {{ const c = document.getElementById('canvas').getBoundingClientRect();"
        f" return [({x + 90} - c.x) / {scale}, ({y + 40} - c.y) / {scale}]; }})()"
    )
    point = tab.run(under)
    tab.mouse(x + 90, y + 40, "mouseWheel", deltaX=0, deltaY=-120, modifiers=2)
    tab.until(f"{scale} > {before} * 1.6")
    assert tab.run(under) == pytest.approx(point, abs=3)
    start = tab.run(place)
    bare = (
        "(() => { for (let i = 0; i < 400; i += 9) { const at = document.elementFromPoint("
        f"{x} - 180 + i, {y} - 150 + i % 290);"
        f" if (at?.closest('#viewport') && !at.closest('.card')) return [{x} - 180 + i, {y} - 150 + i % 290]; }} }})()"
    )
    left, top = tab.run(bare)
    tab.mouse(left, top, "mousePressed")
    tab.mouse(left - 70, top - 30, "mouseMoved", buttons=1)
    tab.mouse(left - 70, top - 30, "mouseReleased")
    assert tab.run(place) == pytest.approx([start[0] + 70, start[1] + 30], abs=1)
    tab.click("#fit")
    assert tab.run(scale) < before


def test_only_the_keyboard(open_page: Open, shot: Shot) -> None:
    tab = open_page(shop())
    tab.press("Tab")
    assert tab.run(FOCUSED) == "Skip to the dictionary"
    shot(tab, "skip")
    tab.press("Tab", "Tab", "Tab", "Tab", "Tab")
    assert tab.run(FOCUSED) == "search"
    tab.press("ArrowDown")
    assert tab.run(FOCUSED) == "authors"
    tab.press("ArrowDown")
    assert tab.run(FOCUSED) == "books"
    tab.press("Tab", "Tab")
    stops = [tab.run(FOCUSED)]
    while stops[-1] != "viewport":
        tab.press("Tab")
        stops.append(tab.run(FOCUSED))
        assert len(stops) < 9, stops
    scale = tab.run("document.getElementById('scale').value")
    tab.press("+")
    assert tab.run("document.getElementById('scale').value") != scale
    tab.press("0", "ArrowRight")
    assert tab.run(FOCUSED) == "authors"
    tab.press("ArrowRight")
    assert tab.run(FOCUSED) == "books"
    shot(tab, "card")
    tab.press("Tab")
    assert tab.run(FOCUSED) == "author_id"
    tab.press("Enter")
    tab.until(chosen("authors"))
    assert tab.run("location.hash") == "#table-authors"
    tab.press("Tab")
    assert tab.run("document.activeElement.closest('section').id") in (
        "dictionary",
        "table-authors",
    )


def test_views(open_page: Open) -> None:
    tab = open_page(shop())
    shown = "['diagram', 'dictionary'].map(id => document.getElementById(id).checkVisibility())"
    assert tab.run(shown) == [True, True]
    tab.click('.switch [data-view="dictionary"]')
    assert tab.run(shown) == [False, True]
    tab.click('.switch [data-view="diagram"]')
    assert tab.run(shown) == [True, False]
    tab.click('.jumps a[href="#code"]')
    tab.until(f"{shown}.join() === 'true,true'")
    assert tab.run(inside("#code h3", "#dictionary"))


def test_dark_mode(open_page: Open, shot: Shot) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    pressed = "document.getElementById('theme').getAttribute('aria-pressed')"
    tab = open_page(shop(), prefers_color_scheme="dark")
    dark = tab.run(ground)
    assert tab.run(pressed) == "true"
    shot(tab, "dark")
    tab.click("#theme")
    assert (tab.run(pressed), tab.run(ground) != dark) == ("false", True)
    tab.call("Page.reload")
    tab.until(f"document.readyState === 'complete' && {pressed} === 'false'")
    light = open_page(shop(), prefers_color_scheme="light")
    assert light.run(ground) != dark
    light.click("#theme")
    assert light.run(ground) == dark


def test_without_scripts_everything_can_be_read(open_page: Open, shot: Shot) -> None:
    tab = open_page(shop(), scripts=False)
    shot(tab, "plain")
    tree = tab.call("Accessibility.getFullAXTree")["nodes"]
    names = {node.get("name", {}).get("value") for node in tree if not node["ignored"]}
    assert {"authors", "books", "What we sell", "Dictionary", "Diagram of the tables"} <= names
    assert "Search" not in names
    assert "Zoom in" not in names


def test_a_hostile_database(open_page: Open, shot: Shot) -> None:
    loud = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"
    evil = "\u2028</script></style>-->]]>' \" ` ${alert(1)} \u202e\u05d0 \x00 {{ 7*7 }} &lt;"
    books = SHOP.tables[1]
    columns = tuple(replace(c, name=c.name + evil, comment=loud) for c in books.columns)
    table = replace(
        books,
        name=loud,
        comment=evil,
        columns=columns,
        primary_key=None,
        uniques=(),
        foreign_keys=(),
        checks=(replace(books.checks[0], expression=loud, name=evil),),
    )
    enum = replace(SHOP.enums[0], labels=(loud, evil))
    catalog = replace(SHOP, tables=(SHOP.tables[0], table), enums=(enum,))
    tab = open_page(undrafted(catalog, old=SHOP))
    assert tab.run("document.title") == "Database schema · PostgreSQL"
    assert tab.run("document.querySelectorAll('img, iframe, object').length") == 0
    assert tab.run("document.scripts.length") == 2
    assert str(visible(loud)) in tab.run(LISTED)
    tab.press("/", *"<script>")
    assert tab.run(LISTED) == [loud]
    heading = "document.querySelector('.entry.table:not([hidden]) tbody th bdi').textContent"
    assert tab.run(heading) == visible("id" + evil)
    tab.press("Enter")
    tab.until("location.hash.startsWith('#table-')")
    shot(tab, "chosen")
    for seed in range(3):
        catalog = hostile(seed)
        tab = open_page(undrafted(catalog))
        assert sorted(tab.run(LISTED)) == sorted(
            str(visible(t.name if t.schema is None else f"{t.schema}.{t.name}"))
            for t in catalog.tables
        )


def test_the_policy_stops_what_is_put_in(open_page: Open) -> None:
    tab = open_page(shop())
    assert tab.run(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return false; } catch { return true; } })()"
    )
    assert (
        tab.run("fetch('http://127.0.0.1:9/').then(() => 'sent', error => 'stopped')") == "stopped"
    )
    assert any("Content Security Policy" in text for text in tab.complaints())
    assert tab.requests()[1:] == []
    tab.browser.events.clear()


def test_changes_are_highlighted(open_page: Open, shot: Shot) -> None:
    code = CustomCode(path=Path("models.py"), line=3, kind="region", name="prices", owner="Books")  # type: ignore[arg-type]
    tab = open_page(page_of(SHOP, [code], old=earlier_shop()))
    assert tab.run("document.querySelectorAll('.card.added, .card.changed').length") == 2
    shot(tab, "list")
    tab.click("#changed")
    assert tab.run(LISTED) == ["authors", "books"]
    tab.click('#changes a[href="#table-books"]')
    tab.until(chosen("books"))
    shot(tab, "table")
    colours = "[...new Set([...document.querySelectorAll('#table-books tr')].map(r => getComputedStyle(r).backgroundColor))]"
    assert len(tab.run(colours)) == 2


def test_print(open_page: Open) -> None:
    tab = open_page(page_of(SHOP, old=earlier_shop()), prefers_color_scheme="dark")
    SHOTS.mkdir(exist_ok=True)
    tab.pdf(SHOTS / "print.pdf")
    pages = (SHOTS / "print.pdf").read_bytes().count(b"/Type /Page\n")
    assert pages in (2, 3)
    tab.call("Emulation.setEmulatedMedia", media="print")
    assert not tab.run("document.querySelector('.side').checkVisibility()")
    assert tab.run("getComputedStyle(document.querySelector('.card')).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


@pytest.mark.parametrize("size", [(390, 800), (900, 700)])
def test_narrow_screens(open_page: Open, shot: Shot, size: tuple[int, int]) -> None:
    tab = open_page(many(), size=size)
    for view in ("dictionary", "diagram"):
        tab.click(f'.switch [data-view="{view}"]')
        shot(tab, view)
        assert tab.run("document.documentElement.scrollWidth <= innerWidth")
    tab.run("location.hash = 'table-thing_000'")
    tab.until(inside("#card-thing_000", "#viewport"))


def test_five_hundred_tables(open_page: Open, shot: Shot) -> None:
    tab = open_page(many(500))
    assert tab.run("document.getElementsByTagName('*').length") < 100_000
    assert len(tab.run(LISTED)) == 500
    shot(tab, "start")
    tab.click("#fit")
    shot(tab, "whole")
    tab.press("/", *"thing_499")
    assert tab.run(LISTED) == ["stock.thing_499"]
    tab.press("Enter")
    tab.until(f"{inside('#card-stock-thing_499', '#viewport')}")
    assert tab.run(inside("#table-stock-thing_499 h3", "#dictionary"))
    shot(tab, "one")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(open_page: Open, node_modules: Path, scheme: str) -> None:
    axe = (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    pages = (page_of(SHOP, old=earlier_shop()), many(8))
    for page, at in zip(pages, ("#table-books", ""), strict=True):
        tab = open_page(page, at=at, prefers_color_scheme=scheme)
        tab.run(axe)
        found = tab.run(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map("
            "v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary)]))"
        )
        assert found == []
