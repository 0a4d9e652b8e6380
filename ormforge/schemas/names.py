"""Names of schemas and fields that mean what they say to pydantic."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ormforge.catalog.keys import Key
from ormforge.draft.model import DraftModel
from ormforge.schemas.model import NamePatterns, nested_variant, schema_key

_OWN = frozenset(
    (
        *("construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw"),
        *("schema", "schema_json", "update_forward_refs", "validate"),
        *("model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump"),
        *("model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_rebuild"),
        *("model_json_schema", "model_parametrized_name", "model_post_init", "model_validate"),
        *("model_validate_json", "model_validate_strings"),
    )
)
_PROTECTED = ("model_validate", "model_dump")


def is_reserved(name: str) -> bool:
    """Whether pydantic's BaseModel has this attribute itself, or keeps the name for later."""
    return name.startswith("_") or name in _OWN or name.startswith(_PROTECTED)


def field_names(attributes: Collection[str], bound: Collection[str]) -> dict[str, str]:
    """The name of the field for each attribute: the attribute's own wherever it can be.

    `bound` are the names that annotations of the module use; a field of such a name would hide it from the fields below.
    """
    kept = {name for name in attributes if not is_reserved(name) and name not in bound}
    names: dict[str, str] = {}
    for attribute in attributes:
        name = attribute
        if attribute not in kept:
            name = _other_name(attribute, kept | set(bound) | set(names.values()))
        names[attribute] = name
    return names


def _other_name(attribute: str, taken: Collection[str]) -> str:
    stem = attribute.lstrip("_")
    can_begin = stem.isidentifier() and not stem.startswith(_PROTECTED)
    name = f"{stem}_" if can_begin else f"field_{stem}"
    while name in taken or is_reserved(name):
        name += "_"
    return name


def schema_names(
    models: Iterable[DraftModel],
    depths: Collection[int],
    patterns: NamePatterns,
    taken: Collection[str],
) -> Mapping[Key, str]:
    """The name of every schema that each model may have, by its key: Reads of these depths among them.

    Where something else has a name already, underscores follow it.
    """
    used = set(taken)
    names: dict[Key, str] = {}
    for model in models:
        for variant, pattern in _patterns(patterns, depths):
            key = schema_key(model.table, variant)
            read = names.get(schema_key(model.table, "read"), "")
            name = pattern.replace("{model}", model.name).replace("{read}", read)
            while name in used:
                name += "_"
            used.add(name)
            names[key] = name
    return names


def _patterns(patterns: NamePatterns, depths: Collection[int]) -> Iterator[tuple[str, str]]:
    yield "base", patterns.base
    yield "create", patterns.create
    yield "update", patterns.update
    yield "read", patterns.read
    for depth in sorted(depths):
        numbered = patterns.nested
        if "{depth}" not in numbered and depth > 1:
            numbered += "{depth}"
        yield nested_variant(depth), numbered.replace("{depth}", str(depth))
