"""The API schemas as documents for other tools: described by pydantic itself, from the classes as they stand in the project."""

from ormforge.pipeline.api_export.changes import api_changes
from ormforge.pipeline.api_export.documents import ApiDocument, json_schema_of, openapi_of

__all__ = ["ApiDocument", "api_changes", "json_schema_of", "openapi_of"]
