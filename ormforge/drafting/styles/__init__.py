"""The styles: how a class words its columns and relationships. A `Table` is worded alike in all of them."""

from ormforge.draft.model import Style
from ormforge.drafting.styles.dataclass import Dataclass
from ormforge.drafting.styles.declarative import ClassScope, Declarative
from ormforge.drafting.styles.sqlmodel import SqlModel

__all__ = ["ClassScope", "Declarative", "wording_of"]


def wording_of(style: Style) -> Declarative:
    """How classes of the style are worded; `tables` has none, so that any wording does."""
    kinds: dict[Style, type[Declarative]] = {"dataclass": Dataclass, "sqlmodel": SqlModel}
    return kinds.get(style, Declarative)()
