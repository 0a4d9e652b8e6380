"""Whether the generated models can import what the configuration names, found out without running any of it."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.drafting.choices import RulePath
from ormforge.errors import RuleError
from ormforge.pipeline.modules import module_name


def check_imports(config: Config, root: Path) -> None:
    """Nothing; raises RuleError for the first base, mixin or type that the models could not import."""
    own = module_name(PurePosixPath(config.output.path))
    for rule, path in _named(config):
        module, _, name = path.partition(":")
        if module == own:
            raise RuleError(
                rule,
                f"{path} stands in the module that is generated, which cannot import itself",
                hint="Move it to a module of its own.",
            )
        reason = _missing(module, name.partition(".")[0], root, config)
        if reason is not None:
            raise RuleError(rule, f"{path} cannot be imported: {reason}")


def _named(config: Config) -> Iterator[tuple[RulePath, str]]:
    """Everything that the configuration names as `module:Name`, with the key of the rule."""
    if config.output.base is not None:
        yield ("output", "base"), config.output.base
    for table, base in config.bases.items():
        yield ("bases", table), base
    for number, mixin in enumerate(config.mixins):
        yield ("mixins", number, "use"), mixin.use
    for key, rule in config.types.items():
        for path in (rule.python, rule.sqlalchemy):
            if path is not None and ":" in path.partition("[")[0]:
                yield ("types", key), path


def _missing(module: str, name: str, root: Path, config: Config) -> str | None:
    """Why the name cannot be imported; None where it can, or where only running the code would tell."""
    package = module.partition(".")[0]
    above = (root / folder for folder in PurePosixPath(config.output.path).parents)
    places = dict.fromkeys((root, root / "src", *above))
    folders = [folder for folder in places if _is_there(folder, package)]
    if not folders:
        found = importlib.util.find_spec(package) is not None
        return None if found else f"there is no module {package}, in the project or installed"
    parts = module.split(".")
    inner = (f for f in folders if _is_there(f.joinpath(*parts[:-1]), parts[-1]))
    folder = next(inner, folders[0])
    path = folder.joinpath(*parts)
    files = [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]
    if not files:
        return None if path.is_dir() and _is_there(path, name) else f"there is no module {module}"
    try:
        tree = ast.parse(files[0].read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        return f"{files[0].relative_to(folder).as_posix()} cannot be read: {error}"
    bound = set(_bound(tree.body))
    unknown = bound & {"*", "__getattr__"} or _is_there(path, name)
    return None if name in bound or unknown else f"the module {module} has no {name}"


def _is_there(folder: Path, module: str) -> bool:
    return (folder / module).is_dir() or (folder / f"{module}.py").is_file()


def _bound(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements of a module bind, wherever they stand but in functions and classes."""
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                yield alias.asname or alias.name.partition(".")[0]
        else:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
                elif isinstance(node, ast.stmt) and node is not statement:
                    yield from _bound([node])
