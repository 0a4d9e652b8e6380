"""The texts of what a CI system or pre-commit reads to keep models in step, one for each system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

System = Literal["github", "gitlab", "pre-commit"]

FILES: Final[dict[System, str]] = {
    "github": ".github/workflows/ormforge.yml",
    "gitlab": ".gitlab-ci.yml",
    "pre-commit": ".pre-commit-config.yaml",
}
SNAPSHOT: Final = "catalog.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a job needs: the extras of ormforge, and the variable that holds the database's URL, if any."""

    extras: tuple[str, ...] = ()
    variable: str | None = None
    snapshot: str = SNAPSHOT
    """The snapshot that the hook compares with."""
    command: str = "ormforge"
    """How ormforge is called for this project: `ormforge -c other.toml`."""

    @property
    def package(self) -> str:
        """What `pip install` is told."""
        return f"ormforge[{','.join(self.extras)}]" if self.extras else "ormforge"


def ci_text(system: System, needs: Needs) -> str:
    """The whole file for a project that has none yet."""
    variable = needs.variable
    text = _TEXTS[system].replace("@PACKAGE@", needs.package)
    text = text.replace("@ENVIRONMENT@", _ENVIRONMENT.format(variable=variable) if variable else "")
    text = text.replace("@VARIABLE@", _VARIABLE.format(variable=variable) if variable else "")
    return text.replace("@ORMFORGE@", needs.command).replace("@SNAPSHOT@", needs.snapshot)


_ENVIRONMENT = "        env:\n          {variable}: ${{{{ secrets.{variable} }}}}\n"
_VARIABLE = "  # {variable} is a masked variable of the project: Settings, CI/CD, Variables.\n"

_SET_UP = """\
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install --quiet "@PACKAGE@"
"""
_GITHUB = f"""\
# Written by `ormforge init --ci github`; edit freely.
name: ormforge

on:
  pull_request:
  push:
    branches: [main]
  schedule:
    - cron: "23 5 * * 1"
  workflow_dispatch:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
{_SET_UP}\
      - name: Are the models what the database says?
        run: @ORMFORGE@ --output-format github check
@ENVIRONMENT@
  # Once a week, or when it is started by hand: a pull request with what the database has changed.
  update:
    if: github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-latest
    permissions:
      contents: write
      pull-requests: write
    steps:
{_SET_UP}\
      - name: Bring the models up to date
        run: @ORMFORGE@ generate --message > "$RUNNER_TEMP/message.txt" || test $? -eq 3
@ENVIRONMENT@\
      - name: Commit to a branch of its own
        id: commit
        run: |
          git add --all
          if git diff --cached --quiet; then
            echo "The models are up to date"
            exit 0
          fi
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git switch --force-create ormforge/update
          git commit --quiet --file "$RUNNER_TEMP/message.txt"
          git push --quiet --force origin ormforge/update
          echo "changed=true" >> "$GITHUB_OUTPUT"
      - name: Open a pull request
        if: steps.commit.outputs.changed == 'true'
        run: gh pr create --head ormforge/update --fill || gh pr view ormforge/update
        env:
          GH_TOKEN: ${{{{ github.token }}}}
"""
_GITLAB = """\
# Written by `ormforge init --ci gitlab`; edit freely.
ormforge:
  stage: test
  image: python:3.12
@VARIABLE@  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  before_script:
    - python -m pip install --quiet "@PACKAGE@"
  script:
    # The patch is ready for `git apply`; what is wrong with the models, the second command tells.
    - @ORMFORGE@ --quiet diff > models.patch || true
    - @ORMFORGE@ check
  artifacts:
    when: on_failure
    expose_as: What ormforge would change
    paths:
      - models.patch
"""
_PRE_COMMIT = """\
# Written by `ormforge init --ci pre-commit`; edit freely.
repos:
  - repo: local
    hooks:
      - id: ormforge-check
        name: ormforge check
        description: Are the models what the snapshot of the database says? Needs no database.
        entry: @ORMFORGE@ check --from @SNAPSHOT@
        language: system
        pass_filenames: false
        types_or: [python, toml, json, jinja]
"""
_TEXTS: Final[dict[System, str]] = {"github": _GITHUB, "gitlab": _GITLAB, "pre-commit": _PRE_COMMIT}
