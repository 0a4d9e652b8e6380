"""The process that imports the API schemas: reads a question from stdin, writes what they say into the file it is given."""

from __future__ import annotations

import json
import sys
import traceback
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any


def main() -> int:
    """Answer the question; 0 whatever the answer is."""
    question = json.load(sys.stdin)
    sys.path[:0] = question["folders"]
    Path(sys.argv[1]).write_text(json.dumps(_answer(question)), encoding="utf-8")
    return 0


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    from ormforge.describing.described import Indescribable, Wanted, describe

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            described = describe(Wanted(**question["wanted"]))
        except Indescribable as failure:
            return {"error": str(failure), "hint": failure.hint}
        # Importing runs the project's own code, which may raise anything.
        except Exception as error:
            return {"error": f"cannot be imported: {_told(error, Path(question['folders'][0]))}"}
    return {**asdict(described), "warnings": list(dict.fromkeys(_shown(seen)))}


def _shown(seen: list[warnings.WarningMessage]) -> list[str]:
    """The warnings that pydantic gives while it describes classes; others are the project's own affair."""
    from pydantic.json_schema import PydanticJsonSchemaWarning

    return [str(one.message) for one in seen if issubclass(one.category, PydanticJsonSchemaWarning)]


def _told(error: Exception, root: Path) -> str:
    """The error with the last line of the project's own code that it passed."""
    message = f"{type(error).__name__}: {error}".partition("\n")[0]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(root) and "site-packages" not in file.parts:
            return f"{message} ({file.relative_to(root).as_posix()}:{frame.lineno})"
    return message


if __name__ == "__main__":
    sys.exit(main())
