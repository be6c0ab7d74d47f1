"""What every room's tests may ask for."""

import os
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of published figures beside the checkout: too large and too varied in licence to keep in it."""
    folder = HOUSE.parent / "shared" / "data"
    if not folder.is_dir():
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer("needs ../shared/data, which is not part of the checkout")
    return folder
