"""A package whose modules import from each other what is not there is refused, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from ormforge.catalog.keys import Key
from ormforge.gate import check_result
from ormforge.plan import Generated, Memory

INIT, BASE, TAGS, PENS = (
    PurePosixPath(f"app/models/{name}.py") for name in ("__init__", "base", "tags", "pens")
)
PRINTED = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n"
TABLE = """\
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Tags(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
"""
OTHER = TABLE.replace("Tags", "Pens").replace("tags", "pens")
FIRST = {BASE: PRINTED, TAGS: TABLE}
GROWN = {**FIRST, PENS: OTHER}
RENAMED = {
    path: text.replace("Base", "Model").replace("DeclarativeModel", "DeclarativeBase")
    for path, text in FIRST.items()
}


def judge(
    mine: Mapping[PurePosixPath, str],
    result: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, str] = GROWN,
    memory: Memory | None = None,
) -> list[str]:
    """What the import check says."""

    def made(texts: Mapping[PurePosixPath, str]) -> dict[PurePosixPath, Generated]:
        return {
            path: Generated(text=text, keys={"Base": Key("helper Base")} if path == BASE else {})
            for path, text in texts.items()
        }

    found = check_result(
        made(FIRST), mine, made(new), result, memory or Memory(), lambda *_: dict(result)
    )
    return [str(each) for each in found if each.check == "imports"]


def test_a_new_module_that_imports_a_former_name_is_refused() -> None:
    assert judge(RENAMED, {**RENAMED, PENS: OTHER}) == [
        "app/models/pens.py:3: Base is imported from base, which does not bind it [imports]"
    ]


def test_what_runs_is_refused_even_where_a_person_has_deleted_it() -> None:
    memory = Memory(tombstones=frozenset({Key("helper Base")}))
    assert judge(RENAMED, {**RENAMED, PENS: OTHER}, memory=memory)


def test_a_person_may_import_what_is_not_there() -> None:
    mine = {**FIRST, TAGS: TABLE.replace("import Base", "import Base, Missing")}
    assert judge(mine, {**mine, PENS: OTHER}) == []
    broken = {**FIRST, BASE: RENAMED[BASE]}
    assert (
        judge(broken, {**broken, PENS: OTHER.replace("from .base import Base", "Base = object")})
        == []
    )


@pytest.mark.parametrize(
    "base",
    [
        PRINTED,
        "from app.db import Model as Base\n",
        "from app.db import *\n",
        "try:\n    from app.db import Base\nexcept ImportError:\n    from app.old import Base\n",
        "def __getattr__(name):\n    return object\n",
    ],
)
def test_whatever_binds_the_name_is_enough(base: str) -> None:
    mine = {**FIRST, BASE: base}
    assert judge(mine, {**mine, PENS: OTHER}) == []


def test_a_module_of_the_package_is_a_name_of_it() -> None:
    init = "from . import base, tags, pens\n"
    assert judge({**FIRST, INIT: ""}, {**GROWN, INIT: init}, {**GROWN, INIT: init}) == []
    result = {**GROWN, INIT: "", PENS: "from . import gone\n"}
    assert judge({**FIRST, INIT: ""}, result, result)


def test_a_module_that_is_not_known_is_not_judged() -> None:
    outside = OTHER.replace("from .base", "from ..db")
    assert judge(FIRST, {**FIRST, PENS: outside}, {**FIRST, PENS: outside}) == []
