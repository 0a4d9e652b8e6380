from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ormforge.errors import WorkspaceError
from ormforge.workspace import encode
from tests.workspace.project import MODELS, Project

LATIN = b"# coding: latin-1\nx = '\xe9'\n"
HEAD = "# coding: latin-1\n"


def latin(project: Project, text: str) -> bytes:
    project.put("app/models.py", LATIN)
    return encode(project.read().files[MODELS], HEAD + text)


@pytest.mark.parametrize(
    "raw",
    [
        b"x = 1\n",
        b"\xef\xbb\xbfx = '\xc3\xa9'\r\n",
        LATIN,
        b"a = 1\rb = 2",
        b"\xef\xbb\xbf# coding: utf-8\n",
    ],
)
def test_text_read_and_encoded_is_the_same_bytes(project: Project, raw: bytes) -> None:
    project.put("app/models.py", raw)
    source = project.read().files[MODELS]
    assert encode(source, source.text) == raw


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("x = 'a — b'\n", "x = 'a \\u2014 b'\n"),
        ("x = '😀'\n", "x = '\\U0001f600'\n"),
        ("# a — b\n", "# a \\u2014 b\n"),
        ('"""doc —\n\nmore —"""\n', '"""doc \\u2014\n\nmore \\u2014"""\n'),
        ("x = f'{y} —'\n", "x = f'{y} \\u2014'\n"),
        ("x = 'a' '—'\r\ny = 'é'\r\n", "x = 'a' '\\u2014'\r\ny = 'é'\r\n"),
        ("x = '\\\\—'\n", "x = '\\\\\\u2014'\n"),
    ],
)
def test_what_the_encoding_lacks_becomes_an_escape(
    project: Project, text: str, escaped: str
) -> None:
    raw = latin(project, text)
    assert raw.decode("latin-1") == HEAD + escaped
    assert ast.dump(ast.parse(raw)) == ast.dump(ast.parse(HEAD + text))


@pytest.mark.parametrize(
    "text", ["Ω = 1\n", "x = r'—'\n", "x = f'{Ω}'\n", "x = rb''; x = r'''—'''\n"]
)
def test_what_cannot_be_escaped_is_refused_with_its_place(project: Project, text: str) -> None:
    with pytest.raises(WorkspaceError, match=r"app/models\.py:2:\d+: '\\u.* cannot be written"):
        latin(project, text)


def test_text_that_declares_another_encoding_is_refused(project: Project) -> None:
    project.put("app/models.py", "x = 'é'\n")
    source = project.read().files[MODELS]
    with pytest.raises(WorkspaceError, match="do not agree|not be readable"):
        encode(source, "# coding: latin-1\nx = 'é'\n")


def test_a_new_file_is_utf8(project: Project) -> None:
    assert encode(None, "x = '—'\n") == "x = '—'\n".encode()
    with pytest.raises(WorkspaceError):
        encode(None, "x = '\ud800'\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_any_literal_means_the_same_in_any_encoding(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    project = Project(tmp_path_factory.mktemp("encoding"))
    text = f"x = {value!r}\n"
    raw = latin(project, text)
    assert ast.literal_eval(ast.parse(raw).body[0].value) == value  # type: ignore[attr-defined]
