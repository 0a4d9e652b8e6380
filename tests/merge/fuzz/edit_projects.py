"""What people do to the files of a project: classes moved, modules renamed, split and joined."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from tests.merge.fuzz.desk import Desk, Import, Texts, imports_of, redirected, with_import
from tests.merge.fuzz.page import Spot, parsed

_STOOD_ON = ("base", "enums", "links")

WholeEdit = Callable[[Desk], "Texts | None"]
"""The texts that are others after an edit, None for a file that has gone; None where there is nothing to edit."""


def move_class(desk: Desk) -> Texts | None:
    """A class in another module, old or new, and everything imports it from there."""
    source = _any(desk, desk.models())
    if source is None or _is_odd(desk, source):
        return None
    spot = desk.rng.choice(list(desk.classes(source)))
    others = [path for path in desk.siblings(source) if not _is_odd(desk, path)]
    new = source.with_name(f"own_{desk.prefix}.py")
    target = desk.rng.choice([new, *others])
    if target.stem in _STOOD_ON:
        return None  # what all modules import can import none of them
    return _moved(desk, source, spot, target)


def move_class_alone(desk: Desk) -> Texts | None:
    """The same, but nobody has told the other modules; the old one hands it on."""
    source = _any(desk, desk.models())
    if source is None or _is_odd(desk, source):
        return None
    spot = desk.rng.choice(list(desk.classes(source)))
    target = source.with_name(f"own_{desk.prefix}.py")
    moved = _moved(desk, source, spot, target)
    texts: Texts = {path: moved[path] for path in (source, target)}
    name = _name(spot)
    if f" import {name}" not in (texts[source] or ""):
        texts[source] = f"{texts[source]}\n\nfrom .{target.stem} import {name} as {name}\n"
    return texts


def split_module(desk: Desk) -> Texts | None:
    """Half of a module's classes in a module of their own."""
    fit = [p for p in desk.models() if len(list(desk.classes(p))) > 1 and not _is_odd(desk, p)]
    source = _any(desk, fit)
    if source is None:
        return None
    target = source.with_name(f"own_{desk.prefix}.py")
    names = [_name(spot) for spot in desk.classes(source)]
    return _all_moved(desk, source, names[: len(names) // 2], target)


def merge_modules(desk: Desk) -> Texts | None:
    """All classes of a module in another one, and the module deleted where nothing else stands in it."""
    fit = [path for path in desk.models() if desk.siblings(path) and not _is_odd(desk, path)]
    source = _any(desk, fit)
    others = [path for path in desk.siblings(source) if path in fit] if source else []
    if source is None or not others:
        return None
    target = desk.rng.choice(others)
    texts = _all_moved(desk, source, [_name(spot) for spot in desk.classes(source)], target)
    left = parsed(texts[source] or "").body
    if all(type(node).__name__ in ("Import", "ImportFrom", "If") for node in left):
        texts[source] = None
        for path in desk.texts:
            if path.parent == source.parent and path not in (source,) and path.suffix == ".py":
                text = texts.get(path, desk.texts[path]) or ""
                texts[path] = redirected(text, f".{source.stem}", None, lambda alias: None)
    return texts


def rename_module(desk: Desk) -> Texts | None:
    """A module under another name, in the imports of the others too, or only itself."""
    fit = [path for path in desk.python() if path.name != "__init__.py"]
    source = _any(desk, [path for path in fit if path.parts[:2] != ("app", "finders")])
    if source is None or source == PurePosixPath("app/root.py"):
        return None
    target = source.with_name(f"own_{desk.prefix}.py")
    texts: Texts = {source: None, target: desk.texts[source]}
    if desk.rng.random() < 0.2:
        return texts
    old, new = (".".join(path.with_suffix("").parts) for path in (source, target))
    for path in desk.python():
        if path == source:
            continue
        text = desk.texts[path]
        if path.parent == source.parent:
            text = redirected(text, f".{source.stem}", None, lambda alias: f".{target.stem}")
        text = re.sub(
            rf"^(\s*)from {re.escape(old)} import ", rf"\1from {new} import ", text, flags=re.M
        )
        if text != desk.texts[path]:
            texts[path] = text
    return texts


def delete_module(desk: Desk) -> Texts | None:
    """A module with its class deleted, and what imports it."""
    source = _any(desk, [path for path in desk.models() if desk.siblings(path)])
    if source is None:
        return None
    texts: Texts = {source: None}
    for path in desk.python():
        if path.parent == source.parent and path != source:
            text = redirected(desk.texts[path], f".{source.stem}", None, lambda alias: None)
            if text != desk.texts[path]:
                texts[path] = text
    return texts


def rename_class_everywhere(desk: Desk) -> Texts | None:
    source = _any(desk, desk.models())
    if source is None:
        return None
    old = _name(desk.rng.choice(list(desk.classes(source))))
    new = f"Own{desk.prefix}"
    texts = {path: re.sub(rf"\b{old}\b", new, desk.texts[path]) for path in desk.python()}
    return {path: text for path, text in texts.items() if text != desk.texts[path]}


def edit_package(desk: Desk) -> Texts | None:
    """Something in `__init__.py`: a function, a name that is handed on no longer, or `__all__`."""
    path = _any(desk, [path for path in desk.python() if path.name == "__init__.py"])
    if path is None:
        return None
    text, kind = desk.texts[path], desk.rng.randrange(4)
    names = [each.bound for each in imports_of(text)]
    if kind == 0:
        return {path: f"{text}\n\ndef {desk.mark()}():\n    return 1\n"}
    if kind == 1:
        return {path: f"{text}\n__all__ = {names!r}  # {desk.mark()}\n"}
    if kind == 2:
        lines = text.split("\n")
        desk.rng.shuffle(lines)
        return {path: "\n".join(lines)}
    name = desk.rng.choice(names)
    lines = [line for line in text.split("\n") if not re.search(rf"\bas {name}$", line)]
    return {path: "\n".join(lines)}


def add_text_region(desk: Desk) -> Texts | None:
    path = _any(desk, [path for path in desk.texts if path.suffix == ".sql"])
    if path is None:
        return None
    lines = desk.texts[path].split("\n")
    at = desk.rng.randrange(len(lines))
    name = desk.mark()
    region = [f"-- region ormforge:custom {name}", f"grant {desk.mark()};"]
    lines[at:at] = [*region, f"-- endregion ormforge:custom {name}"]
    return {path: "\n".join(lines)}


def edit_text_line(desk: Desk) -> Texts | None:
    path = _any(desk, [path for path in desk.texts if path.suffix == ".sql"])
    if path is None:
        return None
    lines = desk.texts[path].split("\n")
    lines.insert(desk.rng.randrange(len(lines)), f"-- outside {desk.mark()}")
    return {path: "\n".join(lines)}


def _any(desk: Desk, paths: list[PurePosixPath]) -> PurePosixPath | None:
    return desk.rng.choice(paths) if paths else None


def _is_odd(desk: Desk, path: PurePosixPath) -> bool:
    """Whether lines of a file do not end as those of the others do, or one has several statements."""
    return "\r" in desk.texts[path] or "\f" in desk.texts[path]


def _name(spot: Spot) -> str:
    return str(getattr(spot.node, "name", ""))


def _all_moved(desk: Desk, source: PurePosixPath, names: list[str], target: PurePosixPath) -> Texts:
    texts: Texts = {}
    at = desk
    for name in names:
        spot = next(spot for spot in at.classes(source) if _name(spot) == name)
        texts.update(_moved(at, source, spot, target))
        now = {**desk.texts, **{path: text or "" for path, text in texts.items()}}
        at = Desk(now, desk.rng, desk.prefix)
    return texts


def _moved(desk: Desk, source: PurePosixPath, spot: Spot, target: PurePosixPath) -> Texts:
    """The files after a class has been moved the way a careful person does it."""
    page, name = desk.page(source), _name(spot)
    start = spot.start
    while start and page.lines[start - 1].startswith("#") and page.lines[start - 1].strip():
        start -= 1
    body = "".join(page.lines[start : spot.stop]).rstrip("\n") + "\n"
    there = redirected(desk.texts.get(target, ""), f".{source.stem}", name, lambda alias: None)
    there = _with_needed(there, body, page.text, source, target)
    texts: Texts = {target: f"{there.rstrip()}\n\n\n{body}".lstrip("\n")}
    left = "".join([*page.lines[:start], *page.lines[spot.stop :]])
    left = redirected(left, f".{target.stem}", name, lambda alias: f".{target.stem}")
    is_imported = any(each.bound == name for each in imports_of(left))
    if re.search(rf"\b{name}\b", left) and source.name != "__init__.py" and not is_imported:
        left = with_import(left, Import(f".{target.stem}", name, name, typing=True))
    if not any(
        path.name == "__init__.py" and path.parent == source.parent for path in desk.python()
    ):
        left = f"{left.rstrip()}\n\nfrom .{target.stem} import {name} as {name}\n"
    texts[source] = left
    for path in desk.python():
        if path.parent == source.parent and path not in texts:
            text = redirected(
                desk.texts[path], f".{source.stem}", name, lambda alias: f".{target.stem}"
            )
            if text != desk.texts[path]:
                texts[path] = text
    return texts


def _with_needed(
    there: str, body: str, origin: str, source: PurePosixPath, target: PurePosixPath
) -> str:
    """The text of the target with the imports that a class from elsewhere needs."""
    used = set(re.findall(r"\w+", body))
    bound = {each.bound for each in imports_of(there)}
    bound |= {str(getattr(node, "name", "")) for node in parsed(there).body}
    own = _bound_there(origin)
    for each in imports_of(origin):
        if each.bound in used and each.bound not in bound and each.module != f".{target.stem}":
            there = with_import(there, each)
            bound.add(each.bound)
    for name in sorted(own & used - bound):
        running = re.search(rf"\b{name}\b", re.sub(r"\"[^\"\n]*\"", "", body)) is not None
        if f"class {name}(" not in body:
            wanted = Import(f".{source.stem}", name, name, typing=not running)
            there = with_import(there, wanted)
    return there


def _bound_there(text: str) -> set[str]:
    names: set[str] = set()
    for node in parsed(text).body:
        names.update(target.id for target in getattr(node, "targets", ()) if hasattr(target, "id"))
        names.add(str(getattr(node, "name", "")))
    return names - {""}


WHOLE_EDITS: dict[str, WholeEdit] = {
    edit.__name__: edit
    for edit in (
        move_class,
        move_class_alone,
        split_module,
        merge_modules,
        rename_module,
        delete_module,
        rename_class_everywhere,
        edit_package,
        add_text_region,
        edit_text_line,
    )
}
