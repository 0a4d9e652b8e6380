"""Which line of which template printed what is no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from ormforge.errors import OutputError
from ormforge.overlay import open_overlay, render_models
from tests.overlay.drafts import shop
from tests.overlay.test_overlays import EXTENDS, folder


@pytest.mark.parametrize(
    ("templates", "file", "line"),
    [
        ({"models": "x = 1\n\nclass {{ module.base }} Base:\n    pass\n"}, "models", 3),
        ({"models": EXTENDS + "{% block footer %}\nx = 1\ny = = 2\n{% endblock %}"}, "models", 4),
        (
            {"models": EXTENDS + "{% block model %}\n{{ super() }}\n    def{% endblock %}"},
            "models",
            4,
        ),
        ({"_enum": "{# one\n#}\n{{ enum.name }} = (\n"}, "_enum", 3),
        ({"_enum": "{% for m in enum.members %}\n{{ m[0] }} {{ m[1] }}\n{% endfor %}"}, "_enum", 2),
        (
            {
                "models": "{% from '_enum.py.j2' import one %}\nx = 1\n{{ one('a b') }}\n",
                "_enum": "{% macro one(x) %}\n\n{{ x }}\n{% endmacro %}",
            },
            "_enum",
            3,
        ),
        ({"models": "{% filter upper %}\nx = 1\ny z\n{% endfilter %}"}, "models", 3),
        ({"models": "x = 'a\0b'"}, "models", 1),
    ],
)
def test_the_line_that_printed_it_is_told(
    tmp_path: Path, templates: dict[str, str], file: str, line: int
) -> None:
    overlay = open_overlay([folder(tmp_path, **templates)])
    with pytest.raises(OutputError, match="printed what is no Python, in line ") as caught:
        render_models(overlay, shop())
    assert caught.value.message.startswith(f"{tmp_path / file}.py.j2:{line}: ")
    assert caught.value.name == "models.py"
    assert caught.value.text


def test_a_filter_that_counts_characters_leaves_the_name_of_the_template(tmp_path: Path) -> None:
    template = "{% filter truncate(12, true, '') %}x = 1 + 1234567890{% endfilter %} =\n"
    overlay = open_overlay([folder(tmp_path, models=template)])
    with pytest.raises(OutputError) as caught:
        render_models(overlay, shop())
    assert caught.value.message.startswith("models.py.j2: printed what is no Python, in line 1")
