"""The benchmark's own generator command, as the harness calls it."""

from __future__ import annotations

import ast
import sqlite3
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "fidelity.py"


def generate(url: str, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), "generate", url, "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_writes_the_models_of_a_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.execute("create table books (id integer primary key, title text not null)")
    connection.close()
    done = generate(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path / "out.py")
    assert done.returncode == 0, done.stderr
    assert "Book" in {
        node.name
        for node in ast.parse((tmp_path / "out.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }


def test_a_failure_is_passed_on_and_writes_nothing(tmp_path: Path) -> None:
    done = generate(f"sqlite:///{tmp_path / 'absent.db'}", tmp_path / "out.py")
    assert done.returncode == 2
    assert not (tmp_path / "out.py").exists()
    assert not (tmp_path / "absent.db").exists()
