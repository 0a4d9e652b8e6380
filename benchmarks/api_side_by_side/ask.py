"""Run by the Python that a tool is installed for: what its schemas make of the values on stdin.

Validates as FastAPI does, with a TypeAdapter; prints one JSON object. Imports nothing but pydantic and the module.
"""

import importlib.util
import json
import sys
import warnings

from pydantic import TypeAdapter, ValidationError

warnings.simplefilter("ignore")
question = json.load(sys.stdin)
sys.path.insert(0, question["folder"])
spec = importlib.util.spec_from_file_location("generated", question["file"])
module = importlib.util.module_from_spec(spec)
sys.modules["generated"] = module
spec.loader.exec_module(module)


def asked(probe):
    name = question["classes"].get(f"{probe['use']} {probe['table']}")
    if name is None:
        return {"class": None}
    try:
        found = TypeAdapter(getattr(module, name)).validate_python(probe["values"])
        return {"class": name, "taken": found.model_dump(mode="json", exclude_unset=True)}
    except ValidationError as error:
        return {
            "class": name,
            "refused": error.errors(include_url=False, include_context=False)[0]["msg"],
        }


def answered(table):
    name = question["classes"][f"read {table}"]
    return TypeAdapter(getattr(module, name)).json_schema(mode="serialization")


sys.stdout.write(
    json.dumps(
        {
            "answers": [asked(probe) for probe in question["probes"]],
            "read": {table: answered(table) for table in ("authors", "books")},
        }
    )
)
