"""Pieces: the statements of a module, each on its own, as the conservation check counts them.

A class is a container: its head is one piece, each statement of its body another, also where they share a line. Every other compound statement (a
function, a `try`, a loop) is one piece with all its lines. Found with `ast`, which gives the lines; what stands on the
lines is taken from the text.
"""

from __future__ import annotations

import ast
import inspect
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Literal

from ormforge.gate.bindings import bound_names, database_name, table_of
from ormforge.gate.chunks import Chunk, lines_of

_SAID = re.compile(
    r"(arg='(?:foreign_keys|remote_side)', value=)Constant\(value='\[([\w.,\s]+)\]'\)"
)
Kind = Literal["head", "import", "docstring", "statement", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A class that a piece stands in, by its name and by its table; either is enough to know it again."""

    name: str
    table: str | None = None

    def same(self, other: Scope) -> bool:
        """Whether both are the same class: a rename changes the name or the table, not both."""
        return self.name == other.name or (self.table is not None and self.table == other.table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One statement: its whole lines, and what it means (`norm`) apart from layout and comments.

    `core` is the statement's own text where it shares its line with others; `text` then has the comment behind it too.
    """

    path: PurePosixPath
    line: int
    kind: Kind
    scope: tuple[Scope, ...]
    text: str
    norm: str
    names: tuple[str, ...] = ()
    column: str | None = None
    core: str | None = None
    node: ast.stmt | None = field(default=None, compare=False, repr=False)

    def stands_with(self, other: Piece) -> bool:
        """Whether both stand in the same class, or both in none."""
        return len(self.scope) == len(other.scope) and all(
            mine.same(theirs) for mine, theirs in zip(self.scope, other.scope, strict=True)
        )

    @property
    def places(self) -> tuple[str, ...]:
        """What the innermost class can be known by; pieces that stand together share one."""
        if not self.scope:
            return ("",)
        inner = self.scope[-1]
        return (inner.name,) if inner.table is None else (inner.name, f"table {inner.table}")

    @property
    def body(self) -> str:
        """The lines without the end of the last one."""
        return self.text.rstrip("\r\n")


def python_pieces(path: PurePosixPath, chunks: Iterable[Chunk]) -> tuple[Piece, ...]:
    """The pieces of the chunks, in order. Raises SyntaxError if one of them is not Python on its own."""
    pieces: list[Piece] = []
    for chunk in chunks:
        reader = _Reader(path, lines_of(chunk.text), chunk.line)
        pieces.extend(reader.suite(parse(chunk.text).body, ()))
    return tuple(pieces)


def line_pieces(path: PurePosixPath, text: str) -> tuple[Piece, ...]:
    """Each line that is not blank as a piece: for text that is no Python, or newer than the running one."""
    return tuple(
        Piece(path=path, line=number, kind="line", scope=(), text=line, norm=line.strip())
        for number, line in enumerate(lines_of(text), start=1)
        if line.strip()
    )


def parse(text: str) -> ast.Module:
    """The syntax tree. Raises SyntaxError, never warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from error


class _Reader:
    """Reads the statements of one chunk."""

    def __init__(self, path: PurePosixPath, lines: Sequence[str], first: int) -> None:
        self._path = path
        self._lines = lines
        self._first = first

    def suite(self, body: Sequence[ast.stmt], scope: tuple[Scope, ...]) -> Iterator[Piece]:
        for index, group in enumerate(_by_lines(body)):
            statement = group[0]
            if len(group) > 1:
                yield from self._sharing(group, scope)
            elif isinstance(statement, ast.ClassDef):
                inner = Scope(name=statement.name, table=table_of(statement))
                if _on_one_line(statement):
                    yield self._short_head(statement, scope, inner)
                    yield from self._sharing(statement.body, (*scope, inner), comment=False)
                else:
                    yield self._head(statement, scope, inner)
                    yield from self.suite(statement.body, (*scope, inner))
            elif isinstance(statement, ast.Import | ast.ImportFrom):
                yield from self._imports(statement, scope)
            elif imports := _checked_imports(statement):
                checked = (piece for node in imports for piece in self._imports(node, scope))
                yield from (replace(piece, norm=f"checked {piece.norm}") for piece in checked)
            elif index == 0 and _is_text(statement):
                yield self._docstring(statement, scope)
            elif not _is_placeholder(statement):
                yield self._statement(statement, scope)

    def _sharing(
        self, group: Sequence[ast.stmt], scope: tuple[Scope, ...], *, comment: bool = True
    ) -> Iterator[Piece]:
        """Statements of one line; the comment behind them is about the last one, or about the class they are all of."""
        for node in group:
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from self._imports(node, scope)
            elif not _is_placeholder(node):
                core = self._own_text(node)
                behind = self._behind(node) if comment and node is group[-1] else ""
                yield replace(self._statement(node, scope), text=core + behind, core=core)

    def _short_head(self, node: ast.ClassDef, scope: tuple[Scope, ...], inner: Scope) -> Piece:
        """The head of a class whose body stands on its own line, with the comment behind the body."""
        first = node.body[0]
        start = _start(node)
        core = "".join(
            [
                *self._lines[start - 1 : first.lineno - 1],
                self._until(first.lineno, first.col_offset),
            ]
        ).strip()
        bare = ast.ClassDef(**{**vars(node), "body": []})
        piece = self._piece(
            "head",
            start,
            start,
            (*scope, inner),
            norm=ast.dump(bare),
            names=(node.name,),
            node=node,
        )
        return replace(piece, text=core + self._behind(node.body[-1]), core=core)

    def _own_text(self, node: ast.stmt) -> str:
        last = node.end_lineno or node.lineno
        lines = [*self._lines[node.lineno - 1 : last - 1], self._until(last, node.end_col_offset)]
        return "".join(lines)[len(self._until(node.lineno, node.col_offset)) :]

    def _behind(self, node: ast.stmt) -> str:
        last = node.end_lineno or node.lineno
        return self._lines[last - 1][len(self._until(last, node.end_col_offset)) :]

    def _until(self, line: int, offset: int | None) -> str:
        """What stands on a line before an offset, which is in bytes."""
        text = self._lines[line - 1].encode("utf-8", "surrogatepass")
        return text[:offset].decode("utf-8", "surrogatepass")

    def _head(self, node: ast.ClassDef, scope: tuple[Scope, ...], inner: Scope) -> Piece:
        start, end = _start(node), _start(node.body[0]) - 1
        while _is_comment_or_blank(self._lines[end - 1]):
            end -= 1
        bare = ast.ClassDef(**{**vars(node), "body": []})
        return self._piece(
            "head", start, end, (*scope, inner), norm=ast.dump(bare), names=(node.name,), node=node
        )

    def _imports(
        self, node: ast.Import | ast.ImportFrom, scope: tuple[Scope, ...]
    ) -> Iterator[Piece]:
        module = "" if isinstance(node, ast.Import) else f"{'.' * node.level}{node.module or ''}"
        for alias in node.names:
            norm = f"from {module!r} import {alias.name} as {alias.asname}"
            name = alias.asname or (alias.name.partition(".")[0] if not module else alias.name)
            yield self._piece(
                "import", node.lineno, node.end_lineno, scope, norm=norm, names=(name,), node=node
            )

    def _docstring(self, node: ast.stmt, scope: tuple[Scope, ...]) -> Piece:
        text = inspect.cleandoc(ast.literal_eval(node.value)) if isinstance(node, ast.Expr) else ""
        return self._piece(
            "docstring", node.lineno, node.end_lineno, scope, norm=repr(text), node=node
        )

    def _statement(self, node: ast.stmt, scope: tuple[Scope, ...]) -> Piece:
        return self._piece(
            "statement",
            _start(node),
            node.end_lineno,
            scope,
            norm=_without_owner(ast.dump(node)),
            names=tuple(bound_names(node)),
            column=database_name(node),
            node=node,
        )

    def _piece(
        self,
        kind: Kind,
        start: int,
        end: int | None,
        scope: tuple[Scope, ...],
        *,
        norm: str,
        node: ast.stmt,
        names: tuple[str, ...] = (),
        column: str | None = None,
    ) -> Piece:
        text = "".join(self._lines[start - 1 : end or start])
        return Piece(
            path=self._path,
            line=self._first + start - 1,
            kind=kind,
            scope=scope,
            text=text,
            norm=norm,
            names=names,
            column=column,
            node=node,
        )


def _without_owner(dumped: str) -> str:
    """A dumped statement with columns said as `foreign_keys="[Book.author_id]"` as if said `[author_id]`."""
    return _SAID.sub(lambda found: f"{found[1]}List(elts=[{_names(found[2])}], ctx=Load())", dumped)


def _names(columns: str) -> str:
    last = (name.strip().rpartition(".")[2] for name in columns.split(","))
    return ", ".join(f"Name(id={name!r}, ctx=Load())" for name in last)


def _by_lines(body: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    """The statements, those that share a line together."""
    groups: list[list[ast.stmt]] = []
    last = 0
    for node in body:
        if groups and _start(node) <= last:
            groups[-1].append(node)
        else:
            groups.append([node])
        last = node.end_lineno or node.lineno
    return groups


def _start(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _on_one_line(node: ast.ClassDef) -> bool:
    last = max(
        [
            node.lineno,
            *(base.end_lineno or 0 for base in (*node.bases, *(k.value for k in node.keywords))),
        ]
    )
    return _start(node.body[0]) <= last


def _checked_imports(node: ast.stmt) -> list[ast.Import | ast.ImportFrom]:
    """The imports of an `if TYPE_CHECKING:` that holds nothing else."""
    if not isinstance(node, ast.If) or node.orelse:
        return []
    found = [item for item in node.body if isinstance(item, ast.Import | ast.ImportFrom)]
    named = ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING"
    return found if named and len(found) == len(node.body) else []


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_placeholder(node: ast.stmt) -> bool:
    """`pass` and `...` hold a place, no content."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and node.value.value is ...
    )


def _is_comment_or_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
