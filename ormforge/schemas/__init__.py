"""API schemas: pydantic classes that agree with the models."""

from ormforge.schemas.drafted import draft_schemas
from ormforge.schemas.model import (
    ApiDraft,
    ApiField,
    ApiHelper,
    ApiOptions,
    ApiSchema,
    NamePatterns,
    Variant,
)

__all__ = [
    "ApiDraft",
    "ApiField",
    "ApiHelper",
    "ApiOptions",
    "ApiSchema",
    "NamePatterns",
    "Variant",
    "draft_schemas",
]
