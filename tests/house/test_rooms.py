"""The plan of the house: a line of rooms, in which nothing imports upwards."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "generator"
ROOMS = {
    "trade": set[str](),
    "sources": {"trade"},
    "store": {"trade"},
    "movements": {"trade"},
    "story": {"trade", "movements"},
    "commentary": {"trade", "movements", "story"},
    "charts": {"trade", "story"},
    "page": {"trade", "story", "charts"},
    "audit": {"trade"},
    "factcheck": {"trade", "story", "commentary", "audit"},
    "delivery": {"trade", "page", "store"},
}
for _desk_room in ("settings", "intake", "editions", "readers", "service"):
    ROOMS[_desk_room] = set(ROOMS)  # every room above it in this table
ROOMS["cli"] = {"movements", "settings", "intake", "editions", "readers", "service", "factcheck"}


def modules_named_in(text: str) -> Iterator[str]:
    """Yield every module that `text` imports; `from generator import store` yields `generator.store`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def rooms_named_in(text: str) -> set[str]:
    """Return the rooms that `text` imports."""
    return {name.split(".")[1] for name in modules_named_in(text) if name.startswith("generator.")}


def files_of(room: str) -> list[Path]:
    """Return the Python files of `room`, which is a folder or one file."""
    return sorted((HOUSE / room).rglob("*.py")) or [path for path in [HOUSE / f"{room}.py"] if path.exists()]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_only_the_rooms_below_it(room: str) -> None:
    """Reading one room asks for no knowledge of the rooms above it."""
    free = ROOMS[room] | {room, "errors", "__version__"}
    strangers = {path.name: rooms_named_in(path.read_text()) - free for path in files_of(room)}
    assert {} == {name: found for name, found in strangers.items() if found}


def test_errors_stand_below_every_room() -> None:
    """Any room may raise any error, so the tree of errors imports nothing of ours."""
    assert set() == rooms_named_in((HOUSE / "errors.py").read_text())


def test_every_room_is_on_the_plan() -> None:
    """A new room must say in the table what it may import."""
    found = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or list(path.glob("*.py"))}
    assert set() == found - set(ROOMS) - {"__init__", "errors"}


def file_of(name: str) -> str | None:
    """Return the file, under the house, of the module in which `name` is found; None: it is none of ours."""
    path = HOUSE.parent / name.replace(".", "/")
    for here in (path, path.parent) if name.startswith("generator.") else ():
        for found in (here.with_suffix(".py"), here / "__init__.py"):
            if found.exists():
                return str(found.relative_to(HOUSE))
    return None


def test_no_files_import_each_other_in_a_circle() -> None:
    """Not where a name is needed either: a file is read after those that it names, and none comes back to it."""
    named = {
        str(path.relative_to(HOUSE)): {found for name in modules_named_in(path.read_text()) if (found := file_of(name))}
        for path in HOUSE.rglob("*.py")
    }
    TopologicalSorter(named).prepare()  # CycleError names the files of a circle
    assert "audit/edition_data.py" in named["audit/claim_evidence.py"]


@pytest.mark.parametrize("room", ROOMS)
def test_imports_are_absolute(room: str) -> None:
    """A name is found by searching for its full path."""
    relative = {path.name for path in files_of(room) if any(n[0] == "." for n in modules_named_in(path.read_text()))}
    assert set() == relative


@pytest.mark.parametrize(
    "text", ["import generator.store", "from generator import store", "from generator.store import scan"]
)
def test_every_way_to_import_a_room_is_seen(text: str) -> None:
    """No spelling of an import slips past the table."""
    assert {"store"} == rooms_named_in(text)
