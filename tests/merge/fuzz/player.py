"""A project, step by step: each run held against the promises."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from ormforge.catalog.model import Catalog
from ormforge.plan import Note
from tests.merge.fuzz.migrations import MIGRATIONS
from tests.merge.fuzz.page import parsed
from tests.merge.fuzz.recipe import ENCODINGS, LOSSES, Step

State = TypeVar("State", bound=Any)
"""A project between two runs: a frozen dataclass with a `catalog`."""


class Ran(Protocol[State]):
    """What a run has come to."""

    @property
    def after(self) -> State: ...

    @property
    def notes(self) -> Sequence[Note]: ...


@dataclass(frozen=True)
class Player(ABC, Generic[State]):
    """The project, the words that a person has written into it, the catalog that its last run saw, and what runs left."""

    project: State
    marks: frozenset[str]
    seen: Catalog
    history: tuple[State, ...] = ()

    def after(self, step: Step) -> Player[State]:
        """The same after a step; unchanged where the step cannot be taken. Raises Broken."""
        if step.name in MIGRATIONS:
            return self._migrated(step.name, step.seed) or self
        if step.name.startswith("detour-"):
            return self._detour(step)
        if step.name in ENCODINGS:
            return self.recoded(step)
        if step.name in ("checkout", "stale"):
            return self.mixed(step) if self.history else self
        if step.name in LOSSES:
            return self.forgotten(step.name)
        if step.name in ("run", "either"):
            return self._run(either=step.name == "either") or self
        return self.edited(step)

    @abstractmethod
    def edited(self, step: Step) -> Player[State]:
        """The same after an edit by hand."""

    @abstractmethod
    def recoded(self, step: Step) -> Player[State]:
        """The same with a file saved with a byte order mark, or in Latin-1 with a line that says so."""

    @abstractmethod
    def forgotten(self, loss: str) -> Player[State]:
        """The same without the baseline, without the lock and what it remembers, or without both."""

    @abstractmethod
    def mixed(self, step: Step) -> Player[State]:
        """The same with an older commit's models beside newer state, or newer models beside an older lock.

        The baseline is in both cases the one that the models' header names.
        """

    @abstractmethod
    def checked(self, project: State) -> Ran[State] | None:
        """A run that has kept every promise; None where the project is configured to go no further. Raises Broken."""

    @abstractmethod
    def is_new(self) -> bool:
        """Whether ormforge remembers nothing of the project."""

    @abstractmethod
    def check_detour(self, before: State, after: State) -> None:
        """Nothing, where a change and its reversal have left the project as it was. Raises Broken."""

    @abstractmethod
    def check_either(self, one: State, other: State) -> None:
        """Nothing, where two orders of the same events have come to the same. Raises Broken."""

    def _migrated(self, name: str, seed: int) -> Player[State] | None:
        catalog = MIGRATIONS[name](self.project.catalog, random.Random(f"{name} {seed}"))
        if catalog is None or catalog == self.project.catalog:
            return None
        return replace(self, project=replace(self.project, catalog=catalog))

    def _run(self, *, either: bool = False) -> Player[State] | None:
        run = self.checked(self.project)
        if run is None:
            return None
        if either and not self.is_new():
            self._check_other_order(run)
        history = (*self.history, run.after)[-4:]
        return replace(self, project=run.after, seen=run.after.catalog, history=history)

    def _check_other_order(self, run: Ran[State]) -> None:
        """First a run for the edits, then one for the migrations: it must come to the same."""
        first = self.checked(replace(self.project, catalog=self.seen))
        if first is None or first.notes:
            return
        second = self.checked(replace(first.after, catalog=self.project.catalog))
        if second is not None and not run.notes and not second.notes:
            self.check_either(run.after, second.after)

    def _detour(self, step: Step) -> Player[State]:
        settled = self._run()
        if settled is None:
            return self  # the run was refused: nothing is in step with the catalog
        changed = settled._migrated(step.name.removeprefix("detour-"), step.seed)
        away = changed and changed._run()
        if away is None:
            return settled
        reversed_ = replace(away, project=replace(away.project, catalog=settled.project.catalog))
        back = reversed_._run() or reversed_
        self.check_detour(settled.project, back.project)
        return back


def is_python(text: str) -> bool:
    """Whether a text compiles."""
    try:
        compile(parsed(text), "edited", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
