"""The finished starter desk, which the tests of the desk make."""

from tests.desk.conftest import finished

__all__ = ["finished"]
