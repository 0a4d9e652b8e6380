"""black itself. Importing this module costs 0.3 s: it is imported when black has to be asked."""

from __future__ import annotations

from black import Mode, format_str
from black.mode import Preview, TargetVersion
from black.parsing import InvalidInput

from ormforge.errors import FormatError
from ormforge.formatting.style import Style
from ormforge.formatting.unreadable import unreadable


def ask_black(text: str, style: Style) -> str:
    """What black makes of the text. Raises FormatError, with the line at fault, where it is no Python."""
    try:
        return format_str(text, mode=_mode(style))
    except InvalidInput as failure:
        message = f"generated text: black cannot read it: {failure}"
        raise unreadable(text) or FormatError(message) from failure


def _mode(style: Style) -> Mode:
    known = {feature.name: feature for feature in Preview}
    unknown = sorted(style.enable_unstable_feature - known.keys())
    if unknown:
        raise FormatError(f"pyproject.toml: [tool.black] knows no unstable feature {unknown[0]!r}")
    return Mode(
        target_versions={v for v in TargetVersion if v.value in style.target_versions},
        line_length=style.line_length,
        string_normalization=not style.skip_string_normalization,
        magic_trailing_comma=not style.skip_magic_trailing_comma,
        preview=style.preview or style.unstable,
        unstable=style.unstable,
        enabled_features={known[name] for name in style.enable_unstable_feature},
    )
