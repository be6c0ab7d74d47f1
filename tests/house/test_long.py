"""What `make test` leaves to `make check-all` is named in tests/long.txt, one file, test or case a line, in order."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_every_long_test_is_there() -> None:
    """A line whose test has another name by now would leave nothing out, and nobody would see it."""
    lines = (HOUSE / "tests" / "long.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    for line in lines:
        file, _, test = line.partition("::")
        text = (HOUSE / file).read_text(encoding="utf-8")
        assert not test or re.search(rf"^def {test.partition('[')[0]}\(", text, re.MULTILINE), line
