"""The version, which stands where people look for it and where the program finds it."""

import tomllib
from pathlib import Path

import generator


def test_the_program_knows_the_version_that_is_released() -> None:
    """A manifest names the very version that was installed."""
    released = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["version"]
    assert released == generator.__version__
