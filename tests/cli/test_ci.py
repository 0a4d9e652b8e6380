"""`ormforge init --ci`, `action.yml` and `.pre-commit-hooks.yaml`: valid, and run as they stand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Ormforge
from tests.project import Project

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BIN = str(Path(sys.executable).parent)
CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
FILES = {
    "github": (".github/workflows/ormforge.yml", "vendor.github-workflows"),
    "gitlab": (".gitlab-ci.yml", "vendor.gitlab-ci"),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db")
    made.root.mkdir()
    made.sql("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT)")
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    return made


def shell(script: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub's runner does (docs.github.com, "defaults.run.shell")."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def valid(schema: str, file: Path) -> None:
    command = [f"{BIN}/check-jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def in_git(project: Project, tmp_path: Path) -> dict[str, str]:
    """Make the project a clone with everything committed; the environment for git in it."""
    environ = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    script = (
        f"git init -q --bare '{tmp_path}/origin.git'; git init -q; git add -A;"
        "git -c user.name=a -c user.email=a@b commit -qm first;"
        f"git remote add origin '{tmp_path}/origin.git'"
    )
    done = shell(script, project.root, **environ)
    assert done.returncode == 0, done.stderr
    return environ


@pytest.mark.parametrize("system", FILES)
@pytest.mark.parametrize(
    "database", ['url = "env:SHOP_URL"', 'ddl = ["a.sql"]\ndialect = "postgresql"']
)
def test_what_is_written_is_valid(
    ormforge: Ormforge, tmp_path: Path, system: str, database: str
) -> None:
    (tmp_path / "ormforge.toml").write_text(f'[database]\n{database}\n[output]\npath = "m.py"\n')
    path, schema = FILES[system]
    run = ormforge("init", "--ci", system)
    assert (run.code, run.err) == (0, f"Wrote {path}\n")
    valid(schema, tmp_path / path)
    text = (tmp_path / path).read_text()
    assert ("SHOP_URL" in text) == ("url" in database)
    assert f"ormforge[{'postgresql' if 'url' in database else 'embedded'}]" in text


def test_a_file_that_is_there_stays(ormforge: Ormforge, project: Project, tmp_path: Path) -> None:
    project.write(".gitlab-ci.yml", "stages: [mine]\n")
    run = ormforge("-c", "ormforge.toml", "init", "--ci", "gitlab", folder=project.root)
    assert run.code == 1
    assert project.read(".gitlab-ci.yml") == "stages: [mine]\n"
    assert "ormforge -c ormforge.toml check" in run.out
    assert ".gitlab-ci.yml is there already, and stays" in run.err


def test_a_first_configuration_and_its_job_at_once(ormforge: Ormforge, tmp_path: Path) -> None:
    run = ormforge("init", "--url", "mysql+pymysql://u@h/d", "--yes", "--ci", "github")
    assert run.code == 0
    assert "url = " in (tmp_path / "ormforge.toml").read_text()
    assert "ormforge[mysql]" in (tmp_path / ".github/workflows/ormforge.yml").read_text()


def steps(file: Path, job: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load(file.read_text())["jobs"][job]["steps"])


def test_the_steps_of_the_workflow_run(project: Project, tmp_path: Path) -> None:
    """All but those that install, and the one that asks GitHub for a pull request."""
    assert project.ormforge("init", "--ci", "github").code == 0
    environ = in_git(project, tmp_path)
    environ |= {
        "DATABASE_URL": project.url,
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    file = project.root / FILES["github"][0]
    (check,) = (step["run"] for step in steps(file, "check") if "check" in step.get("run", ""))
    update = [step["run"] for step in steps(file, "update") if "name" in step][:2]
    assert shell(check, project.root, **environ).returncode == 0
    nothing = [shell(script, project.root, **environ) for script in update]
    assert [done.returncode for done in nothing] == [0, 0], nothing
    assert nothing[1].stdout == "The models are up to date\n"
    project.sql("ALTER TABLE books ADD COLUMN pages INTEGER")
    failed = shell(check, project.root, **environ)
    assert failed.returncode == 1
    assert failed.stdout.startswith("::error file=models.py,line=")
    assert "+    pages: Mapped" in (tmp_path / "summary.md").read_text()
    done = [shell(script, project.root, **environ) for script in update]
    assert [one.returncode for one in done] == [0, 0], done
    assert (tmp_path / "output").read_text() == "changed=true\n"
    log = shell("git log -1 --format=%B%an --name-only ormforge/update", tmp_path / "origin.git")
    assert log.stdout.startswith("Models: column books.pages added\n")
    assert "github-actions[bot]" in log.stdout
    assert "models.py" in log.stdout.split()


def test_the_script_of_the_gitlab_job_runs(project: Project, tmp_path: Path) -> None:
    assert project.ormforge("init", "--ci", "gitlab").code == 0
    environ = in_git(project, tmp_path) | {"DATABASE_URL": project.url}
    job = yaml.safe_load(project.read(".gitlab-ci.yml"))["ormforge"]
    script = "\n".join(job["script"])
    assert shell(script, project.root, **environ).returncode == 0
    project.sql("ALTER TABLE books ADD COLUMN pages INTEGER")
    assert shell(script, project.root, **environ).returncode == 1
    assert job["artifacts"]["paths"] == ["models.patch"]
    assert shell("git apply models.patch", project.root, **environ).returncode == 0
    assert "pages: Mapped[int | None]" in project.read("models.py")


def drifted(project: Project) -> None:
    """The snapshot has what the models do not have."""
    project.sql("ALTER TABLE books ADD COLUMN pages INTEGER")
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0


def test_the_hook_runs_without_a_database(project: Project, tmp_path: Path) -> None:
    told = project.ormforge("init", "--ci", "pre-commit")
    assert 'add snapshot = "catalog.json" to [output]' in told.err
    project.ormforge("snapshot", "-o", "catalog.json")
    environ = in_git(project, tmp_path) | {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "DATABASE_URL": "",
    }
    run = "pre-commit validate-config && pre-commit run --all-files"
    assert shell(run, project.root, **environ).returncode == 0
    drifted(project)
    failed = shell(run, project.root, **environ)
    assert failed.returncode == 1
    assert "Would write models.py" in failed.stdout


def test_the_hook_of_the_repository_runs(project: Project, tmp_path: Path) -> None:
    """`pre-commit try-repo` clones, installs and runs it; what it needs besides is that of this environment."""
    drifted(project)
    repository = tmp_path / "ormforge"
    repository.mkdir()
    for name in ("ormforge", "templates"):
        shutil.copytree(
            ROOT / name, repository / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, repository / name)
    environ = in_git(project, tmp_path) | {
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PYTHONPATH": next(path for path in sys.path if path.endswith("site-packages")),
        "DATABASE_URL": "",
    }
    shell(
        "git init -q; git add -A; git -c user.name=a -c user.email=a@b commit -qm first",
        repository,
        **environ,
    )
    shell(
        "pre-commit validate-manifest .pre-commit-hooks.yaml", repository, **environ
    ).check_returncode()
    done = shell(
        f"pre-commit try-repo '{repository}' ormforge-check --all-files", project.root, **environ
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Would write models.py" in done.stdout


def test_the_steps_of_the_action_run(project: Project, tmp_path: Path) -> None:
    valid("vendor.github-actions", ROOT / "action.yml")
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    install, run = (step["run"] for step in action["runs"]["steps"])
    done = shell(
        install,
        tmp_path,
        GITHUB_ACTION_PATH=str(ROOT),
        EXTRAS=action["inputs"]["extras"]["default"],
        PIP_NO_DEPS="1",
        PIP_NO_BUILD_ISOLATION="0",
        PIP_TARGET=str(tmp_path / "installed"),
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "installed/ormforge/templates").is_dir()
    drifted(project)
    command = action["inputs"]["command"]["default"]
    for arguments, database in (("", project.url), ("--from catalog.json", "")):
        environ = {"COMMAND": command, "ARGUMENTS": arguments, "DATABASE_URL": database}
        failed = shell(run, project.root, **environ)
        assert failed.returncode == 1, failed.stderr
        assert failed.stdout.startswith("::error file=models.py,line=")
