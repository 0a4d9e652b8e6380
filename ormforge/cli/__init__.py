"""The command line."""

from ormforge.cli.main import main

__all__ = ["main"]
