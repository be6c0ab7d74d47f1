"""A store in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.store import FigureStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FigureStore]:
    """Return a new store."""
    with FigureStore(tmp_path / "state") as opened:
        yield opened
