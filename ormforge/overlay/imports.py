"""Import statements, grouped and sorted as isort's black profile does.

The order is described at https://pycqa.github.io/isort/docs/configuration/options.html: sections, then `import x` before
`from x import y`, then CONSTANTS, Classes and functions, each without regard to case and numbers by value.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from ormforge.draft.model import Import

_DIGITS = re.compile(r"(\d+)")
_FUTURE, _STANDARD, _THIRD_PARTY, _OWN, _RELATIVE = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStatement:
    """One import statement: `import module`, or `from module import names`; a name may hold an alias."""

    module: str
    names: tuple[str, ...] = ()
    alias: str | None = None

    @property
    def source(self) -> str:
        """The statement on one line."""
        if self.names:
            return f"from {self.module} import {', '.join(self.names)}"
        return f"import {self.module}" + (f" as {self.alias}" if self.alias else "")


Section = tuple[ImportStatement, ...]


def import_sections(imports: Iterable[Import], own: frozenset[str]) -> tuple[Section, ...]:
    """The statements for the imports, in sections that a blank line parts; `own` are the project's own packages."""
    sections: dict[int, list[Import]] = {}
    for wanted in imports:
        sections.setdefault(_section(wanted.module, own), []).append(wanted)
    return tuple(_statements(sections[number]) for number in sorted(sections))


def _section(module: str, own: frozenset[str]) -> int:
    package = module.partition(".")[0]
    if module.startswith("."):
        return _RELATIVE
    if package == "__future__":
        return _FUTURE
    if package in own:
        return _OWN
    return _STANDARD if package in sys.stdlib_module_names else _THIRD_PARTY


def _statements(imports: list[Import]) -> Section:
    plain = {(wanted.module, wanted.alias) for wanted in imports if wanted.name is None}
    named = [wanted for wanted in imports if wanted.name is not None]
    modules = sorted({wanted.module for wanted in named}, key=_module_order)
    return (
        *(
            ImportStatement(module=module, alias=alias)
            for module, alias in sorted(
                plain, key=lambda pair: (_module_order(pair[0]), pair[1] or "")
            )
        ),
        *(statement for module in modules for statement in _from(module, named)),
    )


def _from(module: str, named: list[Import]) -> list[ImportStatement]:
    """One statement for each alias, and one for each run of plain names between them."""
    here = {(str(w.name), _alias(w) or "") for w in named if w.module == module}
    runs: list[tuple[str, ...]] = []
    open_run = False
    for name, alias in sorted(here, key=lambda pair: (_name_order(pair[0]), pair[1])):
        if open_run and not alias:
            runs[-1] += (name,)
        else:
            runs.append((f"{name} as {alias}" if alias else name,))
        open_run = not alias
    return [ImportStatement(module=module, names=names) for names in runs]


def _alias(wanted: Import) -> str | None:
    return None if wanted.alias == wanted.name else wanted.alias


def _name_order(name: str) -> tuple[int, list[str | int], str]:
    is_constant = len(name) > 1 and name.isupper()
    kind = 0 if is_constant else 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower()), name


def _module_order(module: str) -> tuple[list[str | int], str]:
    dots = len(module) - len(module.lstrip("."))
    return _natural(f"{'.' * dots}_{module[dots:]}".lower() if dots else module.lower()), module


def _natural(text: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(text)]
