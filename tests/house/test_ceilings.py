"""How large the house may be: files and lines of each room, and names that stand for two things."""

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
GENERATOR = HOUSE / "generator"
# Files of each room, and its lines rounded up to fifty (docs/decisions/0009). A change that needs more raises a number
# here and says why.
CEILINGS = {
    "audit": (55, 12400),
    "charts": (32, 4750),
    "cli": (20, 4100),
    "commentary": (17, 3850),
    "delivery": (10, 1550),
    "editions": (28, 6100),
    "factcheck": (8, 1750),
    "intake": (15, 3000),
    "movements": (38, 7350),
    "page": (27, 4000),
    "readers": (12, 1950),
    "service": (13, 3300),
    "settings": (22, 4200),
    "sources": (31, 5400),
    "store": (15, 3200),
    "story": (76, 14550),
    "trade": (15, 2100),
}
TESTS = (421, 57350)  # files and lines of tests/


def modules(folder: Path) -> list[Path]:
    """Return the Python files below `folder`, in order."""
    return sorted(folder.rglob("*.py"))


def lines_of(paths: Iterable[Path]) -> int:
    """Return how many lines `paths` have together."""
    return sum(len(path.read_text("utf-8").splitlines()) for path in paths)


def repeated(names: Iterable[str]) -> set[str]:
    """Return the names that occur more than once."""
    return {name for name, count in Counter(names).items() if count > 1}


def shared_modules() -> list[Path]:
    """Return the modules but those of single languages, whose folders have the same files on purpose."""
    return [path for path in modules(GENERATOR) if GENERATOR / "story" / "languages" not in path.parents]


@pytest.mark.parametrize("room", sorted(CEILINGS))
def test_a_room_stays_under_its_ceiling(room: str) -> None:
    """A room grows by a decision."""
    files, lines = CEILINGS[room]
    found = modules(GENERATOR / room)
    assert len(found) <= files
    assert lines_of(found) <= lines


def test_the_tests_stay_under_their_ceiling() -> None:
    """Tests are read too."""
    files, lines = TESTS
    found = modules(HOUSE / "tests")
    assert len(found) <= files
    assert lines_of(found) <= lines


def test_every_room_has_a_ceiling() -> None:
    """A new room says how large it may be."""
    assert set(CEILINGS) == {path.parent.name for path in GENERATOR.glob("*/__init__.py")}


def test_no_two_modules_have_one_name() -> None:
    """The name of a module leads to one file."""
    assert set() == repeated(path.stem for path in shared_modules() if path.stem != "__init__")


def test_no_two_classes_have_one_name() -> None:
    """A type in a signature is found by a search for its name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in shared_modules()]
    assert set() == repeated(node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef))


# The modules that may name a language other than English: its own folder, its fonts, its measures of a page,
# the audit's own tables, and the list of languages.
OF_LANGUAGES = {
    "audit/patterns/tongue.py",
    "charts/scripts.py",
    "page/documents.py",
    "settings/value_types.py",
    "sources/gacc_names.py",  # customs publish names in two languages
    "sources/name_lists.py",
}


def strings_of(path: Path) -> set[str]:
    """Return the string literals of a module."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_a_language_is_named_only_where_it_is_described() -> None:
    """A new language is a folder and a row in these modules."""
    naming = {str(path.relative_to(GENERATOR)) for path in shared_modules() if {"zh", "ur"} & strings_of(path)}
    assert set() == naming - OF_LANGUAGES


def test_a_form_of_chart_is_named_only_in_its_own_modules() -> None:
    """A new form of chart changes no other module: it is drawn, told and read back by one module each."""
    forms = {path.stem.removesuffix("_plot") for path in (GENERATOR / "charts").glob("*_plot.py")}
    naming = {
        (str(path.relative_to(GENERATOR)), form)
        for path in modules(GENERATOR)
        for form in forms & strings_of(path)
        if path.stem not in {form, f"{form}_plot"} and not path.match("audit/seen/*_form*.py")
    }
    assert {
        ("story/pictures/balance.py", "updown_bars"),
        ("story/pictures/lines.py", "ordered_bars"),
        ("story/pictures/partners.py", "share_dots"),
        ("story/pictures/price.py", "index_lines"),
        ("story/pictures/shares.py", "dumbbell"),
        ("story/pictures/total.py", "upright_bars"),
    } == naming
