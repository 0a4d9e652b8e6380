"""How long the generated API schemas take to import, as a ratio to the same classes written by hand.

    python benchmarks/schemas.py [--tables 1000] [--runs 3]

By hand: plain pydantic classes with the same fields, limits and bases, without any type or setting of the generated file.
CPU seconds and greatest memory of whole processes less those of one that only imports pydantic and the models, medians of RUNS,
in turn. `first use` adds the JSON Schema of every class, which builds what was deferred; `one in ten` builds those of every tenth
class, as a process does that uses some of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

CONFIG = """\
[database]
ddl = ["schema.sql"]
dialect = "sqlite"

[output]
path = "models.py"

[api]
path = "{name}.py"
defer-build = {deferred}
"""
TABLE = """\
create table t{0} (
  id integer primary key, parent_id integer references t{1} (id), name varchar(40) not null, code varchar(8) not null,
  amount numeric(10, 2) not null check (amount >= 0), state varchar(8) not null default 'new', day date,
  moment datetime not null default current_timestamp, ratio real, extra json
);
"""
CLASSES = "[c for c in vars(s).values() if isinstance(c, type) and issubclass(c, s.BaseModel) and c is not s.BaseModel]"
USE = f"[c.model_json_schema() for c in {CLASSES}]"
SOME = f"[c.model_json_schema() for c in {CLASSES}[::10]]"
CASES = {
    "models alone": "import models, pydantic",
    "by hand": "import models, by_hand as s",
    "generated": "import models, generated as s",
    "generated, deferred": "import models, deferred as s",
    "deferred, one in ten": f"import models, deferred as s; {SOME}",
    "by hand, first use": f"import models, by_hand as s; {USE}",
    "generated, first use": f"import models, generated as s; {USE}",
    "deferred, first use": f"import models, deferred as s; {USE}",
}


class Cost(NamedTuple):
    """What a process takes."""

    seconds: float
    megabytes: float


def main() -> None:
    """Generate, measure and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schemas") as folder:
        root = Path(folder)
        prepare(root, options.tables)
        costs: dict[str, list[Cost]] = {name: [] for name in CASES}
        for _ in range(options.runs + 1):
            for name, code in CASES.items():
                costs[name].append(cost(code, root))
    medians = {
        name: Cost(*map(statistics.median, zip(*found[1:], strict=True)))
        for name, found in costs.items()
    }
    base = medians.pop("models alone")
    print(f"{'models alone':22} {base.seconds:7.2f} s {'':8} {base.megabytes:6.0f} MB")
    for name, found in medians.items():
        hand = medians["by hand, first use" if "use" in name else "by hand"]
        ratio = (found.seconds - base.seconds) / (hand.seconds - base.seconds)
        more = found.megabytes - base.megabytes
        print(f"{name:22} {found.seconds - base.seconds:7.2f} s {ratio:6.2f} x {more:6.0f} MB")


def prepare(root: Path, tables: int) -> None:
    """The models, the schemas in both ways, and the same by hand."""
    ddl = "".join(TABLE.format(number, max(number - 1, 0)) for number in range(tables))
    for name, deferred in (("generated", "false"), ("deferred", "true")):
        project = root / f"project_{name}"
        project.mkdir()
        (project / "schema.sql").write_text(ddl, encoding="utf-8")
        (project / "ormforge.toml").write_text(CONFIG.format(name=name, deferred=deferred))
        command = [sys.executable, "-m", "ormforge", "-q", "generate"]
        subprocess.run(command, cwd=project, check=True)
        for made in ("models.py", f"{name}.py"):
            shutil.copy(project / made, root / made)
    text = (root / "generated.py").read_text(encoding="utf-8")
    (root / "by_hand.py").write_text(by_hand(text), encoding="utf-8")


def by_hand(text: str) -> str:
    """The generated classes as a person writes them: optional fields, plain integers, the settings a Read needs."""
    body = text[text.index("class Schema(") :].partition("\n\n\n")[2]
    body = re.sub(
        r"Omittable\[(.*?)\] = ", lambda found: f"{found[1].strip()} | None = ", body, flags=re.S
    )
    body = body.replace("Int64", "int").replace("(Schema):", "(Model):")
    imports = (
        "import datetime\nfrom decimal import Decimal\nfrom typing import Annotated\n\n"
        "from pydantic import BaseModel, ConfigDict, Field, JsonValue\n\n\n"
    )
    base = "class Model(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n\n\n"
    return imports + base + body


def cost(code: str, root: Path) -> Cost:
    """What one process takes, its own and the kernel's for it."""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
