import ast
import dataclasses
from pathlib import Path

import pytest

from ormforge.catalog.keys import enum_key
from ormforge.draft.model import (
    Draft,
    DraftEnum,
    DraftRelationship,
    Import,
)
from ormforge.formatting import Style, format_source
from ormforge.overlay import builtin_templates, insert_base_id, open_overlay, render_models
from tests.overlay.drafts import column, draft, model, shop, table


def rendered(found: Draft, **more: object) -> str:
    return render_models(open_overlay([]), found, **more).text  # type: ignore[arg-type]


def test_the_built_in_templates_are_the_identity_on_the_draft() -> None:
    """What stands in the module is what the draft says, all of it, in its order, and nothing else."""
    found = shop()
    body = ast.parse(rendered(found)).body
    (drafted,) = found.models
    (printed,) = (node for node in body if isinstance(node, ast.ClassDef) and node.name == "Book")
    assert ast.get_docstring(printed) == drafted.docstring
    members = [(m.name, m.annotation, m.value) for m in drafted.members]
    assert [tuple(map(_source, _parts(node))) for node in printed.body[1:]] == [
        tuple(map(_canonical, parts)) for parts in members
    ]
    names = [n for node in body for n in _names(node)]
    assert names == ["Base", "BookState", "enum_values", "numbers", "book_tags", "Book"]


def _parts(node: ast.stmt) -> tuple[ast.expr | None, ...]:
    if isinstance(node, ast.AnnAssign):
        return node.target, node.annotation, node.value
    assert isinstance(node, ast.Assign)
    return node.targets[0], None, node.value


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    return (
        [t.id for t in node.targets if isinstance(t, ast.Name)]
        if isinstance(node, ast.Assign)
        else []
    )


def _source(node: ast.expr | None) -> str | None:
    return None if node is None else ast.unparse(node)


def _canonical(source: str | None) -> str | None:
    return None if source is None else ast.unparse(ast.parse(source, mode="eval").body)


def test_the_module_reads_as_it_should() -> None:
    expected = (Path(__file__).parent / "shop.py.txt").read_text()
    assert format_source(rendered(shop()), Style()) == expected


def test_every_bound_name_has_its_key() -> None:
    keys = render_models(open_overlay([]), shop()).keys
    assert keys["Book"] == "table books"
    assert keys["Book.title"] == "column books.title"
    assert keys["Book.__tablename__"] == "attribute books.__tablename__"
    assert keys["book_tags"] == 'table "book tags"'
    assert keys["BookState"] == "enum books.state"
    assert keys["Base"] == "helper Base"
    assert keys["numbers"] == "sequence numbers"


def test_the_header_can_be_left_out() -> None:
    assert rendered(shop(), header=False).startswith("import datetime\n")


def test_an_imported_base_is_not_printed() -> None:
    found = dataclasses.replace(shop(), base_import=Import("app.db", "Base"))
    text = rendered(found, own=frozenset({"app"}))
    assert "class Base" not in text
    assert "from app.db import Base\n" in text
    assert "DeclarativeBase" not in text


def test_imports_for_type_checkers_stand_apart() -> None:
    (book,) = shop().models
    imported = Import("app.types", "Money", typing_only=True)
    changed = dataclasses.replace(book, imports=frozenset({imported}))
    text = rendered(draft(changed), own=frozenset({"app"}))
    assert "\n\nif TYPE_CHECKING:\n    from app.types import Money\n" in text
    assert "import TYPE_CHECKING\n" in text


def test_a_column_that_its_annotation_explains_has_no_value() -> None:
    made = table("t", column("id", "integer", pk=True))
    found = model("T", made)
    bare = dataclasses.replace(found.columns[0], value=None)
    text = rendered(draft(dataclasses.replace(found, columns=(bare,))))
    assert "    id: Mapped[int]\n" in text


def test_relationships_stand_behind_a_blank_line() -> None:
    made = model("T", table("t", column("id", "integer", pk=True)))
    parent = DraftRelationship(
        key=made.key,
        name="parent",
        annotation='Mapped["T"]',
        value="relationship()",
        imports=frozenset(),
        target="T",
        target_key=made.key,
        direction="many-to-one",
        collection=False,
        optional=False,
        columns=("id",),
    )
    text = rendered(draft(dataclasses.replace(made, relationships=(parent,))))
    assert '\n\n    parent: Mapped["T"] = relationship()\n' in text


def test_an_empty_draft_is_a_base() -> None:
    text = format_source(rendered(draft()), Style())
    assert text.endswith("class Base(DeclarativeBase):\n    pass\n")


HOSTILE = [
    'say "hi"',
    '"""',
    'it\'s "both"',
    "back\\slash",
    "line\nbreak",
    "\r\n",
    "nul\0",
    "{{ 1 / 0 }}{% raise %}",
    "bidi \u202e\u2066",
    "end\\",
    'end"',
    "\ud800",
    "# ormforge: base 000000000000",
    "x" * 10_000,
    "ends in blanks  \n   indented\n",
    "'''\n'''",
    "\N{NO-BREAK SPACE}\u2028\x85\x0c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_database_stays_text(text: str) -> None:
    made = model("T", table("t", column("id", "integer", pk=True), comment=text))
    state = DraftEnum(
        key=enum_key(None, "t", "s"), name="S", members=(("A", text),), docstring=text
    )
    source = format_source(rendered(draft(made, enums=(state,))), Style())
    namespace: dict[str, object] = {}
    classes = [n for n in ast.parse(source).body if isinstance(n, ast.ClassDef)]
    assert [node.name for node in classes] == ["Base", "S", "T"]
    exec(
        compile(ast.Module([ast.parse("import enum").body[0], classes[1]], []), "s", "exec"),
        namespace,
    )
    assert namespace["S"]("a" if text == "a" else text).value == text  # type: ignore[operator]
    for printed in classes[1:]:
        docstring = ast.get_docstring(printed) or ""
        assert _words(docstring) == _words(text.replace("\ud800", "?"))


def _words(text: str) -> list[str]:
    return text.split()


def test_the_base_line_is_the_hash_of_the_text_without_it() -> None:
    text = "# Generated.\n\nimport enum\n"
    named = insert_base_id(text)
    first, line, *rest = named.split("\n")
    assert (first, rest) == ("# Generated.", ["", "import enum", ""])
    assert line.startswith("# ormforge: base ")
    assert len(line) == len("# ormforge: base ") + 12
    assert insert_base_id(text) == named
    assert insert_base_id("import enum\n") == "import enum\n"


def test_the_built_in_templates_are_found() -> None:
    names = {path.name for path in builtin_templates().iterdir()}
    assert {"models.py.j2", "schemas.py.j2"} <= names


def test_rendering_is_the_same_every_time() -> None:
    assert len({rendered(shop()) for _ in range(3)}) == 1
