"""The columns of a key as parameters of a path or a function, with the limits of what can be stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ormforge.catalog.model import Catalog
from ormforge.draft.model import DraftColumn, DraftModel, Import, Imports
from ormforge.schemas.limits import WITHOUT_NUL, Limits, column_limits, integer_range, keywords

_LIMITED = frozenset({Import("typing", "Annotated"), Import("pydantic", "Field")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that helps to name a row: `name: annotation`. Outside the limits of the annotation there is no row."""

    name: str
    annotation: str
    imports: Imports = frozenset()


def key_parameters(
    model: DraftModel, catalog: Catalog, models_module: str
) -> tuple[Parameter, ...]:
    """A parameter for each column of the primary key; `models_module` is where enums are imported from."""
    return tuple(
        _parameter(column, model, catalog, models_module)
        for column in model.mapped_columns
        if column.primary_key
    )


def _parameter(
    column: DraftColumn, model: DraftModel, catalog: Catalog, models_module: str
) -> Parameter:
    python, imports = column.python_type.text, column.python_type.imports
    if column.enum is not None:
        imports |= {Import(models_module, python.removeprefix("list[").rstrip("]"))}
    limits = _with_range(column_limits(column.column, model.table, catalog).stored)
    if catalog.dialect == "postgresql" and limits.pattern is None:
        limits = replace(limits, pattern=WITHOUT_NUL)
    words = ", ".join(f"{name}={value}" for name, value in keywords(limits, python))
    return Parameter(
        name=column.name,
        annotation=f"Annotated[{python}, Field({words})]" if words else python,
        imports=imports | _LIMITED if words else imports,
    )


def _with_range(limits: Limits) -> Limits:
    """The limits, with the range of an integer of that width among them."""
    if limits.bits is None:
        return limits
    low, high = map(Decimal, integer_range(limits.bits, unsigned=limits.unsigned))
    if limits.gt is None or limits.gt < low:
        limits = replace(limits, ge=low if limits.ge is None else max(low, limits.ge))
    if limits.lt is None or limits.lt > high:
        limits = replace(limits, le=high if limits.le is None else min(high, limits.le))
    return limits
