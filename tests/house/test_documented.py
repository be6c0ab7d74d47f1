"""What a reader can meet is documented: every verb, every error code, every key of the settings."""

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from generator import errors
from generator.cli.program import GROUPS, app

HOUSE = Path(__file__).parents[2]
VERBS = [verb for verbs in GROUPS.values() for verb in verbs]
ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.GeneratorError)]


def all_docs() -> str:
    """Return the README and every page of docs/."""
    pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    """A verb that nobody can read about is not there."""
    assert f"tradebrief {verb}" in all_docs()


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_documented(verb: str) -> None:
    """docs/operating.md has a row for each verb with all that it takes."""
    command = get_command(app).commands[verb]  # type: ignore[attr-defined]  # the program is a group
    takes = [str(part.metavar or part.name).upper() for part in command.params if not _options(part)]
    row = " ".join(f"`{word}`" for word in (*takes, *(word for part in command.params for word in _options(part))))
    page = (HOUSE / "docs" / "operating.md").read_text(encoding="utf-8")
    assert f"| `{verb}` | {row} |" in page


def _options(part: Any) -> list[str]:  # noqa: ANN401 -- the library keeps its types private
    return [word for word in part.opts if word.startswith("--")]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_code_is_documented_with_its_exit_code(kind: type[errors.GeneratorError]) -> None:
    """docs/errors.md has a row for each."""
    page = (HOUSE / "docs" / "errors.md").read_text(encoding="utf-8")
    assert f"| `{kind.code}` | {kind.exit_code} |" in page


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_stands_in_the_tree(kind: type[errors.GeneratorError]) -> None:
    """The module's first page is the whole tree."""
    row = next(line for line in (errors.__doc__ or "").splitlines() if line.strip().startswith(f"{kind.__name__} "))
    assert f"exit {kind.exit_code}" in row
