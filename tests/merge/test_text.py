"""Text that is no Python: regions in any language's comments, and edits outside them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.gate import check_result
from ormforge.merge import Merge, merge
from ormforge.merge.text.text_merge import merge_text
from ormforge.merge.text.text_page import read_page, read_text_marker
from ormforge.plan import Generated, Memory

PAGE = PurePosixPath("docs/model.sql")
BASE = "-- made\n\ncreate a;\n  one;\n  two;\n\ncreate b;\n  one;\n"
NEW = BASE.replace("  two;\n", "  two;\n  three;\n")
HAND = "-- region ormforge:custom x\n  hand  ; \t\n\n-- endregion ormforge:custom x\n"


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("# ", ""),
        ("// ", ""),
        ("//", ""),
        ("-- ", ""),
        ("<!-- ", " -->"),
        ("<!--", "-->"),
        ("/* ", " */"),
        ("{# ", " #}"),
        ("{#- ", " -#}"),
        ("; ", ""),
        ("% ", ""),
        ("(* ", " *)"),
    ],
)
def test_a_marker_is_a_comment_of_any_language(opened: str, closed: str) -> None:
    for begin, end in (
        ("region ormforge:custom x", "endregion ormforge:custom x"),
        ("ormforge: begin custom x", "ormforge: end custom x"),
        ("REGION ormforge:custom", "EndRegion ormforge:custom"),
    ):
        hand = f"  {opened}{begin}{closed}\nhand\n  {opened}{end}{closed}\n"
        mine = BASE.replace("  two;\n", hand + "  two;\n")
        assert [region.text for region in read_page(mine).regions] == [hand]
        assert merge_text(BASE, mine, NEW).text == mine.replace("  two;\n", "  two;\n  three;\n")


@pytest.mark.parametrize(
    "line",
    ["x = 1  # region ormforge:custom", "region ormforge:custom", "'# region ormforge:custom x y'"],
)
def test_a_marker_stands_alone_in_a_comment(line: str) -> None:
    assert read_text_marker(line) is None


def test_a_region_keeps_its_bytes_and_its_place() -> None:
    mine = BASE.replace("  two;\n", f"  two;\n\n{HAND}\n")
    found = merge_text(BASE, mine, NEW)
    assert found.text == BASE.replace("  two;\n", f"  two;\n\n{HAND}\n  three;\n")
    assert not found.edited
    assert not found.lost


def test_an_indent_is_an_edit_and_blanks_at_line_ends_are_none() -> None:
    assert merge_text(BASE, BASE.replace("  two;", "    two;"), NEW).edited == (5,)
    assert merge_text(BASE, BASE.replace("two;", "two;  ") + "\n\n", NEW).text == NEW


def test_an_edit_outside_regions_is_never_overwritten() -> None:
    for mine, lines in (
        (BASE.replace("  two;\n", "  zwei;\n"), (5,)),
        (BASE.replace("  two;\n", ""), (6,)),
        (BASE + "more\nand more\n", (9, 10)),
        ("", (1,)),
    ):
        found = merge_text(BASE, mine, NEW)
        assert (found.text, found.edited) == (mine, lines)


def test_a_marker_without_partner_is_an_edit() -> None:
    mine = BASE.replace("  two;\n", "-- region ormforge:custom x\n  hand;\n  two;\n")
    found = merge_text(BASE, mine, NEW)
    assert found.text == mine
    assert [problem.line for problem in found.problems] == [5]


def test_a_region_whose_place_has_gone_is_lost_and_comes_back() -> None:
    mine = BASE.replace("  two;\n", HAND + "  two;\n")
    new = "-- made\n\ncreate b;\n  uno;\n"
    found = merge_text(BASE, mine, new)
    assert found.text == new
    assert [region.text for region in found.lost] == [HAND]
    again = merge_text(new, found.text, BASE.replace("create b;\n  one;\n", ""), waiting=found.lost)
    assert HAND in again.text
    assert again.returned == found.lost


def test_a_generated_region_is_the_users_from_the_first_edit_on() -> None:
    def text(body: str, rest: str = "") -> str:
        return f"# a\n# region ormforge:custom x\n{body}# endregion ormforge:custom x\n{rest}# b\n"

    assert merge_text(text("one\n"), text("one\n"), text("two\n")).text == text("two\n")
    assert merge_text(text("one\n"), text("mine\n"), text("two\n", "c\n")).text == text(
        "mine\n", "c\n"
    )
    assert merge_text(text("one\n"), "# a\n# b\n", text("two\n", "c\n")).text == "# a\nc\n# b\n"
    assert merge_text(None, "# a\n# b\n", text("")).text == text("")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_are_those_of_mine(end: str) -> None:
    mine = BASE.replace("  two;\n", "  two;\n" + HAND).replace("\n", end)
    expected = NEW.replace("  two;\n", "  two;\n" + HAND).replace("\n", end)
    assert merge_text(BASE, mine, NEW).text == expected


def run(
    base: str | None,
    mine: str | None,
    new: str | None,
    memory: Memory | None = None,
    **options: object,
) -> Merge:
    """The merge of one file, with the gate as a witness."""

    def side(text: str | None) -> dict[PurePosixPath, Generated]:
        return {} if text is None else {PAGE: Generated(text=text, keys={})}

    own = {} if mine is None else {PAGE: mine}
    memory = memory or Memory()
    merged = merge(side(base), own, side(new), memory, **options)  # type: ignore[arg-type]

    def again(*sides: object) -> object:
        return merge(*sides).files  # type: ignore[arg-type]

    found = check_result(side(base), own, side(new), merged.files, merged.memory, again, before=memory)  # type: ignore[arg-type]
    if options.get("on_conflict") != "theirs":
        assert not found, "\n".join(map(str, found))
    return merged


def test_an_edit_outside_is_told_with_its_lines_until_it_is_decided() -> None:
    mine = BASE.replace("  two;\n", "  zwei;\n")
    first = run(BASE, mine, NEW)
    (note,) = first.notes
    assert (note.severity, note.line) == ("decision", 5)
    assert "line 5" in note.message
    assert "region ormforge:custom" in (note.hint or "")
    assert first.files[PAGE] == mine
    second = run(NEW, mine, NEW, first.memory)
    assert [note.code for note in second.notes] == ["conflict"]
    assert second.memory == first.memory
    moved = BASE.replace("  two;\n", "  two;\n" + HAND)
    third = run(NEW, moved, NEW, second.memory)
    assert third.files[PAGE] == NEW.replace("  two;\n", "  two;\n" + HAND)
    assert not third.notes
    assert not third.memory.pending


def test_an_edit_outside_is_decided_as_configured_or_by_command() -> None:
    mine = BASE.replace("  two;\n", "  zwei;\n" + HAND)
    with pytest.raises(MergeError, match=r"model\.sql:5: edited outside regions in line 5"):
        run(BASE, mine, NEW, on_conflict="fail")
    theirs = run(BASE, mine, NEW, on_conflict="theirs")
    assert theirs.memory.archive[0].text == mine
    pending = run(BASE, mine, NEW)
    key = Key(f"name {PAGE}")
    kept = run(NEW, mine, NEW, pending.memory, resolve={key: "mine"})
    assert (kept.files[PAGE], kept.memory.pending) == (mine, {})
    assert not run(NEW, mine, NEW, kept.memory).notes


def test_regions_of_a_file_that_goes_are_archived_and_come_back() -> None:
    mine = BASE.replace("  two;\n", "  two;\n" + HAND)
    gone = run(BASE, mine, None)
    assert gone.files[PAGE] is None
    assert [item.text for item in gone.memory.archive] == [HAND]
    back = run(None, None, BASE, gone.memory)
    assert back.files[PAGE] == mine
    assert not back.memory.archive
    edited = BASE + "hand\n"
    assert run(BASE, edited, None).files[PAGE] == edited


WORDS = st.sampled_from(["alpha", "beta", "gamma", "  delta", "end", "{", "}", "", "", "  x = 1"])
TEXTS = st.lists(WORDS, min_size=0, max_size=14).map(lambda lines: "".join(f"{x}\n" for x in lines))
COMMENTS = st.sampled_from([("# ", ""), ("// ", ""), ("-- ", ""), ("<!-- ", " -->"), ("/*", "*/")])
BODIES = st.lists(st.sampled_from(["hand", " odd\t", "", "alpha", "}  "]), max_size=4)


@st.composite
def edited_by_hand(draw: st.DrawFn, base: str) -> tuple[str, list[str]]:
    """A text with regions put in at any place, and the regions."""
    lines = base.splitlines(keepends=True)
    regions = []
    for number in range(draw(st.integers(0, 4))):
        opened, closed = draw(COMMENTS)
        body = "".join(f"{line}\n" for line in draw(BODIES))
        name = draw(st.sampled_from(["", f" n{number}", " same"]))
        region = (
            f"{opened}region ormforge:custom{name}{closed}\n{body}"
            f"{opened}endregion ormforge:custom{name}{closed}\n"
        )
        regions.append(region)
        inside = 0
        places = []
        for index in range(len(lines) + 1):
            if not inside:
                places.append(index)
            if index < len(lines) and (marker := read_text_marker(lines[index])):
                inside += 1 if marker.side == "begin" else -1
        at = draw(st.sampled_from(places))
        lines[at:at] = region.splitlines(keepends=True)
    return "".join(lines), regions


def said(text: str) -> list[str]:
    return [line.said for line in read_page(text).lines]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(base=TEXTS, new=TEXTS, data=st.data())
def test_regions_survive_any_change_of_what_is_generated(
    base: str, new: str, data: st.DataObject
) -> None:
    mine, regions = data.draw(edited_by_hand(base))
    found = merge_text(base, mine, new)
    assert not found.edited
    assert merge_text(base, mine, base).text == mine
    kept = [region.text for region in read_page(found.text).regions]
    assert sorted([*kept, *(region.text for region in found.lost)]) == sorted(regions)
    assert said(found.text) == said(mine if base == new else new)
    assert merge_text(new, found.text, new).text == found.text
    assert merge_text(new, found.text, new, waiting=()).edited == ()
    if not regions and base != new:
        assert found.text == new
    whole = run(base, mine, new)
    text = whole.files[PAGE] or ""
    assert all(
        region in text + "".join(item.text for item in whole.memory.archive) for region in regions
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(base=TEXTS, new=TEXTS, data=st.data())
def test_no_line_outside_regions_is_ever_overwritten(
    base: str, new: str, data: st.DataObject
) -> None:
    mine, _ = data.draw(edited_by_hand(data.draw(TEXTS)))
    found = merge_text(base, mine, new)
    if said(mine) in (said(base), said(new)) or base == new:
        assert not found.edited
    else:
        assert found.edited
        assert found.text == mine
        lines = mine.count("\n") + 1
        assert all(1 <= number <= lines for number in found.edited)
    without = merge_text(None, mine, new)
    assert without.text == mine if said(mine) != said(new) else said(without.text) == said(new)
