"""The database and its API for other tools, as text. Pure; every text of the database is escaped."""

from ormforge.export.api import Info, JsonSchema, document_text, json_schema, openapi
from ormforge.export.dbml import dbml
from ormforge.export.mermaid import mermaid
from ormforge.export.routes import Resource

__all__ = [
    "Info",
    "JsonSchema",
    "Resource",
    "dbml",
    "document_text",
    "json_schema",
    "mermaid",
    "openapi",
]
