"""The process that imports the models: reads a question from stdin, writes its findings into the file it is given."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ormforge.errors import OrmforgeError
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def main() -> int:
    """Answer the question; 0 whatever the findings are."""
    question = json.load(sys.stdin)
    sys.path[:0] = question["folders"]
    findings = [asdict(finding) for finding in judge(question)]
    Path(sys.argv[1]).write_text(json.dumps(findings), encoding="utf-8")
    return 0


def judge(question: dict[str, Any]) -> Iterator[Finding]:
    """A finding for each thing that was proved, and an error for each difference."""
    from ormforge.pipeline.verification.models import ModelsFailure, import_models

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            metadata = import_models(question["module"])
        except ModelsFailure as failure:
            yield Finding(subject=failure.stage, severity="error", message=str(failure))
            return
    yield Finding(subject="import", severity="ok", message=f"{question['module']} imports.")
    yield from _mapper_findings(seen)
    try:
        yield from _compared(metadata, question)
    except OrmforgeError as error:
        yield Finding(subject="rebuild", severity="error", message=error.message, hint=error.hint)


def _mapper_findings(seen: list[warnings.WarningMessage]) -> Iterator[Finding]:
    from sqlalchemy.exc import SAWarning

    told = [str(warning.message) for warning in seen if issubclass(warning.category, SAWarning)]
    for message in dict.fromkeys(told):
        yield Finding(subject="mappers", severity="error", message=message)
    if not told:
        yield Finding(
            subject="mappers", severity="ok", message="The mappers configure, without a warning."
        )


def _compared(metadata: MetaData, question: dict[str, Any]) -> Iterator[Finding]:
    from ormforge.database import Request
    from ormforge.pipeline.verification.rebuild import compare_rebuilt

    asked: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in question["request"].items()
    }
    yield from compare_rebuilt(
        metadata,
        Request(**asked),
        question["scratch"],
        tuple(question["placed"]),
        frozenset(question["own_order"]),
    )


if __name__ == "__main__":
    sys.exit(main())
