"""The database as one page of HTML: everything that stands on it, as immutable values. Pure; templates print it.

No text is escaped here: whoever prints the page escapes all of it.
"""

from ormforge.export.page.build import build_page
from ormforge.export.page.model import Page

__all__ = ["Page", "build_page"]
