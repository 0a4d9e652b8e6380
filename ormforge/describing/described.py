"""What pydantic says of the project's API schemas: run where the project's code may be imported."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

Mode = Literal["validation", "serialization"]
_MODES: Mapping[str, tuple[Mode, ...]] = {
    "create": ("validation",),
    "update": ("validation",),
    "base": ("validation", "serialization"),
}
_STORED: tuple[Mode, ...] = ("serialization",)
_BOTH: tuple[Mode, ...] = ("validation", "serialization")


class Indescribable(Exception):
    """A class that has no JSON Schema; the message names it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to describe.

    `variants` are the generated classes of the module, each with its variant. `chosen` are those to describe, None for
    all of them; hand-written classes go with the generated one they derive from, `own` tells whether at all.
    `parameters` are types by their annotations, each with what it imports: module, name or None, and the name that is
    bound. `references` is what a reference begins with.
    """

    module: str
    variants: Mapping[str, str]
    chosen: list[str] | None
    own: bool
    parameters: list[dict[str, Any]]
    references: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The schemas by name, how each class is referred to where it is asked for and where it is answered, the schemas
    of the parameters, and the generated classes that the module lacks."""

    schemas: dict[str, Any]
    asked: dict[str, Any] = field(default_factory=dict)
    answered: dict[str, Any] = field(default_factory=dict)
    parameters: list[Any] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def describe(wanted: Wanted) -> Described:
    """What pydantic says of the module's classes. Raises Indescribable, and whatever importing the module raises."""
    module = importlib.import_module(wanted.module)
    classes = _classes(module)
    uses = [
        (one, mode) for one in _chosen(classes, wanted) for mode in _modes(one, wanted.variants)
    ]
    parameters = [*enumerate(wanted.parameters)]
    inputs: list[tuple[Any, Mode, TypeAdapter[Any]]] = [
        *(((one, mode), mode, _adapter(one, one)) for one, mode in uses),
        *((place, "validation", _parameter(one)) for place, one in parameters),
    ]
    mapping, schemas = _generated(inputs, wanted.references)
    return Described(
        schemas=schemas,
        asked={one.__name__: mapping[one, mode] for one, mode in uses if mode == "validation"},
        answered={one.__name__: mapping[one, mode] for one, mode in uses if mode != "validation"},
        parameters=[mapping[place] for place, _ in parameters],
        missing=sorted(set(wanted.chosen or wanted.variants) - classes.keys()),
    )


def _classes(module: ModuleType) -> dict[str, type[BaseModel]]:
    """The classes of pydantic that the module, or a package's modules, define; without those that wait for types."""
    from pydantic import BaseModel

    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, BaseModel)
        and value.__name__ == name
        and f"{value.__module__}.".startswith(f"{module.__name__}.")
        and not value.__pydantic_generic_metadata__["parameters"]
    }


def _chosen(classes: Mapping[str, type[BaseModel]], wanted: Wanted) -> Iterator[type[BaseModel]]:
    """The classes that bodies of an API have: none that only serves others as a base."""
    generated = [classes[name] for name in wanted.variants if name in classes]
    bases = {base for one in generated for base in one.__mro__}
    for name, one in classes.items():
        if name in wanted.variants:
            is_wanted = wanted.variants[name] != "base"
        else:
            is_wanted = wanted.own and one not in bases and not name.startswith("_")
        if is_wanted and (wanted.chosen is None or _origin(one, wanted) in wanted.chosen):
            yield one


def _modes(one: type[BaseModel], variants: Mapping[str, str]) -> tuple[Mode, ...]:
    """Whether the class is asked for, answered, or, where nothing tells, both."""
    variant = next((variants[c.__name__] for c in one.__mro__ if c.__name__ in variants), None)
    return _BOTH if variant is None else _MODES.get(variant, _STORED)


def _origin(one: type[BaseModel], wanted: Wanted) -> str | None:
    """The generated class that a class is, or derives from."""
    return next((c.__name__ for c in one.__mro__ if c.__name__ in wanted.variants), None)


def _adapter(owner: type[BaseModel], annotation: Any) -> TypeAdapter[Any]:
    from pydantic import PydanticUserError, TypeAdapter

    try:
        owner.model_rebuild()
        return TypeAdapter(annotation)
    except PydanticUserError as error:
        raise Indescribable(f"{owner.__name__}: {error.message}") from error


def _parameter(one: Mapping[str, Any]) -> TypeAdapter[Any]:
    """The type of an annotation, as a module that has its imports would understand it."""
    from pydantic import TypeAdapter

    names: dict[str, Any] = {}
    for module, name, bound in one["imports"]:
        imported = importlib.import_module(module)
        is_package = name is None and bound == module.partition(".")[0]
        whole = importlib.import_module(bound) if is_package else imported
        names[bound] = whole if name is None else getattr(imported, name)
    # The annotation is source that ormforge itself prints into routers, where Python evaluates it just so.
    return TypeAdapter(eval(one["annotation"], names))  # noqa: S307


def _generated(
    inputs: list[tuple[Any, Mode, TypeAdapter[Any]]], references: str
) -> tuple[dict[Any, Any], dict[str, Any]]:
    """Each input's schema by its key, and the schemas they refer to, named as pydantic names them for FastAPI too."""
    from pydantic.errors import PydanticInvalidForJsonSchema

    try:
        return _schemas(inputs, references)
    except PydanticInvalidForJsonSchema as error:
        owner = _culprit(inputs, references)
        raise Indescribable(
            f"{owner}: {error.message.rstrip('.')}",
            hint="WithJsonSchema in the field's annotation says what the type is in JSON.",
        ) from error


def _schemas(
    inputs: Iterable[tuple[Any, Mode, TypeAdapter[Any]]], references: str
) -> tuple[dict[Any, Any], dict[str, Any]]:
    from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

    class Generator(GenerateJsonSchema):
        """Says no default that is null: a value may be left out and not be null, and FastAPI says none either."""

        def default_schema(self, schema: Any) -> JsonSchemaValue:
            found = super().default_schema(schema)
            if found.get("default", ...) is None:
                del found["default"]
            return found

    generator = Generator(ref_template=f"{references}{{model}}")
    found, definitions = generator.generate_definitions(
        [(key, mode, adapter.core_schema) for key, mode, adapter in inputs]
    )
    for one in definitions.values():
        if "description" in one:
            one["description"] = one["description"].partition("\f")[0]
    named = {str(name): one for name, one in definitions.items()}
    return {key: found[key, mode] for key, mode, _ in inputs}, named


def _culprit(inputs: Iterable[tuple[Any, Mode, TypeAdapter[Any]]], references: str) -> str:
    from pydantic.errors import PydanticInvalidForJsonSchema

    for key, mode, adapter in inputs:
        try:
            _schemas([(key, mode, adapter)], references)
        except PydanticInvalidForJsonSchema:
            return "the key of a table" if isinstance(key, int) else str(key[0].__name__)
    return "the API schemas"
