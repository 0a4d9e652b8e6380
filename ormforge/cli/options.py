"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FromOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Take the catalog from a snapshot instead of the database.",
        show_default=False,
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 1 if there is a warning.")]
TablesOption = Annotated[
    list[str] | None,
    typer.Option(
        "-t",
        "--table",
        metavar="GLOB",
        help="Only these tables, as `table` or `schema.table`; may be repeated.",
        show_default=False,
    ),
]
