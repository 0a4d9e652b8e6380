"""API schemas: pydantic classes that agree with the models."""

from ormforge.schemas.drafted import draft_schemas
from ormforge.schemas.model import (
    BASE,
    BASE_KEY,
    ApiDraft,
    ApiField,
    ApiHelper,
    ApiOptions,
    ApiSchema,
    FieldRule,
    NamePatterns,
    Variant,
)
from ormforge.schemas.parameters import Parameter, key_parameters
from ormforge.schemas.split import split_schemas

__all__ = [
    "BASE",
    "BASE_KEY",
    "ApiDraft",
    "ApiField",
    "ApiHelper",
    "ApiOptions",
    "ApiSchema",
    "FieldRule",
    "NamePatterns",
    "Parameter",
    "Variant",
    "draft_schemas",
    "key_parameters",
    "split_schemas",
]
