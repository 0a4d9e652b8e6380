"""What the schemas of a database are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic.alias_generators import to_camel

from ormforge.catalog.keys import Key
from ormforge.draft.model import Draft, DraftModel
from ormforge.schemas.helpers import HELPERS
from ormforge.schemas.model import ApiOptions, nested_variant, schema_key
from ormforge.schemas.names import field_names, schema_names
from ormforge.schemas.relations import Relations, relations_of

_OWN_NAMES = frozenset(
    {
        *(
            "AfterValidator",
            "Annotated",
            "Any",
            "BaseModel",
            "BeforeValidator",
            "ConfigDict",
            "Field",
        ),
        *("JsonValue", "Literal", "SkipJsonSchema", "TypeVar"),
        *HELPERS,
        "Load",
        "to_camel",
        *("bool", "bytes", "dict", "float", "int", "list", "set", "str"),
    }
)
_OF_CLASSES = ("metadata", "registry")
"""What every mapped class has of SQLAlchemy's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A draft with what was decided about its schemas before any is made.

    `names` are those of all schemas that there may be; `fields` those of fields, by class and attribute.
    """

    draft: Draft
    options: ApiOptions
    relations: Relations
    names: Mapping[Key, str]
    fields: Mapping[Key, Mapping[str, str]]

    def read_name(self, model: DraftModel, depth: int = 0) -> str:
        """The name of the Read of this depth."""
        return self.names[schema_key(model.table, nested_variant(depth))]

    def alias(self, model: DraftModel, attribute: str) -> str | None:
        """What the field of an attribute is called in JSON, where it does not go without saying."""
        if self.fields[model.key][attribute] != attribute:
            return attribute
        others = (*self.fields[model.key], *(r.name for r in model.relationships), *_OF_CLASSES)
        if self.options.camel_case and self._is_ambiguous(attribute, others):
            return attribute
        return None

    def _is_ambiguous(self, attribute: str, others: Iterable[str]) -> bool:
        """Whether the name in camelCase is also another attribute's, or will be: that one would be read for it."""
        camel = to_camel(attribute)
        return any(camel in (other, to_camel(other)) for other in others if other != attribute)


def material_of(draft: Draft, options: ApiOptions) -> Material:
    """What the schemas of the draft are made of."""
    bound = _bound_names(draft, options.base_name)
    relations = relations_of(draft, options)
    names = schema_names(draft.models, range(1, options.nested + 1), options.names, bound)
    taken = bound | frozenset(names.values())
    fields = {model.key: _field_names(model, relations, taken) for model in draft.models}
    return Material(draft=draft, options=options, relations=relations, names=names, fields=fields)


def _field_names(
    model: DraftModel, relations: Relations, taken: frozenset[str]
) -> Mapping[str, str]:
    attributes = [column.name for column in model.mapped_columns]
    attributes += [relationship.name for relationship in relations.followed[model.key]]
    return field_names(attributes, taken)


def _bound_names(draft: Draft, base_name: str) -> frozenset[str]:
    """Every name that annotations of the module may use."""
    imports = {
        w.bound for m in draft.models for c in m.mapped_columns for w in c.python_type.imports
    }
    return _OWN_NAMES | imports | {base_name} | {enum.name for enum in draft.enums}
