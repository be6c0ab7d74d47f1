"""What a reader can meet is documented: every verb, every error code, every key of the settings."""

from pathlib import Path

import pytest

from generator import errors
from generator.cli.program import GROUPS

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
