"""What characters and ends of a text are to the databases, in the words of Rust's patterns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one database reads patterns.

    `has_nul` tells whether a text may hold the character NUL; where not, no pattern lets one in. `dot` is what `.` stands
    for, `end` what `$` does. `more_cases` are the letters that count as another's upper or lower case, apart from A to Z.
    """

    has_nul: bool
    dot: str
    end: str = "$"
    more_cases: tuple[tuple[str, str], ...] = ()

    @property
    def any(self) -> str:
        """Any character that a text may hold."""
        return r"[\s\S]" if self.has_nul else r"[^\x00]"


POSTGRESQL = Dialect(has_nul=False, dot=r"[^\x00]")
"""https://www.postgresql.org/docs/current/functions-matching.html; `~*` compares only A to Z in both cases."""
SQLITE = Dialect(has_nul=False, dot=r"[^\x00]")
"""https://www.sqlite.org/lang_expr.html#like; a text with a NUL is cut off there by LIKE and GLOB."""
MARIADB = Dialect(
    has_nul=True, dot=r"[^\n]", end=r"\n?$", more_cases=(("k", "\u212a"), ("s", "\u017f"))
)
"""PCRE2, whose `$` also stands before a line end that is the last character, and whose `.` is no line end."""
