"""Recognising that nothing has changed since a run that had nothing to do, without drafting or merging anything."""

from ormforge.unchanged.fingerprint import run_fingerprint
from ormforge.unchanged.record import recall, remember

__all__ = ["recall", "remember", "run_fingerprint"]
