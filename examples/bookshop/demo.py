"""Build the bookshop's database in demo/, run `ormforge generate` on it, and say what to look at next."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DATABASE = ROOT / "demo" / "bookshop.db"


def build_database() -> None:
    """Create the database from schema.sql, unless it is there already."""
    if DATABASE.exists():
        return
    DATABASE.parent.mkdir(exist_ok=True)
    with sqlite3.connect(DATABASE) as connection:
        connection.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
    connection.close()
    print(f"built {DATABASE.relative_to(ROOT)} from examples/bookshop/schema.sql", flush=True)


def generated() -> dict[str, bytes]:
    """The text of every generated file."""
    return {path.name: path.read_bytes() for path in DATABASE.parent.glob("*.py")}


def main() -> int:
    build_database()
    before = generated()
    run = subprocess.run([sys.executable, "-m", "ormforge", "generate"], cwd=ROOT, check=False)
    if run.returncode == 0 and generated() != before:
        print(
            "\nWhat to look at next\n"
            "  demo/models.py       the models; add a method or a comment, it will be kept\n"
            "  demo/schemas.py      pydantic schemas of the same tables\n"
            "  ormforge.toml        what this was generated from\n"
            "Change the database and run `make demo` again, for example\n"
            "  sqlite3 demo/bookshop.db 'ALTER TABLE books ADD COLUMN pages INTEGER'"
        )
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
