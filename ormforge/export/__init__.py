"""The database as a picture: text for the tools that draw one. Pure; every text of the database is escaped."""

from ormforge.export.dbml import dbml
from ormforge.export.mermaid import mermaid

__all__ = ["dbml", "mermaid"]
