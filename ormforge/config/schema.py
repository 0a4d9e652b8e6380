"""The JSON Schema of `ormforge.toml`, from which editors complete and check the file."""

from __future__ import annotations

import json
from typing import Any

from ormforge.config.descriptions import descriptions
from ormforge.config.model import Config


def json_schema() -> dict[str, Any]:
    """The schema of the file: the model's own, and profiles, which may leave out any key."""
    schema = _plain(Config.model_json_schema(by_alias=True))
    _describe(schema)
    definitions = schema.pop("$defs")
    profile = _optional(schema)
    profile_definitions = _optional(definitions)
    renamed = {name: f"Profile{name}" for name in definitions}
    local = {
        "description": "Values for `--profile NAME`, laid over the others.",
        "type": "object",
        "additionalProperties": _with_references(profile, renamed),
    }
    schema["properties"] = {**schema["properties"], "profiles": local}
    definitions |= {
        renamed[name]: _with_references(definition, renamed)
        for name, definition in profile_definitions.items()
    }
    schema.pop("required", None)  # a local file or a variable may give what this file leaves out
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "ormforge.toml",
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2) + "\n"


def _describe(schema: dict[str, Any]) -> None:
    """Put the meaning of each key beside it."""
    sections = {"Config": schema, **schema["$defs"]}
    for section, texts in descriptions().items():
        for key, text in texts.items():
            _properties(sections[section])[key]["description"] = text


def _properties(section: dict[str, Any]) -> dict[str, Any]:
    """The keys of a section, which a single text may stand for."""
    tables = (option for option in section.get("anyOf", (section,)) if "properties" in option)
    found: dict[str, Any] = next(tables)["properties"]
    return found


def _plain(schema: Any) -> Any:
    """The schema without what TOML cannot say (null) and what nobody reads (titles, line breaks)."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _plain(value) for key, value in schema.items() if not _noise(key, value)}
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split())
    options = [option for option in kept.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        kept = {**options[0], **kept}
    return kept


def _noise(key: str, value: Any) -> bool:
    nothing = (("default", None), ("additionalProperties", True))
    return (key == "title" and isinstance(value, str)) or (key, value) in nothing


def _optional(schema: Any) -> Any:
    """The schema in which no key of a table has to be given."""
    if isinstance(schema, dict):
        return {key: _optional(value) for key, value in schema.items() if key != "required"}
    return [_optional(item) for item in schema] if isinstance(schema, list) else schema


def _with_references(schema: Any, renamed: dict[str, str]) -> Any:
    """The schema whose references to definitions lead to the renamed ones."""
    if isinstance(schema, dict):
        return {
            key: (
                f"#/$defs/{renamed[value.rpartition('/')[2]]}"
                if key == "$ref"
                else _with_references(value, renamed)
            )
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [_with_references(item, renamed) for item in schema]
    return schema
