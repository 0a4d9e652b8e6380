"""Where the project uses what a run takes out of its models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.plan import Generated, Note
from ormforge.usage import Mention, Models, find_mentions, models_of
from ormforge.workspace import Workspace, python_texts

Files = Mapping[PurePosixPath, Generated]
Texts = Mapping[PurePosixPath, str | None]


def usage_notes(
    workspace: Workspace, merged: Texts, new: Files, config: Config, root: Path
) -> tuple[Note, ...]:
    """A note for each place below `[usage] roots` that uses a class or attribute which this run takes out.

    Lines of generated files are those of the result, and only those that a person wrote or changed. No file is read where nothing has gone.
    """
    texts = {path: text for path, text in merged.items() if text is not None}
    models = _models(workspace, texts, new, root)
    if not models.gone:
        return ()
    read = python_texts(root, map(PurePosixPath, config.usage.roots), models.words)
    others = {path: text for path, text in read.items() if merged.get(path, text) is not None}
    found: list[Note] = []
    for path, text in sorted({**others, **texts}.items()):
        package = _module(path, root)[:-1] if path.name != "__init__.py" else _module(path, root)
        printed = new[path].text if path in new else ""
        mentions = find_mentions(text, models, package, printed=printed if path in texts else None)
        found += (_note(path, mention, models) for mention in mentions)
    return tuple(found)


def _models(
    workspace: Workspace, texts: Mapping[PurePosixPath, str], new: Files, root: Path
) -> Models:
    known = {*workspace.base, *texts}
    before = {path: text for path, text in workspace.texts.items() if path in known}
    if all(texts.get(path) == text for path, text in before.items()):
        return Models()
    modules = {_module(path, root) for path in (*before, *texts) if path.suffix == ".py"}
    return models_of(modules, _python(before), _python(texts), _renamed(workspace.base, new))


def _python(texts: Mapping[PurePosixPath, str]) -> Iterable[str]:
    return (text for path, text in texts.items() if path.suffix == ".py")


def _module(path: PurePosixPath, root: Path) -> tuple[str, ...]:
    """The dotted path of a module from the file system's root, of which imports name an end."""
    parts = (*root.resolve().parts[1:], *path.with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def _renamed(base: Files, new: Files) -> dict[str, str]:
    """The names under which something was generated before, and is generated still under another."""
    now = {key: name for generated in new.values() for name, key in generated.keys.items()}
    return {
        name: now[key]
        for generated in base.values()
        for name, key in generated.keys.items()
        if now.get(key, name) != name
    }


def _note(path: PurePosixPath, mention: Mention, models: Models) -> Note:
    now = models.gone[mention.name]
    what = f"{mention.name}, which is {'gone' if now is None else f'now {now}'}"
    return Note(
        code="usage",
        severity="warning" if mention.certain else "info",
        message=f"uses {what}" if mention.certain else f"may use {what}",
        path=path,
        line=mention.line,
    )
