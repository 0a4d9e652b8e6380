"""How faithful the generated models are to their databases: ormforge, judged by a fidelity harness.

    python benchmarks/fidelity.py --harness DIR URL [URL ...] [--schemas a,b]
    python benchmarks/fidelity.py --harness DIR --corpus corpus.json [--only a,b]

DIR holds `fidelity_all.py`. The harness rebuilds every database from the models in a scratch database beside it, so the
user of the URL must be allowed to create one. `--also "sqlacodegen=sqlacodegen {url} --outfile {out}"` measures another
generator in the same run. Results: OUT/LABEL/NAME.py and .json, OUT/LABEL.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

DIALECTS = {"postgresql": "pg", "mysql": "my", "mariadb": "my", "sqlite": "sqlite"}
URL_VARIABLE = "ORMFORGE_FIDELITY_URL"


def main() -> int:
    """Measure, or generate the models of one database when the harness asks for it."""
    if sys.argv[1:2] == ["generate"]:
        return generate(_generate_options(sys.argv[2:]))
    options = _options()
    out = Path(options.out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    corpus = options.corpus or _write_corpus(options.urls, options.schemas, out)
    labels = {"ormforge": _own_command(), **dict(each.split("=", 1) for each in options.also)}
    codes = [measure(options, label, command, corpus, out) for label, command in labels.items()]
    return max(codes)


def measure(options: argparse.Namespace, label: str, command: str, corpus: str, out: Path) -> int:
    """Run the harness with one generator, and return its exit code."""
    print(f"\n## {label}\n", flush=True)
    return subprocess.run(
        [
            sys.executable,
            str(Path(options.harness) / "fidelity_all.py"),
            *("--label", label, "--cmd", command, "--corpus", corpus, "--out", str(out)),
            *("--only", options.only, "--skip", options.skip, "--jobs", str(options.jobs)),
            *("--python", options.python),
        ],
        check=False,
    ).returncode


def generate(options: argparse.Namespace) -> int:
    """Run `ormforge generate` in a fresh project, and put the models where they are wanted."""
    with tempfile.TemporaryDirectory(prefix="fidelity") as folder:
        project = Path(folder)
        lines = ["[database]", f'url = "env:{URL_VARIABLE}"']
        if options.schemas:
            lines.append(f"schemas = {json.dumps(options.schemas.split(','))}")
        lines += ["[output]", 'path = "models.py"', "[naming]", "singularize = true", ""]
        (project / "ormforge.toml").write_text("\n".join(lines), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "ormforge", "generate"],
            cwd=project,
            env={**os.environ, URL_VARIABLE: options.url},
            check=False,
        )
        if done.returncode == 0:
            Path(options.out).write_bytes((project / "models.py").read_bytes())
    return done.returncode


def _own_command() -> str:
    script = f"{shlex.quote(sys.executable)} {shlex.quote(str(Path(__file__).resolve()))}"
    return script + " generate {url} {schemas} --out {out}"


def _write_corpus(urls: Sequence[str], schemas: str, out: Path) -> str:
    """A corpus file of the harness for plain URLs; it may hold passwords, so only its owner can read it."""
    records = [
        {
            "name": Path(make_url(url).database or "database").stem,
            "dialect": DIALECTS[make_url(url).get_backend_name()],
            "url": url,
            "schemas": schemas.split(",") if schemas else None,
            "tables": 0,
        }
        for url in urls
    ]
    path = out / "corpus.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(records), encoding="utf-8")
    return str(path)


def _generate_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--schemas", default="")
    parser.add_argument("--out", required=True)
    return parser.parse_args(arguments)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--harness", required=True, help="the folder of the harness")
    parser.add_argument("--corpus", default="", help="a corpus file instead of URLs")
    parser.add_argument("--schemas", default="", help="schemas of the URLs, separated by commas")
    parser.add_argument("--only", default="", help="names of the corpus, separated by commas")
    parser.add_argument("--skip", default="pyright", help="stages to leave out")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that judges")
    parser.add_argument("--out", default="fidelity-results")
    parser.add_argument("--also", action="append", default=[], metavar="LABEL=COMMAND")
    options = parser.parse_args()
    if bool(options.urls) == bool(options.corpus):
        parser.error("give URLs, or --corpus")
    return options


if __name__ == "__main__":
    sys.exit(main())
