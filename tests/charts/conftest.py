"""What the tests of charts share: a ruler over the cut faces."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.charts.faces import cut_faces
from generator.charts.ruler import Ruler


@pytest.fixture(scope="session")
def ruler(faces: Path) -> Ruler:
    """Return a ruler."""
    return Ruler(cut_faces(faces))
