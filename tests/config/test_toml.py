from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ormforge.config.toml import TomlError, read_toml

DOCUMENT = '''\
# a comment with [brackets] and = signs
top.dotted."quoted key" = 1 # x
[tool.x]
list = ["a", # c ]
  "b", [1,
 2]]
text = """
[not a table] """
inline = {a = 1, b.c = {d = 2}}
date = 1979-05-27 07:32:00
literal = '\\'
[[many]]
z = 1
[[many]]
z = 2
[many.below]
y = """a\\""""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("top", "dotted", "quoted key"), 2),
        (("tool", "x"), 3),
        (("tool", "x", "list"), 4),
        (("tool", "x", "list", 0), 4),
        (("tool", "x", "list", 1), 5),
        (("tool", "x", "list", 2, 1), 6),
        (("tool", "x", "text"), 7),
        (("tool", "x", "inline", "b", "c", "d"), 9),
        (("tool", "x", "date"), 10),
        (("tool", "x", "literal"), 11),
        (("many", 0, "z"), 13),
        (("many", 1, "z"), 15),
        (("many", 1, "below", "y"), 17),
    ],
)
def test_every_key_and_element_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert read_toml(DOCUMENT).lines[path] == line
    assert read_toml(DOCUMENT.replace("\n", "\r\n")).lines[path] == line


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a = 1\na = 2\n", 2, 'key "a" already exists'),
        ("a = 1\nb =\n", 2, "the line ends too early"),
        ("a = 1\n[x\n", 2, "the line ends too early"),
        ("a = 'x\n", 1, "control characters"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(TomlError, match=reason) as caught:
        read_toml(text)
    assert caught.value.line == line


_keys = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)
_values = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_keys, _values, max_size=4))
def test_every_value_of_any_document_has_a_line(values: dict[str, object]) -> None:
    import tomlkit

    text = tomlkit.dumps(values)
    document = read_toml(text)
    assert document.values == values
    assert {path for path in document.lines if len(path) == 1} == {(key,) for key in values}
    for path, line in document.lines.items():
        assert 1 <= line <= text.count("\n") + 1, path
