"""What the tests of pages share: the packaged look, and the sample's files made once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.page import EditionLook, load_look, render
from tests.page.sample import edition


@pytest.fixture(scope="session")
def look(faces: Path) -> EditionLook:
    """Return the packaged look."""
    return load_look(faces)


@pytest.fixture(scope="session")
def made(look: EditionLook) -> Mapping[str, bytes]:
    """Return the files of the sample edition by name."""
    return {item.name: item.content for item in render(edition(), look)}
