"""What the site shows beside the pages of this folder, as a hook of mkdocs.

Pages link to files elsewhere in the repository as GitHub needs it (`../examples/targets`); on the site these are pages
too, and the links lead there. The comments by which tests know what a block is (tests/test_docs.py) become titles of the
blocks, so that a reader sees the name of the file as well.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
FILES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
FOLDERS = {
    f"examples/{folder.name}": f"examples/{folder.name}.md"
    for folder in sorted((ROOT / "examples").iterdir())
    if folder.is_dir()
}
LANGUAGES = {
    ".py": "python",
    ".toml": "toml",
    ".sql": "sql",
    ".j2": "jinja",
    ".md": "markdown",
    ".yml": "yaml",
    ".yaml": "yaml",
}
SOURCES = {"action.yml": "files/action.md", ".pre-commit-hooks.yaml": "files/pre-commit-hooks.md"}
UNLISTED = InclusionLevel.NOT_IN_NAV
LINK = re.compile(r"(?<=\]\()([^)#:\s]+)")
BLOCK = re.compile(r"^<!-- (write|edit|shows): (\S+) -->\n+```(\w+)$", re.M)
REMOTE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"?(?:https?:)?//[^>]*>")
TITLES = {"write": "{}", "edit": "{}, edited", "shows": "in {}"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site, with those that stand outside of this folder."""
    for source, page in FILES.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    for folder, page in FOLDERS.items():
        text = _folder_page(folder)
        files.append(File.generated(config, page, content=text, inclusion=UNLISTED))
    for source, page in SOURCES.items():
        text = f"# {source}\n\n{_block(ROOT / source)}"
        files.append(File.generated(config, page, content=text, inclusion=UNLISTED))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The text of a page, with links to pages of the site and a title above each block that is a file."""
    titled = BLOCK.sub(
        lambda found: f'```{found[3]} title="{TITLES[found[1]].format(found[2])}"', markdown
    )
    return LINK.sub(lambda found: _link(found[0], page.file.src_uri), titled)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The page as it is built. Raises PluginError where it would load something from elsewhere."""
    if found := REMOTE.search(output):
        raise PluginError(f"{page.file.src_uri}: the site has to load nothing remote: {found[0]}")
    return output


def _link(target: str, page: str) -> str:
    """Where a link of a page leads on the site, when it leads to a file that is a page there."""
    places = {made: source for source, made in FILES.items()}
    source = places.get(page, f"docs/{page}")
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    known = {**FILES, **FOLDERS, **SOURCES}
    if wanted not in known and not (page in places and wanted.startswith("docs/")):
        return target
    found = known.get(wanted, wanted.removeprefix("docs/"))
    return posixpath.relpath(found, posixpath.dirname(page) or ".")


def _folder_page(folder: str) -> str:
    """A page with every file of a folder of examples."""
    parts = [f"# {folder}\n"]
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and path.suffix in LANGUAGES and path.stat().st_size:
            name = path.relative_to(ROOT / folder).as_posix()
            parts.append(f"## `{name}`\n\n{_block(path)}")
    return "\n".join(parts)


def _block(path: Path) -> str:
    """A file as a block of code."""
    text = path.read_text(encoding="utf-8").rstrip()
    return f'````{LANGUAGES[path.suffix]} title="{path.name}"\n{text}\n````\n'
