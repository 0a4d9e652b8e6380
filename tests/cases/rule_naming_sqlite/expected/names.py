"""How this project names things."""


def class_name(table: str, schema: str | None, proposed: str) -> str | None:
    return "Legacy" if table == "x_legacy" else None


def column_name(column: str, table: str, schema: str | None, proposed: str) -> str | None:
    return "last_name" if column == "cLast" else None


def relationship_name(
    table: str, schema: str | None, target: str, columns: tuple[str, ...], many: bool, proposed: str
) -> str | None:
    return f"all_{proposed}" if many else None
