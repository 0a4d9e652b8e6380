"""Keeping the secrets of a database URL out of every text that people or files get to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus

MASK = "***"

_PASSWORDS = (
    re.compile(r"://[^:/@]*:([^@]*)@"),  # as SQLAlchemy reads it
    re.compile(r"://[^:/@]*:([^/]*)@"),  # a password with an @ that should have been %40
)
_QUERY_SECRET = re.compile(
    r"(?:^|[?&;])(?:[\w.-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token)[\w.-]*)=([^&;]*)",
    re.IGNORECASE,
)


def secrets_of(url: str) -> tuple[str, ...]:
    """Every spelling of every secret in a URL, the longest first: as it stands, decoded and encoded."""
    found: set[str] = set()
    for secret in _raw_secrets(url):
        for plain in (secret, unquote(secret), unquote_plus(secret)):
            found.update((plain, quote(plain), quote(plain, safe=""), quote_plus(plain)))
    found.discard("")
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def masked_url(url: str) -> str:
    """The URL with its secrets masked."""
    return masked(url, url)


def masked(text: str, url: str) -> str:
    """The text without any secret of the URL in it."""
    for secret in secrets_of(url):
        text = text.replace(secret, MASK)
    return text


def mask_errors(error: BaseException, url: str) -> bool:
    """Mask the texts of an error and of all errors behind it; False where one of them still tells a secret."""
    secrets = secrets_of(url)
    clean = True
    for one in _chain(error):
        one.args = tuple(_masked_value(value, url) for value in one.args)
        for name in ("statement", "params", "detail"):
            if isinstance(getattr(one, name, None), str):
                setattr(one, name, masked(getattr(one, name), url))
        clean = clean and not any(secret in f"{one} {one!r}" for secret in secrets)
    return clean


def _raw_secrets(url: str) -> Iterator[str]:
    for pattern in _PASSWORDS:
        if match := pattern.search(url):
            yield match.group(1)
    _, _, query = url.partition("?")
    for encoded in (query, unquote_plus(query)):
        for match in _QUERY_SECRET.finditer(encoded):
            yield match.group(1)


def _masked_value(value: object, url: str) -> object:
    if isinstance(value, str):
        return masked(value, url)
    if isinstance(value, bytes):
        return masked(value.decode("utf-8", "replace"), url)
    if isinstance(value, BaseException):
        return masked(str(value), url)
    return value


def _chain(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "orig", None)]
