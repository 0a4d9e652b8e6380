"""The two streams: the product on stdout, messages on stderr, with every secret hidden in both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias

from ormforge.secret import Mask

if TYPE_CHECKING:
    from rich.console import Console

Look: TypeAlias = Literal["plain", "heading", "good", "warning", "error", "dim"]

_LOOKS: dict[Look, str] = {
    "plain": "none",
    "heading": "bold",
    "good": "green",
    "warning": "yellow",
    "error": "bold red",
    "dim": "dim",
}
# Control and direction characters: a name from a database must not be able to steer a terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Terminal:
    """Writes to the two streams.

    Messages are coloured where stderr is a terminal and `NO_COLOR` is not set, and plain text otherwise.
    """

    def __init__(self, out: TextIO, err: TextIO, environ: Mapping[str, str]) -> None:
        self._out = out
        self._err = err
        self._environ = environ
        self._mask = Mask()
        self._console: Console | None = None

    @property
    def interactive(self) -> bool:
        """Whether somebody watches the messages."""
        return self._err.isatty() and self._environ.get("TERM") != "dumb"

    @property
    def mask(self) -> Mask:
        """What hides the secrets that are known so far."""
        return self._mask

    def hide(self, *urls: str) -> None:
        """From now on, hide the passwords of these URLs in everything written."""
        self._mask = self._mask.knowing(*urls)

    def product(self, text: str) -> None:
        """Write what was asked for to stdout, with a newline at its end."""
        self.document(self._mask.product(text))

    def document(self, text: str) -> None:
        """Write a text to stdout in which every secret is hidden already."""
        self._out.write(text if text.endswith("\n") or not text else text + "\n")
        self._out.flush()

    def message(self, text: str, look: Look = "plain") -> None:
        """Write a line or several for a person to stderr."""
        safe = harmless(self._mask.message(text))
        if self.interactive and not self._environ.get("NO_COLOR"):
            self.console().print(
                safe, style=_LOOKS[look], markup=False, highlight=False, soft_wrap=True
            )
        else:
            self._err.write(safe + "\n")
            self._err.flush()

    def console(self) -> Console:
        """The rich console on stderr, for what needs more than lines."""
        if self._console is None:
            from rich.console import Console

            no_color = bool(self._environ.get("NO_COLOR"))
            self._console = Console(file=self._err, no_color=no_color, stderr=True)
        return self._console


def harmless(text: str) -> str:
    """The text with every character escaped that could steer a terminal, but for line feeds and tabs."""
    return _CONTROL.sub(lambda match: _escaped(match[0]), text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
