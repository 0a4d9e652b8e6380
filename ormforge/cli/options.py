"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

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
