"""TOML with positions: the values of a document, and the line on which each of them stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError

KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys that lead to a value; a number is a place in an array."""


class TomlError(Exception):
    """A document that is not TOML; `line` is where it stops being it."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """A document's values, and the line of every key and array element in it."""

    values: Mapping[str, Any]
    lines: Mapping[KeyPath, int]


def read_toml(text: str) -> TomlDocument:
    """The document that the text is; TomlError where it is not TOML."""
    try:
        values = tomlkit.parse(text).unwrap()
    except TOMLKitError as error:
        raise TomlError(_reason(str(error)), getattr(error, "line", None)) from None
    return TomlDocument(values, _LineScanner(text).scan())


def _reason(message: str) -> str:
    """What the parser says, without the place, which is told in front of it."""
    reason = re.sub(r" at line \d+ col \d+\Z", "", message)
    if reason.endswith((r"'\x00'", r"'\n'", r"'\r'")):
        return "the line ends too early"
    return (reason[:1].lower() + reason[1:]).rstrip(".")


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_OTHER_VALUE = re.compile(r"[^,\]}#\n]+")


class _LineScanner:
    """Walks through a document that is known to be TOML, noting the line of every key and array element."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.array_tables: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self._next_is("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.lines

    def _header(self) -> KeyPath:
        line = self._line()
        brackets = 2 if self._next_is("[[") else 1
        self.at += brackets
        path = self._resolve(self._key())
        self._skip(_BLANK)
        self.at += brackets
        if brackets == 2:
            index = self.array_tables.get(path, -1) + 1
            self.array_tables[path] = index
            self.lines.setdefault(path, line)
            path = (*path, index)
        self._note(path, line)
        return path

    def _resolve(self, keys: list[str]) -> KeyPath:
        """The path of a header: below an array of tables it means the last one."""
        path: KeyPath = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if position < len(keys) - 1 and path in self.array_tables:
                path = (*path, self.array_tables[path])
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._skip(_BLANK)
        self.at += len("=")
        self._note(path, line)
        self._value(path)

    def _note(self, path: KeyPath, line: int) -> None:
        for end in range(1, len(path)):
            self.lines.setdefault(path[:end], line)
        self.lines[path] = line

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            match = _STRING.match(self.text, self.at) or _BARE_KEY.match(self.text, self.at)
            if match is None:  # pragma: no cover - the document has been parsed already
                raise TomlError("a key was expected", self._line())
            parts.append(_key_text(match[0]))
            self.at = match.end()
            self._skip(_BLANK)
            if not self._next_is("."):
                return parts
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        self._skip(_BLANK)
        if self._next_is("["):
            self._array(path)
        elif self._next_is("{"):
            self._inline_table(path)
        else:
            self._skip(_STRING if self.text[self.at] in "\"'" else _OTHER_VALUE)

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(_BLANK)
        index = 0
        while not self._next_is("]"):
            self._note((*path, index), self._line())
            self._value((*path, index))
            self._separator()
            index += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(_BLANK)
        while not self._next_is("}"):
            self._pair(path)
            self._separator()
        self.at += 1

    def _separator(self) -> None:
        self._skip(_BLANK)
        if self._next_is(","):
            self.at += 1
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is None:  # pragma: no cover - the document has been parsed already
            raise TomlError("a value was expected", self._line())
        self.at = match.end()

    def _next_is(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1


def _key_text(source: str) -> str:
    if source[0] not in "\"'":
        return source
    (key,) = tomlkit.parse(f"{source} = 0").unwrap()
    return str(key)
