import pytest

from ormforge.errors import FormatError
from ormforge.formatting import Style, format_source, read_style


@pytest.mark.parametrize(
    ("pyproject", "expected"),
    [
        ("", Style()),
        ("[tool.ruff]\nline-length = 40\n", Style()),
        ("[tool.black]\nline-length = 100\n", Style(line_length=100)),
        ("[tool.black]\nline_length = 79\n", Style(line_length=79)),
        (
            "[tool.black]\nskip-string-normalization = true\nskip-magic-trailing-comma = true\n",
            Style(skip_string_normalization=True, skip_magic_trailing_comma=True),
        ),
        ("[tool.black]\npreview = true\n", Style(preview=True)),
        (
            "[tool.black]\ntarget-version = ['py311', 'py312']\n",
            Style(target_versions=frozenset({11, 12})),
        ),
        (
            "[project]\nrequires-python = '>=3.11,<3.13'\n",
            Style(target_versions=frozenset({11, 12})),
        ),
        (
            "[project]\nrequires-python = '>=3.11'\n[tool.black]\ntarget-version = ['py310']\n",
            Style(target_versions=frozenset({10})),
        ),
        ("[project]\nrequires-python = 'nonsense'\n", Style()),
    ],
)
def test_the_projects_own_settings_are_read(pyproject: str, expected: Style) -> None:
    assert read_style(pyproject) == expected


@pytest.mark.parametrize(
    ("pyproject", "message"),
    [
        ("[tool.black", "pyproject.toml"),
        ("[tool.black]\nline-length = '88'\n", "line-length must be a number"),
        ("[tool.black]\nline-length = true\n", "line-length must be a number"),
        ("[tool.black]\npreview = 1\n", "preview must be true or false"),
        ("[tool.black]\ntarget-version = ['python3']\n", "target-version knows no 'python3'"),
        ("[tool.black]\ntarget-version = 3\n", "target-version must be a list"),
    ],
)
def test_a_wrong_setting_is_told(pyproject: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_style(pyproject)


def test_an_unknown_unstable_feature_is_told() -> None:
    style = read_style("[tool.black]\nenable-unstable-feature = ['no_such_thing']\n")
    with pytest.raises(FormatError, match="no_such_thing"):
        format_source("a = 1\n", style)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style(), 'a = f("x", "y")\n'),
        (Style(line_length=12), 'a = f(\n    "x", "y"\n)\n'),
        (Style(skip_string_normalization=True), "a = f('x', \"y\")\n"),
    ],
)
def test_settings_are_obeyed(style: Style, expected: str) -> None:
    assert format_source("a = f('x', \"y\")\n", style) == expected
