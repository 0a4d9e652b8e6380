"""The section `[usage]`: where a run looks for code that uses what it takes out of the models."""

from __future__ import annotations

from ormforge.config.section import ProjectPath, Section


class Usage(Section):
    """Code of the project that is looked through when a class or an attribute goes."""

    roots: tuple[ProjectPath, ...] = (".",)
    """Folders whose Python files are looked through for classes and attributes that a run takes out; `[]` for none."""
