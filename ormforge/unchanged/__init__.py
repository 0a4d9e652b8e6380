"""Recognising that nothing has changed since a run that left nothing to do, without drafting or merging anything."""

from ormforge.unchanged.fingerprint import Fingerprint, run_fingerprint
from ormforge.unchanged.record import recall, remember, remember_written

__all__ = ["Fingerprint", "recall", "remember", "remember_written", "run_fingerprint"]
