"""Checks of single values: each returns the value in its canonical form, or raises ValueError in plain words."""

from __future__ import annotations

import ast
import keyword
import re
import shlex
from pathlib import PurePosixPath, PureWindowsPath


class KeyRefusedError(ValueError):
    """A value that does not go with another; `key` leads to it from the section that refuses it."""

    def __init__(self, key: tuple[str | int, ...], reason: str) -> None:
        self.key = key
        super().__init__(reason)


def some_text(value: str) -> str:
    """The text, which is not empty."""
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def identifier(value: str) -> str:
    """A name that Python accepts for a class or an attribute."""
    if not value.isidentifier() or keyword.iskeyword(value):
        raise ValueError(f"must be a Python name, which {value!r} is not")
    return value


def check_layout(path: str, layout: str, file: str) -> None:
    """Nothing, where the path is a file for the layout `single`, and a folder for the others; KeyRefusedError otherwise."""
    is_file = path.endswith(".py")
    if layout == "single" and not is_file:
        raise KeyRefusedError(("path",), f'must be a Python file, such as "{file}", not {path!r}')
    if layout != "single" and is_file:
        folder = path.removesuffix(".py")
        reason = f'must be a folder for the layout "{layout}", such as {folder!r}, not {path!r}'
        raise KeyRefusedError(("path",), reason)


def name_pattern(value: str) -> str:
    """What schemas are called: a Python name with `{model}` in it."""
    if "{model}" not in value or not value.replace("{model}", "X").isidentifier():
        raise ValueError(
            f'must be a name with {{model}} in it, such as "{{model}}Out", not {value!r}'
        )
    return value


def nested_pattern(value: str) -> str:
    """What nested schemas are called: a Python name with `{model}` or `{read}` in it, and perhaps `{depth}`."""
    plain = value.replace("{read}", "{model}").replace("{depth}", "1")
    if "{model}" not in plain or not plain.replace("{model}", "X").isidentifier():
        raise ValueError(
            f'must be a name with {{model}} or {{read}} in it, such as "{{read}}Nested", not {value!r}'
        )
    return value


def regular_expression(value: str) -> str:
    """A regular expression that pydantic can match."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=value))
    except SchemaError as error:
        reason = str(error).strip().splitlines()[-1].strip()
        raise ValueError(f"is no regular expression that pydantic takes: {reason}") from None
    return value


def import_path(value: str) -> str:
    """A name to import, as `package.module:Name`."""
    module, colon, name = value.partition(":")
    parts = [*module.split("."), name]
    if not colon or not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        raise ValueError(f'must be "module:Name", such as "app.db:Base", not {value!r}')
    return value


def class_path(value: str) -> str:
    """A class to import, as `package.module:Name`, or one that belongs to what is imported, as `package.module:db.Model`."""
    module, colon, name = value.partition(":")
    for part in name.split("."):
        if not part.isidentifier() or keyword.iskeyword(part):
            return import_path(value)
    return import_path(f"{module}{colon}_") and value


def python_type(value: str) -> str:
    """A type: `module:Name`, or an annotation such as `dict[str, Any]`."""
    if ":" in value.partition("[")[0]:
        return import_path(value)
    try:
        ast.parse(some_text(value).strip(), mode="eval")
    except SyntaxError:
        raise ValueError(
            f'must be a Python type such as "dict[str, Any]", or "module:Name", not {value!r}'
        ) from None
    return value.strip()


def markdown_path(value: str) -> str:
    """A Markdown file below the project, with forward slashes."""
    path = project_path(value)
    if PurePosixPath(path).suffix.lower() not in (".md", ".markdown"):
        raise ValueError(f'must be a Markdown file, such as "CHANGELOG.md", not {value!r}')
    return path


def json_path(value: str) -> str:
    """A JSON file below the project, with forward slashes."""
    path = project_path(value)
    if PurePosixPath(path).suffix.lower() != ".json":
        raise ValueError(f'must be a JSON file, such as "catalog.json", not {value!r}')
    return path


def project_path(value: str) -> str:
    """A file or folder below the project, with forward slashes."""
    some_text(value)
    if "\\" in value:
        raise ValueError(f"must be written with forward slashes: {value.replace(chr(92), '/')!r}")
    path = PurePosixPath(value)
    if path.is_absolute() or PureWindowsPath(value).drive or ".." in path.parts:
        raise ValueError(
            f"must be a path below the project's folder, without '..', which {value!r} is not"
        )
    return str(path)


def path_pattern(value: str) -> str:
    """A pattern of files below the project, with forward slashes; what its expressions print is checked later."""
    outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "x", some_text(value), flags=re.DOTALL)
    project_path(outside)
    return value


def version_specifier(value: str) -> str:
    """A version specifier of PEP 440, such as `>=0.1`."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(value)
    except InvalidSpecifier:
        raise ValueError(f'must be a version such as ">=0.1", not {value!r}') from None
    return value


def command(value: str) -> str:
    """A command that is run without a shell."""
    try:
        words = shlex.split(some_text(value))
    except ValueError as error:
        raise ValueError(f"cannot be split into words: {error}") from None
    operators = [word for word in words if word in _SHELL_OPERATORS]
    if operators:
        raise ValueError(
            f"is run without a shell, which {operators[0]!r} is for; "
            'write two commands, or call a script or `sh -c "..."`'
        )
    return value


_SHELL_OPERATORS = frozenset({"&&", "||", "|", ";", "&", ">", ">>", "<", "2>", "2>&1"})


def secret_reference(value: str) -> str:
    """Where a secret is kept. What stands there by mistake may be the secret itself: no message repeats it."""
    if not re.fullmatch(r"env:\s*[A-Za-z_][A-Za-z0-9_]*|keyring:\s*[^\r\n]+/[^/\r\n]+", value):
        raise ValueError('must say where it is kept: "env:NAME" or "keyring:SERVICE/USER"')
    return value


def built_dialect(value: str) -> str:
    """A dialect whose databases can be built without a server, as `sqlite` or `postgresql+psycopg`."""
    if value.partition("+")[0] not in ("sqlite", "postgresql"):
        raise ValueError(f'must be "sqlite" or "postgresql", not {value!r}')
    return value
