"""Names that no class, table or attribute of a generated module may take."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ormforge.draft.model import Style
from ormforge.naming import is_builtin, is_reserved_word
from ormforge.schemas.names import is_reserved as is_reserved_by_pydantic

_IMPORTED = """
    ARRAY Any BigInteger Boolean CheckConstraint Column Computed DDL Date DateTime Decimal DeclarativeBase Double Engine
    Enum ExcludeConstraint Float ForeignKey ForeignKeyConstraint Identity Index Integer Interval JSON LargeBinary Literal
    Mapped MappedAsDataclass MetaData Numeric PickleType PrimaryKeyConstraint Range MultiRange Sequence SmallInteger String
    Table Text Time TypeDecorator TypeEngine Unicode UnicodeText UniqueConstraint UserDefinedType Uuid Constraint
    Base BitString ClassVar TYPE_CHECKING AsyncAttrs TypeAdapter AssociationProxy association_proxy declared_attr and_
    array_agg builtins cast column datetime decimal deferred dt enum event foreign func ipaddress literal_column mapped_column null
    quoted_name relationship remote sqlalchemy text typing uuid compiles
    """
MODULE_NAMES = frozenset(_IMPORTED.split())
"""What generated modules import under its own name. Fixed, and more than any one module needs: a class keeps its name
when the module comes to import something new."""

_ATTRIBUTES = frozenset(
    {"metadata", "registry", "query", "Mapped", "mapped_column", "relationship"}
)
"""`metadata` and `registry` belong to SQLAlchemy's declarative base, `query` to the bases of older extensions; the others
are what every class body is made of."""

_STYLE_NAMES: Mapping[Style, frozenset[str]] = MappingProxyType(
    {
        "sqlmodel": frozenset({"ClassVar", "Field", "Optional", "Relationship", "SQLModel"}),
        "tables": frozenset({"metadata"}),
    }
)
"""What modules of one style alone import or bind."""


def is_reserved_in_module(name: str, style: Style = "declarative") -> bool:
    """Whether a module's class, table or enum may not have the name."""
    own = name in MODULE_NAMES or name in _STYLE_NAMES.get(style, ())
    return own or is_builtin(name) or is_reserved_word(name)


def is_reserved_in_class(name: str, style: Style = "declarative") -> bool:
    """Whether an attribute of a mapped class may not have the name: keywords, SQLAlchemy's own, private ones.

    Python mangles names with two leading underscores inside a class; SQLAlchemy's own state begins with `_sa_`. A class
    of SQLModel is one of pydantic, too.
    """
    if style == "sqlmodel" and (is_reserved_by_pydantic(name) or name == "sqlmodel_update"):
        return True
    return name in _ATTRIBUTES or is_reserved_word(name) or name.startswith(("__", "_sa_"))
