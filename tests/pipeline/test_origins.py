"""What a class of the project stands on, followed through files that nothing imports."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

from ormforge.pipeline.origins import Origins

MODELS = PurePosixPath("app/models.py")
BASE = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
FLASK = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
ABSTRACT = "from .ext import db\nclass Model(db.Model):\n    __abstract__ = True\n"
FILES = {
    "app/__init__.py": "",
    "app/db.py": f"{BASE}class Mixin: ...\nMETA = Base.metadata\n",
    "app/core.py": "from app.db import Base as Base\n",
    "app/ext.py": FLASK,
    "app/common.py": ABSTRACT,
    "app/dated.py": f"{ABSTRACT}    made = db.Column(db.Date)\n",
    "app/hero.py": "from sqlmodel import SQLModel\nclass HeroBase(SQLModel):\n    name: str\n",
    "app/broken.py": "class Base(:\n",
    "app/loop.py": "from app.loop import Base\n",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from app.db import Base\nclass A(Base): ...", "app.db:Base"),
        ("from .db import Base\nclass A(Base): ...", "app.db:Base"),
        ("from app import db\nclass A(db.Base): ...", "app.db:Base"),
        ("import app.db\nclass A(app.db.Base): ...", "app.db:Base"),
        ("import app.db as d\nclass A(d.Base): ...", "app.db:Base"),
        ("from app.db import Base as Model\nclass A(Model): ...", "app.db:Base"),
        ("from app.db import *\nclass A(Base): ...", "app.db:Base"),
        ("from app.core import Base\nclass A(Base): ...", "app.core:Base"),
        ("from app.db import Base, Mixin\nclass A(Base, Mixin): ...", "app.db:Base"),
        ("from lib import Base\nfrom app.db import Mixin\nclass A(Mixin, Base): ...", "lib:Base"),
        ("try:\n    from app.db import Base\nfinally: ...\nclass A(Base): ...", "app.db:Base"),
        ("from app.ext import db\nclass A(db.Model): ...", "app.ext:db.Model"),
        (
            "from lib import UserMixin\nfrom .ext import db\nclass A(db.Model, UserMixin): ...",
            "app.ext:db.Model",
        ),
        (
            "from app.ext import db\nclass M(db.Model):\n    x = 1\nclass A(M): ...",
            "app.ext:db.Model",
        ),
        ("from app.common import Model\nclass A(Model): ...", "app.common:Model"),
        ("from app.dated import Model\nclass A(Model): ...", "app.ext:db.Model"),
        ("from app.hero import HeroBase\nclass A(HeroBase, table=True): ...", "sqlmodel:SQLModel"),
        (
            "from sqlalchemy.orm import registry\nB = registry().generate_base()\nclass A(B): ...",
            "app.models:B",
        ),
        ("from sqlalchemy import String\nclass A(String): ...", ""),
        ("from app.broken import Base\nclass A(Base): ...", "app.broken:Base"),
        ("from app.loop import Base\nclass A(Base): ...", ""),
        ("class P(Base):\n    __tablename__ = 'p'\nclass A(P): ...", ""),
        ("class A: ...", ""),
        ("class A(make_base()): ...", ""),
    ],
)
def test_a_base_is_followed_to_where_it_is(tmp_path: Path, text: str, found: str) -> None:
    for path, source in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(source)
    node = ast.parse(text).body[-1]
    assert isinstance(node, ast.ClassDef)
    origin = Origins(tmp_path, {MODELS: text}).of_bases(MODELS, node.bases)
    assert ("" if origin is None else f"{origin.module}:{origin.name}") == found


def test_a_base_that_the_models_hand_on_says_so(tmp_path: Path) -> None:
    base = PurePosixPath("app/models/base.py")
    book = PurePosixPath("app/models/book.py")
    texts = {base: "from lib import Base as Model\n", book: "from .base import Model\n"}
    origin = Origins(tmp_path, texts).of_name(book, "Model")
    assert origin is not None
    assert origin.via == (base, "Model")
    assert f"{origin.module}:{origin.name}" == "lib:Base"
