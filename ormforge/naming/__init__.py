"""Python names from database names: identifiers, class names, snake case, English plurals and singulars.

Every function is pure and total: any text gives a valid result. Words are inflected by the rules of regular English and
a table of exceptions; a word that the rules do not know stays as it is.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ormforge.naming.inflection import plural_word, singular_word

_NO_IRREGULARS: Mapping[str, str] = MappingProxyType({})
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])|(?<=\d)(?=[A-Z])")
_UNDERSCORES = re.compile("_+")
_LAST_WORD = re.compile(r"(?s)(?P<head>.*?)(?P<word>[A-Z]?[^\W\d_A-Z]+|[A-Z]+)\Z")
_TRAILING_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s\Z")


def identifier(name: str, fallback: str) -> str:
    """A valid Python identifier for any text, as close to it as can be.

    What no identifier may hold becomes an underscore; `fallback` is the name of a text without a single letter or
    digit, and the first word where the text begins with a digit. Keywords are left to `is_reserved_word`. The result is
    in the normal form (NFKC) that Python itself compares identifiers in.
    """
    if name.isascii() and name.isidentifier() and name.strip("_"):
        return name
    text = unicodedata.normalize("NFKC", name)
    kept = "".join(char if f"_{char}".isidentifier() else " " for char in text)
    joined = unicodedata.normalize("NFKC", "_".join(kept.split()))
    if not joined.strip("_"):
        return fallback
    return joined if joined.isidentifier() else f"{fallback}_{joined}"


def is_reserved_word(name: str) -> bool:
    """Whether Python refuses the name as an identifier of one's own."""
    return keyword.iskeyword(name)


def is_builtin(name: str) -> bool:
    """Whether the name is one of Python's own functions, types or exceptions."""
    return hasattr(builtins, name)


def snake_case(name: str) -> str:
    """The name in snake case: `BookTags` and `book-tags` give `book_tags`, `HTTPServer` gives `http_server`."""
    plain = identifier(name, "name")
    if _TRAILING_PLURAL_ACRONYM.search(plain):
        return plain.lower()
    words = _UNDERSCORES.sub("_", _HUMP.sub("_", plain))
    return unicodedata.normalize("NFKC", words.lower())


def class_name(name: str) -> str:
    """The name in CapWords: `book_tags`, `bookTags` and `BOOK_TAGS` give `BookTags`; inner capitals are kept."""
    parts = [part for part in identifier(name, "Table").split("_") if part]
    if all(part == part.upper() for part in parts):
        parts = [part.lower() for part in parts]
    joined = unicodedata.normalize("NFKC", "".join(_capitalised(part) for part in parts))
    return joined if joined.isidentifier() else f"Table{joined}"


def singular(name: str, irregular: Mapping[str, str] = _NO_IRREGULARS) -> str:
    """The name with its last word in the singular: `order_items` gives `order_item`; `status` stays.

    `irregular` maps singulars to plurals, before all rules: `{"person": "people"}`.
    """
    inverse = {plural_form.lower(): single.lower() for single, plural_form in irregular.items()}
    return _inflected(name, lambda word: inverse.get(word) or singular_word(word))


def plural(name: str, irregular: Mapping[str, str] = _NO_IRREGULARS) -> str:
    """The name with its last word in the plural: `order_item` gives `order_items`; a plural stays as it is."""
    known = {single.lower(): plural_form.lower() for single, plural_form in irregular.items()}
    done = frozenset(known.values())
    return _inflected(
        name, lambda word: word if word in done else known.get(word) or plural_word(word)
    )


def strip_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    """The name without the longest of the prefixes it begins with, unless nothing were left."""
    fitting = [prefix for prefix in prefixes if name.startswith(prefix) and len(prefix) < len(name)]
    return name[len(max(fitting, key=len)) :] if fitting else name


def strip_suffix(name: str, suffixes: tuple[str, ...]) -> str:
    """The name without the longest of the suffixes it ends with, unless nothing were left."""
    fitting = [suffix for suffix in suffixes if name.endswith(suffix) and len(suffix) < len(name)]
    return name[: -len(max(fitting, key=len))] if fitting else name


def _capitalised(part: str) -> str:
    return part[:1].upper() + part[1:]


def _inflected(name: str, inflect: Callable[[str], str]) -> str:
    found = _LAST_WORD.match(name)
    if found is None or not found["word"].isascii():
        return name
    word = found["word"]
    changed = inflect(word.lower())
    if changed == word.lower():
        return name
    if word.isupper() and len(word) > 1:
        changed = changed.upper()
    elif word[:1].isupper():
        changed = changed.capitalize()
    return found["head"] + changed
