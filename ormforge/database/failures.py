"""Driver errors in plain words: where, what, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from ormforge.errors import DatabaseError
from ormforge.secret import Mask, has_bare_at, mask_url, passwords


class Symptom(NamedTuple):
    """What a driver says (its code and its words), what that means, and what helps."""

    pattern: str
    what: str
    hint: str


_CHECK_USER = "Check the user and the password in the database URL."
_CHECK_HOST = (
    "Check the host in the database URL, and the network or VPN between it and this machine."
)
_CHECK_SERVER = "Start the server, or check host and port in the database URL."
_CHECK_NAME = "Create the database, or check its name in the database URL."
_WRITE_AT = "Write an `@` of the password as %40 in the database URL."
_GRANT = "Ask for the SELECT privilege, or leave the table out with [database] exclude."

SYMPTOMS = (
    Symptom(r"Can't load plugin: sqlalchemy\.dialects", "SQLAlchemy knows no such database or driver",
            "Check the part of the URL before ://, or install the package that brings its dialect."),
    Symptom(r"password authentication failed|\b28P01\b|\b1045\b|Access denied for user .* \(using password|\b18456\b|ORA-01017|Login failed",
            "access denied: wrong user or password", _CHECK_USER),
    Symptom(r"no password supplied|fe_sendauth", "access denied: the server asks for a password", _CHECK_USER),
    Symptom(r"no pg_hba.conf entry.* no encryption|insecure transport|\b3159\b", "the server lets this user in over TLS alone",
            "Ask for TLS in the database URL: ?sslmode=require (PostgreSQL), ?ssl_ca=FILE (MariaDB, MySQL)."),
    Symptom(r"server does not support SSL|SSL is required but the server doesn't|doesn't support SSL|rejected SSL upgrade", "the server offers no TLS, which the database URL asks for",
            "Turn TLS on at the server, or take it out of the URL (sslmode=prefer) where the network is your own."),
    Symptom(r"certificate verify failed|self.signed certificate|unable to get local issuer|root certificate file|certificate has expired|hostname mismatch|server certificate for",
            "the server's certificate is not trusted",
            "Name the authority that signed it: ?sslrootcert=FILE (PostgreSQL), ?ssl_ca=FILE (MariaDB, MySQL); its host name must be that of the URL."),
    Symptom(r"no pg_hba.conf entry|\b28000\b|Peer authentication failed|Ident authentication failed|role .* is not permitted to log in",
            "access denied: the server does not let this user in from here", "Check pg_hba.conf on the server, or the user in the database URL."),
    Symptom(r"role .* does not exist", "access denied: no such user", _CHECK_USER),
    Symptom(r"\b1049\b|Unknown database|database .* does not exist|\b3D000\b|Cannot open database|ORA-12514",
            "no such database", _CHECK_NAME),
    Symptom(r"\b1044\b|permission denied for database", "access denied to this database", "Ask for access, or use another user in the database URL."),
    Symptom(r"could not translate host name|failed to resolve host|Name or service not known|nodename nor servname|getaddrinfo|Temporary failure in name resolution|No address associated|Unknown (MySQL|MariaDB) server host",
            "unknown host", _CHECK_HOST),
    Symptom(r"Connection refused|actively refused|\bECONNREFUSED\b|Errno 111\b|Errno 61\b|\(111\)|Can't connect to local .* socket|No such file or directory.*\.s\.PGSQL",
            "connection refused: no server answers there", _CHECK_SERVER),
    Symptom(r"timed? ?out|timeout expired", "no answer within the time allowed", _CHECK_HOST),
    Symptom(r"No route to host|Network is unreachable", "the host cannot be reached", _CHECK_HOST),
    Symptom(r"server closed the connection|Lost connection|gone away", "the server closed the connection", _CHECK_SERVER),
    Symptom(r"\b42501\b|permission denied for|\b1142\b|command denied to user|SELECT permission was denied|ORA-00942|\b1143\b",
            "permission denied", _GRANT),
    Symptom(r"certificate|SSL", "the encrypted connection failed", "Check the TLS settings in the database URL."),
    Symptom(r"cryptography. package is required|Authentication plugin", "the driver lacks what this server's log-in needs",
            "Install it with: pip install cryptography"),
    Symptom(r"too many connections|remaining connection slots|\b53300\b|\b1040\b", "the server takes no more connections", "Try again later."),
    Symptom(r"database is locked", "another program holds a lock on the database", "Try again once it has finished writing."),
    Symptom(r"file is not a database|file is encrypted", "the file is no SQLite database", "Check the path in the database URL."),
    Symptom(r"malformed database schema|database disk image is malformed", "the database file is damaged", "Restore it from a backup."),
    Symptom(r"unable to open database file", "the file cannot be opened", "Check the path in the database URL, and its permissions."),
)  # fmt: skip
"""The first that matches is taken. Codes: SQLSTATE, MySQL's numbers, SQL Server's, Oracle's."""


def raise_failure(error: BaseException, url: str) -> NoReturn:
    """Raise the DatabaseError for a driver's error; no secret of the URL is left in it or in what caused it."""
    failure = describe_failure(error, url)
    if mask_errors(error, url) and not has_bare_at(url):
        raise failure from error
    raise failure from None


def describe_failure(error: BaseException, url: str) -> DatabaseError:
    """The DatabaseError that says what a driver's error means.

    A driver that was given a part of the password as the host tells it: then nothing of its words is said.
    """
    if has_bare_at(url):
        what = "the URL has more than one `@`, and the host is taken to begin after the first"
        return DatabaseError(f"{mask_url(url)}: {what}", hint=_WRITE_AT)
    words = Mask().knowing(url).message(driver_words(error))
    for symptom in SYMPTOMS:
        if re.search(symptom.pattern, words, re.IGNORECASE):
            detail = f" ({_one_line(words)})"
            return DatabaseError(f"{mask_url(url)}: {symptom.what}{detail}", hint=symptom.hint)
    return DatabaseError(f"{mask_url(url)}: {_one_line(words)}")


def driver_words(error: BaseException) -> str:
    """A driver's code and message, without what SQLAlchemy adds to them."""
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    words = str(original) or type(original).__name__
    if (
        isinstance(original.args, tuple)
        and len(original.args) >= 2
        and isinstance(original.args[0], int)
    ):
        words = f"{original.args[0]}: {original.args[1]}"
    return f"{code}: {words}" if code else words


def mask_errors(error: BaseException, url: str) -> bool:
    """Mask the texts of an error and of all errors behind it; False where one of them still tells a secret."""
    mask, secrets = Mask().knowing(url), passwords(url)
    clean = True
    for one in _chain(error):
        one.args = tuple(_masked(value, mask) for value in one.args)
        clean = clean and not any(secret in f"{one} {one!r}" for secret in secrets)
    return clean


def _masked(value: object, mask: Mask) -> object:
    if isinstance(value, str | BaseException):
        return mask.message(str(value))
    if isinstance(value, bytes):
        return mask.message(value.decode("utf-8", "replace"))
    return value


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and every error that it was raised from or wraps."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "orig", None)]


def _one_line(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= 300 else f"{text[:297]}..."
