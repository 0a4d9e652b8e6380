"""How long a merge takes, as a ratio to reading the file once with `ast.parse` and `compile`.

    python benchmarks/merge.py [TABLES]

A models file of TABLES classes (default 2,000), in a process of its own per case, so that nothing is remembered from
one to the next. CPU seconds; memory is the peak of the whole process.
"""

from __future__ import annotations

import ast
import resource
import subprocess
import sys
import time
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.formatting import Style, format_source
from ormforge.merge import merge
from ormforge.plan import Generated, Memory

CASES = ("nothing changed", "one column changed", "one edit by hand", "every class edited by hand")
PATH = PurePosixPath("models.py")
HEAD = """\
from sqlalchemy import ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass
"""
CLASS = '''

class Table{n}(Base):
    """Rows of table {n}"""

    __tablename__ = "table{n}"
    __table_args__ = (
        Index("ix_table{n}_name", "name"),
        {{"comment": "Rows of table {n}"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("table{n}.id"))
    name: Mapped[str] = mapped_column(String({length}))
    title: Mapped[str | None] = mapped_column(String(200), unique=True)
    amount: Mapped[int] = mapped_column(Numeric(10, 2), server_default=text("0"))
    email: Mapped[str] = mapped_column(String(120), comment="Where to write to")

    parent: Mapped["Table{n} | None"] = relationship(
        remote_side=[id], back_populates="children"
    )
    children: Mapped[list["Table{n}"]] = relationship(back_populates="parent")
'''
MEMBERS = ("id", "parent_id", "name", "title", "amount", "email", "parent", "children")
METHOD = "\n    def label(self) -> str:\n        return self.name.title()  # as it is printed\n"


def models(tables: int, *, changed: bool = False) -> Generated:
    """The generated file; `changed`: a column in the middle of it has another length."""
    keys = {"Base": Key("helper Base")}
    parts = [HEAD]
    for n in range(tables):
        length = 80 if changed and n == tables // 2 else 50
        parts.append(CLASS.format(n=n, length=length))
        keys[f"Table{n}"] = Key(f"table table{n}")
        keys.update((f"Table{n}.{name}", Key(f"column table{n}.{name}")) for name in MEMBERS)
    return Generated(text="".join(parts), keys=keys)


def edited(text: str, case: str) -> str:
    """The user's file."""
    if case == "one edit by hand":
        return text + METHOD
    if case == "every class edited by hand":
        return text.replace('back_populates="parent")\n', f'back_populates="parent")\n{METHOD}')
    return text


def measure(case: str, tables: int) -> None:
    """Print how one case does."""
    base, new = models(tables), models(tables, changed=case != "nothing changed")
    mine = edited(base.text, case)
    started = time.process_time()
    compile(ast.parse(mine), "models.py", "exec")
    reading = time.process_time() - started
    started = time.process_time()
    merged = merge(
        {PATH: base},
        {PATH: mine},
        {PATH: new},
        Memory(),
        formatter=lambda source: format_source(source, Style()),
    )
    spent = time.process_time() - started
    changed = len({*(merged.files[PATH] or "").splitlines()} - {*mine.splitlines()})
    ratio, megabytes = spent / reading, _peak()
    print(f"{case:28} {ratio:6.2f} x {spent:7.2f} s {megabytes:6.0f} MB  {changed} new lines")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    if len(sys.argv) > 2:
        measure(sys.argv[2], tables)
        return
    print(f"{tables:,} tables; 1 x is ast.parse and compile of the file")
    for case in CASES:
        subprocess.run([sys.executable, __file__, str(tables), case], check=True)


if __name__ == "__main__":
    main()
