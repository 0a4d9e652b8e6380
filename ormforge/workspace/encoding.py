"""Text as the bytes of a file, in the file's own encoding."""

from __future__ import annotations

import ast
import codecs
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

from ormforge.errors import SourceError, WorkspaceError
from ormforge.workspace.decoding import decode_source, is_python, position
from ormforge.workspace.model import SourceFile

_TEXT_TOKENS = frozenset(
    {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
)
_LONE_RETURN = re.compile(r"\r(?!\n)")


def encode(source: SourceFile | None, text: str) -> bytes:
    """The text as bytes: in the encoding of the file it replaces, with its byte order mark; UTF-8 for a new file.

    Characters that the encoding lacks become escapes in string literals and comments. Raises WorkspaceError where they
    stand elsewhere, or where Python would read the bytes as another text.
    """
    if source is None:
        return _new_file(text)
    written = text if _encodable(text, source.encoding) else _escaped(source, text)
    body = written.encode(source.encoding)
    raw = codecs.BOM_UTF8 + body if source.bom else body
    _check_reading(source, raw, written)
    return raw


def _new_file(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WorkspaceError(f"a new file would hold {text[error.start]!a}, no text") from error


def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(source: SourceFile, text: str) -> str:
    """The text with escapes for what the encoding lacks; it still means the same to Python."""
    if not is_python(source.path):
        raise _unencodable(source, text, _first_lacking(text, source.encoding))
    escapable = set(_text_offsets(text))
    pieces: list[str] = []
    for offset, character in enumerate(text):
        if _encodable(character, source.encoding):
            pieces.append(character)
        elif offset in escapable:
            pieces.append(_escape(character, text, offset))
        else:
            raise _unencodable(source, text, offset)
    escaped = "".join(pieces)
    if not _same_meaning(escaped, text):
        raise _unencodable(source, text, _first_lacking(text, source.encoding))
    return escaped


def _text_offsets(text: str) -> Iterator[int]:
    """The offsets of all characters inside string literals and comments."""
    even = _LONE_RETURN.sub("\n", text)
    starts = [0, *(match.end() for match in re.finditer("\n", even))]
    for token in tokenize.generate_tokens(io.StringIO(even, newline="\n").readline):
        if token.type in _TEXT_TOKENS:
            first = starts[token.start[0] - 1] + token.start[1]
            yield from range(first, starts[token.end[0] - 1] + token.end[1])


def _escape(character: str, text: str, offset: int) -> str:
    code = ord(character)
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    if code > 0xFFFF:
        escape = f"\\U{code:08x}"
    before = text[:offset]
    slashes = len(before) - len(before.rstrip("\\"))
    return "\\" + escape if slashes % 2 else escape


def _same_meaning(first: str, second: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(first)) == ast.dump(ast.parse(second))
    except SyntaxError:
        return False


def _first_lacking(text: str, encoding: str) -> int:
    return next(at for at, character in enumerate(text) if not _encodable(character, encoding))


def _check_reading(source: SourceFile, raw: bytes, written: str) -> None:
    try:
        read = decode_source(source.path, raw, mode=source.mode, realpath=source.realpath)
    except SourceError as error:
        raise WorkspaceError(f"{source.path}: would not be readable: {error.message}") from error
    if read.text != written:
        raise WorkspaceError(
            f"{source.path}: its declared encoding and {source.encoding} do not agree",
            hint="Save the file as UTF-8.",
        )


def _unencodable(source: SourceFile, text: str, offset: int) -> WorkspaceError:
    return WorkspaceError(
        f"{source.path}:{position(text[:offset])}: {text[offset]!a} cannot be written in {source.encoding}",
        hint="Save the file as UTF-8 (and drop its coding line), then run again.",
    )
