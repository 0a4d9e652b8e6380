"""What does not fit the style of the models is refused."""

from __future__ import annotations

import pytest

from ormforge.config import InvalidConfig
from tests.config.conftest import MINIMAL, Load

CLASSES = {
    "api": '[api]\npath = "schemas.py"\n',
    "mixins": '[[mixins]]\nwhen-columns = ["at"]\nuse = "app.db:Stamped"\n',
    "lazy": '[lazy]\n"*" = "selectin"\n',
}


@pytest.mark.parametrize("name", CLASSES)
def test_tables_have_no_use_for_rules_about_classes(load: Load, name: str) -> None:
    said = f'{name}: is about classes, and output.style = "tables" has none'
    with pytest.raises(InvalidConfig, match=said):
        load(MINIMAL + 'style = "tables"\n' + CLASSES[name])


@pytest.mark.parametrize("style", ["sqlmodel", "tables"])
def test_a_base_that_is_not_printed_cannot_be_asynchronous(load: Load, style: str) -> None:
    with pytest.raises(InvalidConfig, match=f'a printed base, and the style "{style}" prints none'):
        load(MINIMAL + f'style = "{style}"\nasync-attrs = true\n')


def test_sqlmodel_has_no_joined_inheritance(load: Load) -> None:
    rule = '[[inheritance]]\ntable = "people"\nchildren = { "employees" = "" }\n'
    with pytest.raises(InvalidConfig, match="a table of SQLModel cannot inherit"):
        load(MINIMAL + 'style = "sqlmodel"\n' + rule)
