"""Bytes of an existing file as text, and the checks that it is text that can be merged."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from pathlib import Path, PurePosixPath

from ormforge.errors import SourceError
from ormforge.source.nesting import is_too_deep
from ormforge.workspace.model import SourceFile

PYTHON_SUFFIXES = (".py", ".pyi")

_CONFLICT = re.compile(
    r"(?:\A|(?<=[\r\n]))<{7} [^\r\n]*[\r\n](?:.*?[\r\n])?={7}[\r\n](?:.*?[\r\n])?>{7} ", re.DOTALL
)
_CONFLICT_LINE = re.compile(r"(?:\A|(?<=[\r\n]))(?:<{7}|\|{7}|>{7})(?: |\Z|(?=[\r\n]))")
_NEWLINE = re.compile(r"\r\n|\r|\n")


def decode_source(path: PurePosixPath, raw: bytes, *, mode: int, realpath: Path) -> SourceFile:
    """The file as text, in the encoding that Python itself would read it in.

    Raises SourceError with file:line:column where the bytes are no text in that encoding, or where the encoding does
    not give the same bytes back.
    """
    encoding = _encoding(path, raw)
    bom = raw.startswith(codecs.BOM_UTF8)
    body = raw[len(codecs.BOM_UTF8) :] if bom else raw
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, "replace")
        raise SourceError(
            f"{path}:{position(before)}: not {encoding} text",
            hint="Save the file in the encoding that its first lines declare, UTF-8 if none.",
        ) from error
    if not _encodes_back(text, encoding, body):
        raise SourceError(
            f"{path}:1:1: its encoding, {encoding}, cannot be written back unchanged",
            hint="Save the file as UTF-8.",
        )
    return SourceFile(
        path=path, raw=raw, text=text, encoding=encoding, bom=bom, mode=mode, realpath=realpath
    )


def check_source(source: SourceFile) -> None:
    """Raise SourceError with file:line:column if the text cannot be merged: git conflict, NUL, Python that no parser reads."""
    conflict = _CONFLICT.search(source.text)
    if conflict is not None:
        raise _conflict_error(source, conflict.start())
    if "\0" in source.text:
        where = position(source.text[: source.text.index("\0")])
        raise SourceError(f"{source.path}:{where}: a NUL character", hint="Remove it.")
    if is_python(source.path):
        _check_syntax(source)


def is_python(path: PurePosixPath) -> bool:
    """Whether the file is Python by its name."""
    return path.suffix in PYTHON_SUFFIXES


def position(before: str) -> str:
    """`line:column`, both from 1, of what follows this text."""
    ends = list(_NEWLINE.finditer(before))
    column = len(before) - (ends[-1].end() if ends else 0) + 1
    return f"{len(ends) + 1}:{column}"


def _encoding(path: PurePosixPath, raw: bytes) -> str:
    if not is_python(path):
        return "utf-8"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    except SyntaxError as error:
        raise SourceError(f"{path}:1:1: {error.msg}", hint="Save the file as UTF-8.") from error
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _encodes_back(text: str, encoding: str, body: bytes) -> bool:
    try:
        return text.encode(encoding) == body
    except UnicodeEncodeError:
        return False


def _check_syntax(source: SourceFile) -> None:
    error = syntax_error(source.text, str(source.path))
    if error is None or _newer_grammar(source.text):
        return
    marker = _CONFLICT_LINE.search(source.text)
    if marker is not None:
        raise _conflict_error(source, marker.start()) from error
    raise SourceError(
        f"{source.path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}"
    ) from error


def syntax_error(text: str, name: str) -> SyntaxError | None:
    """Why Python cannot compile the text, None if it can. Never warns, and never runs anything."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, name, "exec", dont_inherit=True, flags=ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxError(f"cannot be parsed: {error or type(error).__name__}")
    return None


def _newer_grammar(text: str) -> bool:
    """Whether libcst reads what the running Python does not: a file written for a newer Python."""
    if is_too_deep(text):
        return False
    import libcst

    try:
        libcst.parse_module(text)
    except (libcst.ParserSyntaxError, RecursionError):
        return False
    return True


def _conflict_error(source: SourceFile, offset: int) -> SourceError:
    return SourceError(
        f"{source.path}:{position(source.text[:offset])}: a git merge conflict that is not resolved",
        hint="Resolve it, then run again. Nothing was written.",
    )
