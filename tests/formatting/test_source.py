from random import Random

import black
import pytest

from ormforge.errors import FormatError
from ormforge.formatting import MemoryCache, Style, format_source
from ormforge.formatting.units import split_units
from tests.formatting.statements import statement

PIECES = (
    "# Generated.\n\nimport enum\nfrom typing import Any\n",
    "import enum\n",
    "if TYPE_CHECKING:\n    from a import b\n",
    "class A(Base):\n  a = 1\n",
    "class B(Base):\n    '''Doc'''\n    x: Mapped[int] = mapped_column(Integer,primary_key=True)\n\n    def f(self): return 1\n",
    "class C(Base):\n    pass\n\n    # the end\n",
    "@decorated\nclass D: pass\n",
    "# about the class\nclass E:\n    a = 1\n",
    "# about the class\n\nclass F:\n    a = 1\n",
    "# about the import\nimport b\n",
    "def f(*args, **kwargs): return dict(a = 1)\n",
    "def g(a_long_argument, another_long_argument, *args_with_a_long_name, **kwargs_with_a_long_name): return 1\n",
    "async def h(): pass\n",
    "x = 1\n",
    "x: int = f(a,\n  b)\n",
    "t = Table('t', Base.metadata, Column('a', Integer, primary_key=True), Column('b', Integer), comment='long')\n",
    "event.listen(t, 'after_create', DDL('x'))\n",
    "Value = TypeVar('Value')\nOther = 1\n",
    "for a in b:\n    c(a)\n",
    "if a:\n    def f(): pass\nelse:\n    b = 1\n",
    "try:\n    import a\nexcept ImportError:\n    a = None\n",
    "'''a docstring'''\n",
    "# nothing but a comment\n",
    "x = 1\n# behind\n",
    "x = 1; y = 2\n",
    "x = '''\n\n\nnot a = place to split\n'''\n",
    "y = (\n\n\n\n    1)\n",
    "x = [1 ,2]  # fmt: skip\n",
    "@overload\ndef f(a: int) -> int: ...\n",
    "def f(a: str) -> str: ...\n",
)
STYLES = (
    Style(),
    Style(line_length=100),
    Style(line_length=40, skip_string_normalization=True),
    Style(skip_magic_trailing_comma=True, preview=True),
    Style(unstable=True),
)


def whole(text: str, style: Style) -> str:
    mode = black.Mode(
        line_length=style.line_length,
        target_versions={v for v in black.TargetVersion if v.value in style.target_versions},
        string_normalization=not style.skip_string_normalization,
        magic_trailing_comma=not style.skip_magic_trailing_comma,
        preview=style.preview or style.unstable,
        unstable=style.unstable,
    )
    return black.format_str(text, mode=mode)


@pytest.mark.parametrize("style", STYLES)
def test_unit_by_unit_gives_the_bytes_of_the_whole(style: Style) -> None:
    source = Random(repr(style))
    cache = MemoryCache()
    for _ in range(40):
        pieces = [source.choice(PIECES) for _ in range(source.randrange(1, 6))]
        gaps = ["\n" * source.choice((0, 1, 2, 2, 2, 3)) for _ in pieces]
        text = "".join(gap + piece for gap, piece in zip(gaps, pieces, strict=True))
        assert format_source(text, style, cache) == whole(text, style), text


@pytest.mark.parametrize("width", [60, 88, 100])
def test_printed_classes_have_the_bytes_of_the_whole(width: int) -> None:
    source = Random(width)
    style = Style(line_length=width)
    for _ in range(25):
        text = "import a\n"
        for number in range(source.randrange(1, 5)):
            members = [_member(source) for _ in range(source.randrange(1, 9))]
            body = "".join("\n" * source.choice((0, 0, 0, 1)) + f"    {line}\n" for line in members)
            docstring = source.choice(DOCSTRINGS)
            text += f"\n\nclass A{number}(Base):\n{docstring}{body.lstrip(chr(10))}"
        assert format_source(text, style) == whole(text, style), text
        assert format_source(text, style, ask_always=True) == whole(text, style), text


def _member(source: Random) -> str:
    made = statement(source)
    return "pass" if made.startswith(("class ", "from ")) else made


DOCSTRINGS = (
    "",
    "",
    '    """Plain"""\n\n',
    '    """Plain, and right above"""\n',
    '    """  Blanks  """\n\n',
    '    """Says \\"hi\\" """\n\n',
    '    """Two\n    lines"""\n\n',
    '    """Two\n\n    paragraphs\n    """\n\n\n',
    '    "short"\n\n',
    "    '''quoted'''\n\n",
    '    """' + "x" * 110 + '"""\n\n',
)


def test_every_pair_of_neighbours_stands_as_in_the_whole() -> None:
    cache = MemoryCache()
    for above in PIECES:
        for below in PIECES:
            text = f"import a\n\n\n{above}\n\n{below}"
            assert format_source(text, Style(), cache) == whole(text, Style()), text


def test_generated_modules_fall_into_units() -> None:
    assert split_units("import a\n\n\nclass A:\n    a = 1\n\n\nb = 1\n") == (
        "import a\n",
        "class A:\n    a = 1\n",
        "b = 1\n",
    )


def test_what_is_known_is_not_formatted_again() -> None:
    cache = MemoryCache()
    text = "import a\n\n\nclass A:\n  a = 1\n\n\nclass B:\n  b = 1\n"
    formatted = format_source(text, Style(), cache)
    known = dict(cache.entries)
    assert format_source(text, Style(), MemoryCache(known)) == formatted
    assert format_source(text, Style(), cache) == formatted
    assert cache.entries == known
    marked = MemoryCache(dict.fromkeys(known, "known\n"))
    assert "known" in format_source(text, Style(), marked)


def test_another_style_is_another_entry() -> None:
    cache = MemoryCache()
    text = "x = f(aaaaaaaaaa, bbbbbbbbbb)\n"
    assert format_source(text, Style(), cache) != format_source(text, Style(line_length=20), cache)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (\n", "line 1: '\\(' was never closed: x = \\("),
        ("a = 1\n\n\ndef f(:\n    pass\n", "line 4: invalid syntax: def f\\(:"),
        ("class A:\n    x: = 1\n", "line 2"),
    ],
)
def test_text_that_is_no_python_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        format_source(text, Style())


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_next_to_nothing_is_fine(text: str) -> None:
    assert format_source(text, Style()) == whole(text, Style())
