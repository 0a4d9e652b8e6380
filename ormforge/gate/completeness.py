"""Check: every generated member is in the result, or there is a reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.gate.bindings import ClassFacts, ModuleFacts, all_names
from ormforge.gate.evidence import Evidence, Violation, is_python
from ormforge.gate.unread import mentions, unread_text
from ormforge.plan import Generated

Modules = Mapping[PurePosixPath, ModuleFacts]


def check_completeness(evidence: Evidence, modules: Modules) -> Iterator[Violation]:
    """A violation for each key of the new text that is not bound in the result, not deleted by hand (a tombstone), and
    not in conflict; and for each tombstone that no deletion explains."""
    after = evidence.after
    explained = after.tombstones | after.overrides | set(after.pending)
    present = _Bound(modules, after.pins)
    unread = unread_text(evidence, modules)
    for path, generated in sorted(evidence.new.items()):
        if not is_python(path):
            continue
        for name, key in sorted(generated.keys.items()):
            owner = _owner(name, generated)
            if key in explained or owner in explained:
                continue
            if not present.has(name, key, owner) and not mentions(unread, name):
                yield Violation(
                    check="completeness",
                    message=f"{key} is missing: nothing binds {name}",
                    path=path,
                )
    yield from _unexplained_tombstones(evidence)


class _Bound:
    """The qualified names that the result binds."""

    def __init__(self, modules: Modules, pins: Mapping[Key, str]) -> None:
        self._top = all_names(modules)
        self._anywhere = any(module.star_import for module in modules.values())
        self._pins = pins
        self._classes: dict[str, list[ClassFacts]] = {}
        for module in modules.values():
            for facts in module.classes:
                self._classes.setdefault(facts.name, []).append(facts)

    def has(self, qualified: str, key: Key, owner: Key | None) -> bool:
        """Whether the name is bound, or the one that the key is pinned to; a class that comes from elsewhere has all.

        `owner` is the key of the class that the name belongs to, which may be pinned to another name as well.
        """
        outer, _, name = qualified.rpartition(".")
        names = self._names(name, key)
        if not outer:
            return not names.isdisjoint(self._top) or not names.isdisjoint(self._classes)
        owners = self._names(outer.rpartition(".")[2], owner)
        classes = [facts for each in owners for facts in self._classes.get(each, ())]
        if not classes:
            return self._anywhere or not owners.isdisjoint(self._top)
        return any(
            not names.isdisjoint(facts.names) or "__table__" in facts.names for facts in classes
        )

    def _names(self, name: str, key: Key | None) -> set[str]:
        pinned = name if key is None else self._pins.get(key, name)
        return {name, pinned.rpartition(".")[2]}


def _owner(name: str, generated: Generated) -> Key | None:
    return generated.keys.get(name.rpartition(".")[0])


def _unexplained_tombstones(evidence: Evidence) -> Iterator[Violation]:
    """A member can only have been deleted by hand if it was generated before."""
    known = {key for generated in evidence.base.values() for key in generated.keys.values()}
    for key in sorted(evidence.after.tombstones - evidence.before.tombstones - known):
        yield Violation(
            check="completeness", message=f"{key} counts as deleted, but never was there"
        )
