"""The merge engine: regeneration that hand-written code survives. Text in, text out; nothing is read or written."""

from ormforge.merge.adoption.recognised import Recognised, Unrecognised, recognise
from ormforge.merge.back import put_back
from ormforge.merge.engine import Merge, merge
from ormforge.merge.files.late_tables import late_tables
from ormforge.merge.files.room import Room, without_untouched
from ormforge.merge.ledger import Inherited, Resolution
from ormforge.merge.names.missing_enums import deleted_enums
from ormforge.merge.names.promised import claim_names, observe_names
from ormforge.merge.untouched import is_as_generated

__all__ = [
    "Inherited",
    "Merge",
    "Recognised",
    "Resolution",
    "Room",
    "Unrecognised",
    "claim_names",
    "deleted_enums",
    "is_as_generated",
    "late_tables",
    "merge",
    "observe_names",
    "put_back",
    "recognise",
    "without_untouched",
]
