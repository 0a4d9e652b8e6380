"""Cutting a file into parts that can be read one by one, so that what two versions share is read once."""

from __future__ import annotations

from ormforge.source.lines import is_blank, split_lines


def cut(text: str) -> list[str]:
    """The text in parts, each but the first beginning with the blank lines above a line that is not indented.

    Joined the parts are the text. A part may turn out to be no Python by itself, when a string or a bracket reaches
    over the cut or an `else` stands below it: then the file has to be read as a whole. It cannot be read wrongly: what
    ends inside a string or a bracket is never Python.
    """
    parts: list[list[str]] = [[]]
    blanks: list[str] = []
    begun = False
    for line in split_lines(text):
        if is_blank(line):
            blanks.append(line)
            continue
        if blanks and begun and (line[0] in "@#_" or line[0].isalpha()):
            parts.append([])
        begun = begun or line[0] != "#"
        parts[-1] += blanks
        parts[-1].append(line)
        blanks = []
    parts[-1] += blanks
    return ["".join(part) for part in parts]
