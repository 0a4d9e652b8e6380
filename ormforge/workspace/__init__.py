"""The project's files: reading them, what is remembered below `.ormforge/`, and the transaction that writes."""

from ormforge.workspace.base_id import base_id, header_id
from ormforge.workspace.cached import read_cached, state_files, write_cached
from ormforge.workspace.document import write_document
from ormforge.workspace.encoding import encode
from ormforge.workspace.layout import ORIGINALS
from ormforge.workspace.lock_file import RULES, is_of_rules
from ormforge.workspace.model import SourceFile, Workspace, Written
from ormforge.workspace.reading import read_source, read_workspace
from ormforge.workspace.recovery import recover
from ormforge.workspace.rollback import roll_back
from ormforge.workspace.sources import python_texts
from ormforge.workspace.state import archived_places, failed_changes, renames_change, state_changes
from ormforge.workspace.transaction import write_plan

__all__ = [
    "ORIGINALS",
    "RULES",
    "SourceFile",
    "Workspace",
    "Written",
    "archived_places",
    "base_id",
    "encode",
    "failed_changes",
    "header_id",
    "is_of_rules",
    "python_texts",
    "read_cached",
    "read_source",
    "read_workspace",
    "recover",
    "renames_change",
    "roll_back",
    "state_changes",
    "state_files",
    "write_cached",
    "write_document",
    "write_plan",
]
