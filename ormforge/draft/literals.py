"""Python literals: the only way for text of the database to become source."""

from __future__ import annotations


def string_literal(text: str) -> str:
    """The text as a Python string literal on one line, in double quotes where that needs no more escapes.

    Everything that is not printable (line ends, NUL, bidirectional controls, lone surrogates) is escaped, as `repr`
    does. The choice of quotes is black's, so that black leaves the literal alone.
    """
    plain = repr(text)
    if plain.startswith('"') or text.count('"') > text.count("'"):
        return plain
    inner = plain[1:-1].replace("\\'", "'").replace('"', '\\"')
    return f'"{inner}"'


def docstring_literal(text: str, indent: int) -> str:
    """The text as a docstring that stands `indent` blanks deep: plain lines where they are safe, escaped otherwise.

    The docstring means the text, but for blanks at the ends of lines, which formatters remove, and lone surrogates,
    which no class can have in its docstring.
    """
    text = text.encode(errors="replace").decode()
    lines = [line.rstrip() for line in text.strip().splitlines()]
    if not lines or not all(map(_stands_plain, lines)) or lines[-1].endswith('"'):
        return string_literal(text.strip())
    if len(lines) == 1:
        return f'"""{lines[0]}"""'
    margin = " " * indent
    body = "\n".join(f"{margin}{line}" if line else "" for line in lines[1:])
    return f'"""{lines[0]}\n{body}\n{margin}"""'


def _stands_plain(line: str) -> bool:
    return line.isprintable() and "\\" not in line and '"""' not in line
