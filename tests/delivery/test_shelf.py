"""The shelf: a revision is there whole or not at all."""

from pathlib import Path

import pytest

from generator.delivery import Shelf
from generator.errors import IntegrityError

FILES = {"en.txt": b"text", "charts/lines.svg": b"<svg/>", "manifest.json": b'{"files": []}'}


def test_a_revision_comes_back_as_it_was_put(tmp_path: Path) -> None:
    """Every file, folders too."""
    shelf = Shelf(tmp_path)
    shelf.put("minerals", "2025", 1, FILES)
    assert shelf.read("minerals", "2025", 1) == FILES


def test_a_replaced_revision_holds_nothing_of_the_old_one(tmp_path: Path) -> None:
    """The folder is exchanged, not written into."""
    shelf = Shelf(tmp_path)
    shelf.put("minerals", "2025", 1, {**FILES, "old.txt": b"old"})
    shelf.put("minerals", "2025", 1, FILES)
    assert shelf.read("minerals", "2025", 1) == FILES
    assert [path.name for path in (tmp_path / "minerals" / "2025").iterdir()] == ["r1"]


def test_what_is_not_there_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    """The message says which verb makes it again."""
    with pytest.raises(IntegrityError, match="regenerate"):
        Shelf(tmp_path).read("minerals", "2025", 1)


def test_an_old_revision_moved_aside_by_a_killed_run_comes_back(tmp_path: Path) -> None:
    """Killed between the two renames, a run has lost nothing."""
    shelf = Shelf(tmp_path)
    place = shelf.put("minerals", "2025", 1, FILES)
    place.rename(place.with_name(".r1.old"))
    (place.parent / ".r1.new").mkdir()
    shelf.sweep()
    assert shelf.read("minerals", "2025", 1) == FILES
    assert [path.name for path in place.parent.iterdir()] == ["r1"]
