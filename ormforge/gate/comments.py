"""Check: every hand-written comment is in the result or in the archive."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ormforge.gate.chunks import lines_of
from ormforge.gate.evidence import Evidence, Violation
from ormforge.gate.reading import Differing, Side

_CONFLICT = re.compile(r"# ormforge: conflict ")
_THEIRS = re.compile(r"# ormforge: theirs>")
_END = re.compile(r"# ormforge: end conflict\s*\Z")
_NOTICE = re.compile(r"# ormforge: (?:orphan |base [0-9a-f]{12}\s*\Z)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, and whether it is alone on its line."""

    text: str
    line: int
    alone: bool


def check_comments(evidence: Evidence, parts: Differing) -> Iterator[Violation]:
    """A violation for each comment of mine that neither the baseline, the result nor the archive accounts for.

    ormforge's own notices (conflict blocks, orphan marks, the base id) come and go.
    """
    supply = _counted(parts.base) + _counted(parts.result)
    for entry in evidence.archived:
        supply.update(_key(comment) for comment in comments_of(entry.text))
    for side in parts.mine:
        for comment in _hand_comments(side):
            supply[_key(comment)] -= 1
            if supply[_key(comment)] < 0:
                yield Violation(
                    check="comments",
                    message=f"a comment is lost: {comment.text[:80]}",
                    path=side.path,
                    line=comment.line,
                )


def comments_of(text: str) -> tuple[Comment, ...]:
    """The comments of Python text, in order, also of a part of a module."""
    lines = lines_of(text)
    return tuple(
        Comment(
            text=token.string,
            line=token.start[0] - 1,
            alone=not lines[token.start[0] - 2][: token.start[1]].strip(),
        )
        for token in code_tokens(text)
        if token.type == tokenize.COMMENT
    )


def code_tokens(text: str) -> list[tokenize.TokenInfo]:
    """The tokens of Python text at any indentation: inside brackets, which stand on lines of their own.

    What cannot be tokenised gives no tokens from there on; such text cannot compile either.
    """
    even = "".join(line.rstrip("\r\n") + "\n" for line in lines_of(text))
    tokens: list[tokenize.TokenInfo] = []
    try:
        tokens.extend(tokenize.generate_tokens(io.StringIO(f"(\n{even})\n", newline="\n").readline))
    except (tokenize.TokenError, SyntaxError):
        return tokens
    return tokens[1:]


def without_notices(comments: Iterable[Comment]) -> Iterator[Comment]:
    """The comments that are not ormforge's own notices. A line like theirs outside a conflict block is a person's."""
    in_conflict = False
    for comment in comments:
        if comment.alone and _CONFLICT.match(comment.text):
            in_conflict = True
        elif comment.alone and in_conflict and _END.match(comment.text):
            in_conflict = False
        elif comment.alone and in_conflict and _THEIRS.match(comment.text):
            continue
        elif not (comment.alone and _NOTICE.match(comment.text)):
            yield comment


def looks_like_a_notice(comment: Comment) -> bool:
    """Whether a comment has the form of a line that ormforge writes, wherever it stands."""
    return comment.alone and any(
        pattern.match(comment.text) for pattern in (_CONFLICT, _THEIRS, _END, _NOTICE)
    )


def _hand_comments(side: Side) -> Iterator[Comment]:
    for chunk in side.chunks if side.python else ():
        for comment in without_notices(comments_of(chunk.text)):
            yield Comment(comment.text, comment.line + chunk.line - 1, comment.alone)


def _counted(sides: Iterable[Side]) -> Counter[str]:
    return Counter(_key(comment) for side in sides for comment in _hand_comments(side))


def _key(comment: Comment) -> str:
    return comment.text.rstrip()
