"""What the tests of pages share: the packaged look, and the sample's files made once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.page import Look, load_look, render
from tests.page.sample import edition


@pytest.fixture(scope="session")
def look(tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Return the packaged look; its faces are kept between runs, in a folder named by their recipe."""
    return load_look(tmp_path_factory.getbasetemp().parent / "faces")


@pytest.fixture(scope="session")
def made(look: Look) -> Mapping[str, bytes]:
    """Return the files of the sample edition by name."""
    return {item.name: item.content for item in render(edition(), look)}
