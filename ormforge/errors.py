"""Every error ormforge raises on purpose.

OrmforgeError
├── UsageError          the command line asks for something that cannot be
├── ConfigError         ormforge.toml, pyproject.toml or the environment
│   └── RuleError       a rule of the configuration that cannot be followed
├── DatabaseError       connecting to the database, or reading its catalog
├── DraftError          the catalog cannot be turned into models
├── TemplateError       an overlay or a built-in template
│   └── OutputError     a template that prints what is no Python
├── FormatError         generated text that black cannot read
├── SourceError         an existing file that cannot be read as Python
├── MergeError          a merge that cannot be decided safely
├── GateError           the result failed the checks before writing
├── PluginError         a plugin that fails, or returns what cannot be
├── ProcessError        a command of the project: a hook, its migrations
└── WorkspaceError      reading or writing the project's files

A message says where, what, and what to do. The library raises; only the command line prints and exits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

Rule = tuple[str | int, ...]
"""A key of the configuration, part by part."""


class OrmforgeError(Exception):
    """The base of every error that is reported to the user without a traceback.

    `rule` is the key of the configuration that asked for what has failed, None where no single one did: the command
    line tells on which line of which file it stands.
    """

    rule: Rule | None

    def __init__(self, message: str, *, hint: str | None = None, rule: Rule | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n  {self.hint}"


@contextmanager
def asked_for_by(*rule: str | int) -> Iterator[None]:
    """Names the key in every error that is raised inside and names none."""
    try:
        yield
    except OrmforgeError as error:
        if error.rule is None:
            error.rule = rule
        raise


class UsageError(OrmforgeError):
    """The command line asks for something that cannot be."""


class ConfigError(OrmforgeError):
    """A configuration file, profile or environment variable is wrong."""


class RuleError(ConfigError):
    """A rule of the configuration cannot be followed: `rule` is its key, and `reason` says why not."""

    rule: Rule

    def __init__(self, rule: Rule, reason: str, *, hint: str | None = None) -> None:
        self.reason = reason
        super().__init__(f"{'.'.join(map(str, rule))}: {reason}", hint=hint, rule=rule)


class DatabaseError(OrmforgeError):
    """The database cannot be reached, or its catalog cannot be read."""


class DraftError(OrmforgeError):
    """The catalog cannot be turned into models."""


class TemplateError(OrmforgeError):
    """A template is missing, broken, or overrides what does not exist."""


class OutputError(TemplateError):
    """A template has printed what is no Python: `text` is what it printed, `name` the file that it was to be."""

    def __init__(self, message: str, *, name: str, text: str) -> None:
        self.name = name
        self.text = text
        super().__init__(message)


class FormatError(OrmforgeError):
    """Generated text is not Python that the formatter can read."""


class SourceError(OrmforgeError):
    """An existing file cannot be read as Python; the message has file:line:column."""


class MergeError(OrmforgeError):
    """A merge cannot be decided without risking hand-written text."""


class GateError(OrmforgeError):
    """The merged result failed the checks that run before anything is written."""


class PluginError(OrmforgeError):
    """A plugin cannot be loaded, has failed, or returned what cannot be; the message names it."""


class ProcessError(OrmforgeError):
    """A command that the configuration names cannot be run, or has failed."""


class WorkspaceError(OrmforgeError):
    """The project's files cannot be read or written."""
