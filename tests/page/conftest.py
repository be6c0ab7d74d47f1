"""What the tests of pages share: the packaged look, and the sample's files made once."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.page import Look, child, load_look, render
from tests import workers
from tests.page.sample import edition

NEW = child.COMMAND


@pytest.fixture(scope="session", autouse=True)
def loaded_workers() -> Iterator[None]:
    """Have pages made by workers that are loaded, where a process can be forked."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.platform == "linux":
            patch.setattr(child, "COMMAND", workers.command())
        yield


@pytest.fixture
def new_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pages made by workers as a build starts them."""
    monkeypatch.setattr(child, "COMMAND", NEW)


@pytest.fixture(scope="session")
def look(faces: Path) -> Look:
    """Return the packaged look."""
    return load_look(faces)


@pytest.fixture(scope="session")
def made(look: Look) -> Mapping[str, bytes]:
    """Return the files of the sample edition by name."""
    return {item.name: item.content for item in render(edition(), look)}
