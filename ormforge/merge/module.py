"""The merge of one Python file, in two steps: what all files have to say first, then each one's text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError, SourceError
from ormforge.merge.dangling import tell_dangling
from ormforge.merge.files.versions import EMPTY, Versions, is_followed
from ormforge.merge.imports.aliases import words
from ormforge.merge.imports.module_imports import merge_imports
from ormforge.merge.ledger import Question, Scope
from ormforge.merge.names.references import collisions, in_use, observed, renamed_suite
from ormforge.merge.names.relations import backrefs
from ormforge.merge.names.renames import Renames
from ormforge.merge.order import in_working_order
from ormforge.merge.pieces import Piece, join_pieces
from ormforge.merge.suites import added_lines, merge_suite
from ormforge.merge.waiting.dependents import Part
from ormforge.merge.waiting.staying import NOTHING, replaced, staying
from ormforge.plan import Generated, Memory
from ormforge.source.lines import plain, split_lines
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Suite

_ATTRIBUTE = re.compile(r"\.\s*\w+")


@dataclass(frozen=True)
class Texts:
    """A file as it was generated, as it is, and as it is generated now."""

    base: Generated | None
    mine: str | None
    new: Generated | None


@dataclass(frozen=True)
class Module:
    """A file that is about to be merged; without a `part` there is nothing to merge in it.

    `after` is the new text under the user's names. `still`: nothing but the user's own edits can have changed.
    """

    scope: Scope
    versions: Versions
    texts: Texts
    after: Suite = EMPTY
    part: Part | None = None
    still: bool = False


def prepared(scope: Scope, versions: Versions, texts: Texts) -> Module:
    """The file, with everything in the user's own names."""
    base, new = texts.base, texts.new
    same = base is not None and new is not None and base.text == new.text == texts.mine
    if versions.mine is not None and same and not versions.pointed:
        return Module(scope, versions, texts)
    still = _is_unchanged(scope.question, versions)
    own = versions.mine or EMPTY
    aliases = in_use(own, versions.base)
    if aliases and versions.base is not None:
        base_suite = renamed_suite(versions.base, Renames(aliases=aliases))
        versions = replace(versions, base=base_suite)
    after = _in_own_names(scope, versions, own, new)
    renames = observed(versions.base, own)
    renames = replace(renames, names={**scope.renames.names, **renames.names})
    keeps = scope.question.on_orphan == "keep"
    stays = staying(versions.base, own, after, renames) if keeps else NOTHING
    adopted = scope.adopted and not any(map(is_followed, (versions.base or EMPTY).units))
    scope = replace(scope, renames=renames, staying=stays, adopted=adopted)
    before = None if versions.mine is None else versions.base
    part = Part(scope.path, before, own, after, stays, renames)
    return Module(scope, versions, texts, after, part, still)


def merged_module(module: Module, held: frozenset[str], joined: frozenset[Key]) -> str | None:
    """The text of the merged file, None where there is to be none.

    `held` are the new members that cannot be added, `joined` those in the place of which a person has put inheritance.
    """
    module = replace(module, scope=replace(module.scope, derived=joined))
    versions, texts = module.versions, module.texts
    mine, new = texts.mine, texts.new
    if versions.mine is None:
        return _created(module, held)
    if module.part is None:
        return mine
    text = _merged(module, held, mine or "")
    if module.still and mine is not None:
        return mine
    return None if new is None and not text.strip() else text


def _created(module: Module, held: frozenset[str]) -> str | None:
    """The text of a file that the user does not have; none where all that it would hold stands elsewhere."""
    versions, made = module.versions, module.texts.new
    if versions.new is None or made is None:
        return None
    whole = read_module(made.text, versions.path, made.keys)[0]
    is_whole = len(whole.units) == len(versions.new.units)
    if not is_whole and not any(unit.key or is_followed(unit) for unit in versions.new.units):
        return None
    owners = {name.partition(".")[0] for name in held}
    if owners.isdisjoint(name for unit in versions.new.units for name in unit.names):
        return versions.new.text
    scope = replace(module.scope, unplaceable=held)
    units = (replace(u, lead=(), code=added_lines(scope, u)) for u in versions.new.units)
    return replace(versions.new, units=tuple(units)).text


def _is_unchanged(question: Question, versions: Versions) -> bool:
    """Whether nothing but the user's own edits can have changed: then the file stays to the byte.

    What is generated in other files for a class that stands here counts as well.
    """
    memory = question.memory
    waiting = memory.pending or memory.archive or question.restore or question.resolve
    if versions.base is None or versions.new is None or versions.pointed or waiting:
        return False
    base, new = ([unit.text for unit in each.units] for each in (versions.base, versions.new))
    return base == new


def _merged(module: Module, held: frozenset[str], mine: str) -> str:
    scope, versions, texts, after = module.scope, module.versions, module.texts, module.after
    own = versions.mine or EMPTY
    for problem in versions.problems:
        scope.note("marker", "warning", problem.message, line=problem.line)
    known = _known_keys(scope.question.memory, texts.base, texts.new)
    hand = _hand_lines(texts.base, versions, mine)
    scope = replace(
        scope,
        known=known,
        open_blocks=_open_blocks(own.text, known),
        unplaceable=held,
        claimed=versions.claimed,
        hand_words=words(hand),
        hand_names=words(_ATTRIBUTE.sub("", line) for line in hand),
        backrefs=_backrefs(own) if "backref" in mine else frozenset(),
        replaced=replaced(own, after) if "# ormforge: orphan" in mine else frozenset(),
    )
    pieces = in_working_order(merge_suite(scope, versions.base, own, after))
    pieces = merge_imports(scope, versions.base, own, after, pieces)
    return _assembled(scope, pieces, own, mine)


def _assembled(scope: Scope, pieces: list[Piece], own: Suite, mine: str) -> str:
    lines = [*join_pieces(pieces, member=False, end=scope.end), *own.tail]
    text = "".join(lines)
    if text == mine:
        return mine
    try:
        read_module(text, scope.path)
    except SourceError as error:
        raise MergeError(
            f"the merged text would not be Python: {error.message}", hint="Nothing was written."
        ) from None
    if scope.renames.names or scope.ledger.gone:
        tell_dangling(scope, text, pieces)
    return text


def _hand_lines(base: Generated | None, versions: Versions, mine: str) -> list[str]:
    """The lines that nobody has generated, for this file or for where the class stood before."""
    texts = (base.text if base is not None else "", (versions.base or EMPTY).text)
    generated = {line for text in texts for line in split_lines(text)}
    return [line for line in split_lines(plain(mine)) if line not in generated]


def _names_in_use(renames: Renames, new: Generated | None) -> dict[Key, str]:
    """The user's names for what the new text calls otherwise, by key."""
    found: dict[Key, str] = {}
    for name, key in new.keys.items() if new is not None and renames.words else ():
        owner, _, last = name.rpartition(".")
        own = renames.members.get((owner, last)) if owner else renames.names.get(last)
        if own is not None:
            found[key] = own
    return found


def _in_own_names(scope: Scope, versions: Versions, own: Suite, new: Generated | None) -> Suite:
    """The new text with the user's names for classes and members, and without taking a name that the user has taken."""
    after = versions.new or EMPTY
    renames = observed(after, own, versions.base)
    scope.ledger.names.update(_names_in_use(renames, new))
    aliases = {
        **in_use(own, after),
        **collisions(versions, own, after, stays=scope.question.on_orphan == "keep"),
    }
    return renamed_suite(after, replace(renames, aliases=aliases))


def _backrefs(own: Suite) -> frozenset[tuple[str, str]]:
    return frozenset(
        found
        for unit in own.units
        if unit.kind == "class" and "backref" in unit.text
        for member in read_class(unit)[0].body.units
        for found in backrefs(member)
    )


def _known_keys(memory: Memory, base: Generated | None, new: Generated | None) -> frozenset[Key]:
    generated = {
        key for version in (base, new) if version is not None for key in version.keys.values()
    }
    return frozenset({*memory.pending, *generated, *(Key(f"header {key}") for key in generated)})


def _open_blocks(mine: str, known: Iterable[Key]) -> frozenset[Key]:
    if "# ormforge: conflict " not in mine:
        return frozenset()
    found = set(re.findall(r"^[ \t]*# ormforge: conflict (.+?)[ \t\r]*$", mine, re.MULTILINE))
    return frozenset(key for key in known if key in found)
