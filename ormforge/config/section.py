"""What the tables of a configuration are made of: closed sections, and values that are checked once."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict

from ormforge.config.values import (
    class_path,
    identifier,
    import_path,
    json_path,
    project_path,
    python_type,
    some_text,
    version_specifier,
)

Text = Annotated[str, AfterValidator(some_text)]
Flag = Annotated[bool, Strict()]
Number = Annotated[int, Strict()]
Glob = Text
PythonName = Annotated[str, AfterValidator(identifier)]
ProjectPath = Annotated[str, AfterValidator(project_path)]
JsonFile = Annotated[str, AfterValidator(json_path)]
PythonType = Annotated[str, AfterValidator(python_type)]
ClassPath = Annotated[str, AfterValidator(class_path)]
ImportPath = Annotated[str, AfterValidator(import_path)]
Columns = Annotated[tuple[Text, ...], Field(min_length=1)]
Specifier = Annotated[str, AfterValidator(version_specifier)]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Section(BaseModel):
    """A table of the configuration: frozen, with kebab-case keys, and closed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_kebab,
        populate_by_name=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )
