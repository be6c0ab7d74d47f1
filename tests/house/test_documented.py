"""What a reader can meet is documented: every verb, every error code, every key of the settings."""

import re
from pathlib import Path

import pytest

from generator import errors
from generator.cli.program import GROUPS, verbs

HOUSE = Path(__file__).parents[2]
PAGES = [*sorted(HOUSE.glob("*.md")), *sorted((HOUSE / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
PLACE = re.compile(r"`((?:generator|tests|benchmarks)/[\w./-]+)`")
VERBS = [verb for group in GROUPS.values() for verb in group]
ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.GeneratorError)]


def all_docs() -> str:
    """Return the README and every page of docs/."""
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def anchors(page: Path) -> set[str]:
    """Return the names by which links find the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading in it."""
    for name, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / name if name else page
        assert target.exists(), name
        assert not anchor or anchor in anchors(target), f"{name}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    """A file of the program or of its tests; NAME and TAG stand for any."""
    named = PLACE.findall(page.read_text(encoding="utf-8"))
    assert [] == [name for name in named if not re.search("NAME|TAG", name) and not (HOUSE / name).exists()]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(verb: str) -> None:
    """A verb that nobody can read about is not there."""
    assert f"tradebrief {verb}" in all_docs()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_takes_the_same_asked_for_alone(verb: str) -> None:
    """Its room is read alone, which has it with all its options, and no verb that the help does not list."""
    alone, every = verbs(verb).commands, verbs().commands
    assert [str(part) for part in every[verb].params] == [str(part) for part in alone[verb].params]
    assert set(VERBS) == every.keys()


def test_a_word_that_is_no_verb_is_held_against_all() -> None:
    """So that the verb that was meant can be told."""
    assert verbs("biuld").commands.keys() == verbs().commands.keys()


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
