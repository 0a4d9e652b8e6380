"""ormforge keeps a project's ORM layer in lock-step with its database, and never loses a hand-written line."""

__version__ = "0.1.0"
