"""The pipeline: the stages in their order. `generate` works out a plan, `write` carries it out."""

from ormforge.pipeline.add import add_region
from ormforge.pipeline.adopt import check_foreign
from ormforge.pipeline.api_export import api_changes, json_schema_of, openapi_of
from ormforge.pipeline.archived import archived_code
from ormforge.pipeline.checks import RefusedResult, RefusedText, keep_candidate
from ormforge.pipeline.custom import custom_code
from ormforge.pipeline.decisions import resolve, restore
from ormforge.pipeline.doctor import doctor
from ormforge.pipeline.documents import snapshot_text
from ormforge.pipeline.drafted import draft_text
from ormforge.pipeline.explain import explain
from ormforge.pipeline.exports import picture_text
from ormforge.pipeline.generate import generate
from ormforge.pipeline.hooks import run_after, run_before
from ormforge.pipeline.html import page_text
from ormforge.pipeline.overlays import copied_templates, eject_template, template_sources
from ormforge.pipeline.rename import forget_rename, record_rename, recorded_renames
from ormforge.pipeline.review import review_schema
from ormforge.pipeline.schema_diff import schema_diff
from ormforge.pipeline.verification import verify
from ormforge.pipeline.written import recover, write, write_document

__all__ = [
    "RefusedResult",
    "RefusedText",
    "add_region",
    "api_changes",
    "archived_code",
    "check_foreign",
    "copied_templates",
    "custom_code",
    "doctor",
    "draft_text",
    "eject_template",
    "explain",
    "forget_rename",
    "generate",
    "json_schema_of",
    "keep_candidate",
    "openapi_of",
    "page_text",
    "picture_text",
    "record_rename",
    "recorded_renames",
    "recover",
    "resolve",
    "restore",
    "review_schema",
    "run_after",
    "run_before",
    "schema_diff",
    "snapshot_text",
    "template_sources",
    "verify",
    "write",
    "write_document",
]
