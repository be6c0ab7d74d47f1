"""What the tests of charts share: a ruler over the cut faces."""

from __future__ import annotations

import pytest

from generator.charts.faces import cut_faces
from generator.charts.measure import Ruler


@pytest.fixture(scope="session")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> Ruler:
    """Return a ruler; its faces are kept between runs, in a folder named by their recipe."""
    return Ruler(cut_faces(tmp_path_factory.getbasetemp().parent / "faces"))
