"""What every database of a company has in common, as a plugin of ormforge."""

from dataclasses import replace

from ormforge.catalog.model import Catalog
from ormforge.draft.model import Draft, DraftModel


class HouseRules:
    def change_catalog(self, catalog: Catalog) -> Catalog:
        """Leave out the tables that operations keep for themselves."""
        kept = tuple(table for table in catalog.tables if not table.name.startswith("ops_"))
        return replace(catalog, tables=kept)

    def change_draft(self, draft: Draft) -> Draft:
        """Say of every class whose table has no comment what it holds."""
        items = tuple(
            (
                replace(item, docstring=f"A row of {item.table.path}.")
                if isinstance(item, DraftModel) and item.docstring is None
                else item
            )
            for item in draft.items
        )
        return replace(draft, items=items)

    def column_name(self, *, column: str, **_: object) -> str | None:
        """Say `id` of what is called `row_id` everywhere."""
        return "id" if column == "row_id" else None
