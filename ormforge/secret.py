"""Database URLs whose password is never shown, and the mask that keeps it out of everything printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

HIDDEN = "***"

# The parts of a URL as SQLAlchemy splits it, but the password reaches to the last `@` before the host, so that one
# that was pasted without escaping is recognised as well.
_URL = re.compile(
    r"(?P<dialect>[A-Za-z][\w+.]*)://"
    r"(?:(?P<user>[^:/?@]*)(?::(?P<password>.*))?@)?"
    r"(?P<rest>[^@]*)\Z",
    re.DOTALL,
)
_URL_WITH_PASSWORD = re.compile(r"(?P<before>\b[A-Za-z][\w+.]*://[^:/?@\s'\"]*):[^\s'\"]+@")
_VARIABLE = re.compile(r"(?:env:\s*[A-Za-z_][A-Za-z0-9_]*|keyring:[^\r\n:@]+/[^/\r\n:@]+)\Z")
_SECRET_PARAMETER = re.compile(
    r"(?P<name>\b(?:password|passwd|pwd|passphrase|sslpassword|secret|token)\s*=\s*)"
    r"(?P<value>'[^']*'|\"[^\"]*\"|[^\s&;,'\"]+)",
    re.IGNORECASE,
)
_ODBC_PASSWORD = re.compile(r"\bpwd\s*=\s*(?P<value>\{[^}]*\}|[^;]*)", re.IGNORECASE)
_SECRET_NAMES = frozenset(
    {"password", "passwd", "pwd", "passphrase", "sslpassword", "secret", "token"}
)


class SecretUrl:
    """A database URL; its text form hides the password.

    `get_secret_value()` is the whole URL, to connect with; nothing else shows it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The URL with its password."""
        return self._value

    def __str__(self) -> str:
        return mask_url(self._value)

    def __repr__(self) -> str:
        return f"SecretUrl({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretUrl) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema

        def from_text(value: object) -> SecretUrl:
            if isinstance(value, SecretUrl):
                return value
            if isinstance(value, str):
                return cls(value)
            raise PydanticCustomError("string_type", "Input should be a valid string")

        return core_schema.no_info_plain_validator_function(
            from_text, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string"}


def is_url(text: str) -> bool:
    """Whether the text has the form of a database URL."""
    return _URL.match(text) is not None


def is_complete_reference(text: str) -> bool:
    """Whether the text says where a URL is kept, and nothing more: `env:NAME`, `keyring:SERVICE/USER`."""
    return _VARIABLE.match(text) is not None


def passwords(url: str) -> tuple[str, ...]:
    """The secrets in a database URL, each as it stands there and decoded; empty when there are none."""
    match = _URL.match(url)
    if match is None:
        return ()
    found = [match["password"]] if match["password"] else []
    found += _query_secrets(match["rest"].partition("?")[2])
    decoded = (form for text in found for form in (unquote(text), unquote_plus(text)))
    return tuple(dict.fromkeys([*found, *decoded]))


def has_bare_at(url: str) -> bool:
    """Whether more than one `@` stands in the URL: SQLAlchemy takes what follows the first one for the host."""
    match = _URL.match(url)
    return match is not None and "@" in (match["password"] or "")


def mask_url(url: str) -> str:
    """The URL with every secret in it replaced by `***`; all of it where it is no URL, but for `env:NAME` and the
    like."""
    match = _URL.match(url)
    if match is None:
        return url if is_complete_reference(url) else HIDDEN
    if match["password"]:
        start, end = match.span("password")
        url = url[:start] + HIDDEN + url[end:]
    head, mark, query = url.partition("?")
    for secret in sorted(_query_secrets(query), key=len, reverse=True):
        query = query.replace(secret, HIDDEN)
    return head + mark + query


def _query_secrets(query: str) -> list[str]:
    """The values of a query that hold a password, as they stand in it."""
    pairs = (part.partition("=") for part in query.split("&"))
    secrets = [value for name, _, value in pairs if name.lower() in _SECRET_NAMES and value]
    connects = [value for name, value in parse_qsl(query) if name.lower() == "odbc_connect"]
    # An ODBC connection string is one encoded value: all of it is hidden, and its password by itself as well.
    raw = [part.partition("=")[2] for part in query.split("&") if part.startswith("odbc_connect=")]
    odbc = [match["value"] for text in connects for match in _ODBC_PASSWORD.finditer(text)]
    return [secret for secret in [*secrets, *raw, *odbc] if secret]


@dataclass(frozen=True, slots=True)
class Mask:
    """Hides secrets in text: those it was given, in every usual spelling, and whatever looks like one in a URL."""

    secrets: frozenset[str] = frozenset()

    def knowing(self, *urls: str) -> Mask:
        """A mask that also hides the passwords of these URLs wherever they stand."""
        found = (secret for url in urls for secret in passwords(url))
        return Mask(self.secrets | frozenset(found))

    def message(self, text: str) -> str:
        """A message with every secret hidden."""
        return self._shapes(self._known(text, self.secrets))

    def product(self, text: str) -> str:
        """Output that has to stay exact, such as a diff, with every known secret hidden.

        A secret that is short or a plain word, such as `postgres`, is hidden inside URLs alone: replacing the word
        wherever it stands would damage a text that only happens to hold it.
        """
        distinct = {secret for secret in self.secrets if not _is_plain(secret)}
        in_urls = {f":{secret}@" for secret in self.secrets}
        for spelling in sorted(in_urls):
            text = text.replace(spelling, f":{HIDDEN}@")
        return self._known(text, distinct)

    def _known(self, text: str, secrets: Iterable[str]) -> str:
        spellings = {form for secret in secrets for form in _spellings(secret)}
        if not spellings:
            return text
        longest_first = sorted(spellings, key=lambda form: (-len(form), form))
        return re.sub("|".join(_pattern(form) for form in longest_first), HIDDEN, text)

    def _shapes(self, text: str) -> str:
        urls_hidden = _URL_WITH_PASSWORD.sub(rf"\g<before>:{HIDDEN}@", text)
        return _SECRET_PARAMETER.sub(rf"\g<name>{HIDDEN}", urls_hidden)


def _pattern(spelling: str) -> str:
    """What finds a secret: anywhere, but as a whole word only where it is short or a word.

    A password of one letter must not turn a message into stars.
    """
    found = re.escape(spelling)
    if _is_plain(spelling):
        found = (r"(?<!\w)" if spelling[0].isalnum() else "") + found
        found += r"(?!\w)" if spelling[-1].isalnum() else ""
    return found


def _is_plain(secret: str) -> bool:
    """Whether a text may hold the secret by chance."""
    return len(secret) < _SHORT or secret.isalpha()


_SHORT = 6


def _spellings(secret: str) -> Iterator[str]:
    """How a secret may be spelled in a message: as it is, percent-encoded, and inside a Python or SQL literal."""
    yield secret
    for encoded in (quote(secret, safe=""), quote_plus(secret)):
        yield encoded
        yield re.sub(r"%[0-9A-F]{2}", lambda escape: escape[0].lower(), encoded)
    yield repr(secret)[1:-1]
    yield ascii(secret)[1:-1]
    yield secret.replace("'", "''")
