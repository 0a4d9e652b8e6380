"""What changed in the database as entries of a project's changelog: pure functions, text in and text out."""

from ormforge.changelog.entries import Entry, entries_of
from ormforge.changelog.merging import merge_entries

__all__ = ["Entry", "entries_of", "merge_entries"]
