"""Patterns of databases (regular expressions, LIKE, GLOB) as those of pydantic, which are of Rust's `regex`, and of JSON Schema.

What would not mean exactly the same is no pattern: None.
"""

from ormforge.schemas.patterns.dialects import MARIADB, POSTGRESQL, SQLITE, Dialect
from ormforge.schemas.patterns.regular import of_regular
from ormforge.schemas.patterns.similar import of_similar
from ormforge.schemas.patterns.wildcards import of_glob, of_like

__all__ = [
    "MARIADB",
    "POSTGRESQL",
    "SQLITE",
    "Dialect",
    "of_glob",
    "of_like",
    "of_regular",
    "of_similar",
]
