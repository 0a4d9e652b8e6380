"""Proving that the models match the database: imported, mapped, rebuilt, and compared catalog against catalog."""

from ormforge.pipeline.verification.run import verify

__all__ = ["verify"]
