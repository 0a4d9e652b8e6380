from __future__ import annotations

import pytest

from ormforge.errors import SourceError
from tests.workspace.project import MODELS, Project


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "bom"),
    [
        (b"x = 1\n", "x = 1\n", "utf-8", False),
        (b"\xef\xbb\xbfx = 1\r\n", "x = 1\r\n", "utf-8", True),
        (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n", "iso-8859-1", False),
        (b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\n# \x80\n", None, "cp1252", False),
        (b"a = 1\rb = 2\r", "a = 1\rb = 2\r", "utf-8", False),
        (b"a = 1\r\nb = '''x\ny'''\r\n", None, "utf-8", False),
        (b"\x0cx = 1\n", "\x0cx = 1\n", "utf-8", False),
        ("x = 'a\u2028b'  # \x85\n".encode(), "x = 'a\u2028b'  # \x85\n", "utf-8", False),
        (b"", "", "utf-8", False),
        (b"x = 1", "x = 1", "utf-8", False),
        (b'x = "\\d"\n', 'x = "\\d"\n', "utf-8", False),
    ],
)
def test_text_is_the_bytes_decoded(
    project: Project, raw: bytes, text: str | None, encoding: str, bom: bool
) -> None:
    project.put("app/models.py", raw)
    source = project.read().files[MODELS]
    assert (source.raw, source.encoding, source.bom) == (raw, encoding, bom)
    assert (b"\xef\xbb\xbf" if bom else b"") + source.text.encode(encoding) == raw
    assert text is None or source.text == text


@pytest.mark.parametrize(
    ("raw", "where", "what"),
    [
        (b"x = (\n", "1:5", "never closed"),
        (b"a = 1\nb = = 2\n", "2:5", "invalid syntax"),
        (b"if x:\n\ta\n        b\n", "3:", "tab"),
        (b"a = 1\nb = '\xff'\n", "2:6", "not utf-8"),
        (b"# coding: nowhere\n", "1:1", "unknown encoding"),
        (b"a = 1\nb = '\0'\n", "2:6", "NUL"),
        (b"a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n", "2:1", "git merge conflict"),
        (
            b"a = 1\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> x\r\n",
            "2:1",
            "git merge conflict",
        ),
        (b"a = '''\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n'''\n", "2:1", "git merge conflict"),
        (b"a = 1\n>>>>>>> x\n", "2:1", "git merge conflict"),
        (b"x = " + b"(" * 250 + b")" * 250 + b"\n", "1:", "nested"),
        (b"x = " + b"[" * 3000 + b"\n", "1:", ""),
    ],
)
def test_what_cannot_be_merged_is_refused_with_its_place(
    project: Project, raw: bytes, where: str, what: str
) -> None:
    project.put("app/models.py", raw)
    with pytest.raises(SourceError, match=rf"^app/models\.py:{where}") as caught:
        project.read()
    assert what.lower() in str(caught.value).lower()


def test_a_heading_of_equals_signs_is_no_conflict(project: Project) -> None:
    project.put("app/models.py", b'"""\nTitle\n=======\n<<<<<<< not one\n"""\n')
    assert MODELS in project.read().files


def test_a_grammar_newer_than_the_running_python_is_left_to_the_merge(project: Project) -> None:
    project.put("app/models.py", b"type A[T = int] = list[T]\nlazy_template = t'{x}'\n")
    assert MODELS in project.read().files


def test_a_broken_file_that_is_only_come_across_is_left_out_with_a_note(project: Project) -> None:
    project.put("app/models.py", "x = 1\n")
    project.put("app/other.py", "x = (\n")
    workspace = project.read("app")
    assert list(workspace.files) == [MODELS]
    assert "app/other.py is left out" in workspace.notes[0].message


def test_a_broken_file_that_ormforge_wrote_is_refused_wherever_it_is_found(
    project: Project,
) -> None:
    project.run("x = 1\n")
    project.put("app/models.py", "x = (\n")
    with pytest.raises(SourceError, match=r"^app/models\.py:1:5"):
        project.read("app")


def test_text_that_is_no_python_is_not_parsed(project: Project) -> None:
    project.put("docs/schema.md", "# ( unbalanced\n")
    assert project.read("docs/schema.md").files
