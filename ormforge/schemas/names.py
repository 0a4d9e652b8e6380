"""Names of schemas and fields that mean what they say to pydantic."""

from __future__ import annotations

from collections.abc import Collection

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
    name = f"{stem}_" if stem.isidentifier() else f"field_{stem}"
    while name in taken or is_reserved(name):
        name += "_"
    return name


def class_name(model: str, variant: str, taken: Collection[str]) -> str:
    """The name of a schema, `BookCreate`, with underscores where something else has that name already."""
    name = f"{model}{variant.capitalize()}"
    while name in taken:
        name += "_"
    return name
