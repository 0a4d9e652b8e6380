"""The small types and functions that a generated module brings along, each only where it is used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from ormforge.catalog.keys import helper_key
from ormforge.draft.model import DraftHelper, Import, Imports

_ANY = Import("typing", "Any")
_ENUM = Import("enum")


def draft_helpers(names: Collection[str]) -> tuple[DraftHelper, ...]:
    """The helpers of these names, always in the same order; KeyError for a name that is none."""
    unknown = set(names) - _SOURCES.keys()
    if unknown:
        raise KeyError(min(unknown))
    companions = (_COMPANIONS.get(name, frozenset()) for name in names)
    wanted = frozenset(names).union(*companions)
    return tuple(
        DraftHelper(key=helper_key(name), name=name, source=source, imports=imports)
        for name, (source, imports) in _SOURCES.items()
        if name in wanted
    )


def helper_names() -> frozenset[str]:
    """Every name that a helper binds in the module, used or not."""
    return frozenset(_SOURCES)


_RAW = '''class Raw(UserDefinedType[Any]):
    """A type in the database's own words."""

    cache_ok = True

    def __init__(self, sql: str) -> None:
        self.sql = sql

    def get_col_spec(self, **kw: Any) -> str:
        return self.sql
'''

_DECLARED = '''class Declared(UserDefinedType[Any]):
    """A type in the database's own words, and what SQLAlchemy reads it as."""

    cache_ok = True

    def __init__(self, sql: str, read_as: str) -> None:
        self.sql = sql
        self.read_as = read_as

    def get_col_spec(self, **kw: Any) -> str:
        # In a statement it is what was declared; alembic compares what is read.
        return self.sql if "type_expression" in kw else self.read_as
'''

_COMPILE_RAW = """@compiles(Raw)
def compile_raw(raw: Raw, compiler: TypeCompiler, **kw: Any) -> str:
    doubled = compiler.dialect.identifier_preparer._double_percents
    return raw.sql.replace("%", "%%") if doubled else raw.sql
"""

_DDL = """ddl: Callable[[str], DDL] = DDL  # which has no annotations of its own
"""

_DOMAIN = '''class Domain(DOMAIN):
    """A domain that can be compared: SQLAlchemy 2.1 asks every type for its operators, and DOMAIN names none."""

    operator_classes: ClassVar[Any] = getattr(UserDefinedType, "operator_classes", None)
'''

_ENUM_VALUES = """def enum_values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]
"""

_ENUM_VALUE = '''class EnumValue(TypeDecorator[enum.Enum]):
    """An enum whose values are stored in a column of another type."""

    impl = String
    cache_ok = True

    def __init__(self, members: type[enum.Enum], stored: TypeEngine[Any] | type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.members = members
        self.stored = to_instance(stored)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return self.stored

    def process_bind_param(self, value: enum.Enum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.members(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> enum.Enum | None:
        return None if value is None else self.members(value)
'''

_PYDANTIC_VALUE = '''class PydanticValue(TypeDecorator[Any]):
    """JSON whose values pydantic turns into a Python type and back."""

    impl = JSON
    cache_ok = True

    def __init__(self, python: Any, stored: TypeEngine[Any] | type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.python = python
        self.stored = to_instance(stored)
        self.adapter = TypeAdapter[Any](python)
        if isinstance(self.stored, JSON):
            self.stored.none_as_null = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return self.stored

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        value = self.adapter.validate_python(value)
        if isinstance(self.stored, JSON):
            return self.adapter.dump_python(value, mode="json")
        return self.adapter.dump_json(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        if isinstance(self.stored, JSON):
            return self.adapter.validate_python(value)
        return self.adapter.validate_json(value)
'''

_RAW_CONSTRAINT = '''class RawConstraint(Constraint):
    """A clause of CREATE TABLE in the database's own words."""

    def __init__(self, sql: str, name: str | None = None, **kw: Any) -> None:
        super().__init__(name=name, **kw)
        self.sql = sql

    def _copy(self, **kw: Any) -> "RawConstraint":
        return RawConstraint(self.sql, name=str(self.name) if self.name else None)
'''

_COMPILE_RAW_CONSTRAINT = """@compiles(RawConstraint)
def compile_raw_constraint(constraint: RawConstraint, compiler: DDLCompiler, **kw: Any) -> str:
    name = compiler.preparer.format_constraint(constraint) if constraint.name else None
    sql = constraint.sql.replace("%", "%%") if compiler.preparer._double_percents else constraint.sql
    return f"CONSTRAINT {name} {sql}" if name else sql
"""

_VIRTUAL_TABLE = '''class VirtualTable(Table):
    """A table that a statement of its own creates: `create_all` passes over it."""

    __visit_name__ = "virtual_table"
'''

_COMPILE_VIRTUAL_TABLE = """@compiles(VirtualTable)
def compile_virtual_table(table: VirtualTable, compiler: SQLCompiler, **kw: Any) -> str:
    visit: Callable[..., str] = compiler.visit_table
    return visit(table, **kw)
"""


_WITH_RELATED = '''def with_related(row: LinkRow, name: str, value: object) -> LinkRow:
    """The row, which points to the value from now on."""
    setattr(row, name, value)
    return row
'''


def _from(module: str, *names: str) -> Imports:
    return frozenset(Import(module, name) for name in names)


_SOURCES: Mapping[str, tuple[str, Imports]] = MappingProxyType(
    {
        "ddl": (
            _DDL,
            _from("collections.abc", "Callable") | _from("sqlalchemy", "DDL"),
        ),
        "Domain": (
            _DOMAIN,
            frozenset({_ANY})
            | _from("typing", "ClassVar")
            | _from("sqlalchemy.dialects.postgresql", "DOMAIN")
            | _from("sqlalchemy.types", "UserDefinedType"),
        ),
        "enum_values": (_ENUM_VALUES, frozenset({_ENUM})),
        "EnumValue": (
            _ENUM_VALUE,
            frozenset({_ANY, _ENUM})
            | _from("sqlalchemy", "Dialect", "String")
            | _from("sqlalchemy.types", "TypeDecorator", "TypeEngine", "to_instance"),
        ),
        "PydanticValue": (
            _PYDANTIC_VALUE,
            frozenset({_ANY})
            | _from("pydantic", "TypeAdapter")
            | _from("sqlalchemy", "Dialect", "JSON")
            | _from("sqlalchemy.types", "TypeDecorator", "TypeEngine", "to_instance"),
        ),
        "Raw": (_RAW, frozenset({_ANY}) | _from("sqlalchemy.types", "UserDefinedType")),
        "Declared": (_DECLARED, frozenset({_ANY}) | _from("sqlalchemy.types", "UserDefinedType")),
        "compile_raw": (
            _COMPILE_RAW,
            frozenset({_ANY})
            | _from("sqlalchemy.ext.compiler", "compiles")
            | _from("sqlalchemy.sql.compiler", "TypeCompiler"),
        ),
        "RawConstraint": (
            _RAW_CONSTRAINT,
            frozenset({_ANY}) | _from("sqlalchemy", "Constraint"),
        ),
        "compile_raw_constraint": (
            _COMPILE_RAW_CONSTRAINT,
            frozenset({_ANY})
            | _from("sqlalchemy.ext.compiler", "compiles")
            | _from("sqlalchemy.sql.compiler", "DDLCompiler"),
        ),
        "LinkRow": ('LinkRow = TypeVar("LinkRow")\n', _from("typing", "TypeVar")),
        "with_related": (_WITH_RELATED, frozenset()),
        "VirtualTable": (_VIRTUAL_TABLE, _from("sqlalchemy", "Table")),
        "compile_virtual_table": (
            _COMPILE_VIRTUAL_TABLE,
            frozenset({_ANY})
            | _from("collections.abc", "Callable")
            | _from("sqlalchemy.ext.compiler", "compiles")
            | _from("sqlalchemy.sql.compiler", "SQLCompiler"),
        ),
    }
)

_COMPANIONS = MappingProxyType(
    {
        "RawConstraint": frozenset({"compile_raw_constraint"}),
        "VirtualTable": frozenset({"compile_virtual_table"}),
        "with_related": frozenset({"LinkRow"}),
    }
)
"""What a helper is of no use without."""
