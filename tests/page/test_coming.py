"""Files that come: whoever asks for one has it when it is made, and learns that it is not among them at the end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

import pytest

from generator.page.coming import Coming


def test_a_file_is_had_when_it_is_made_and_not_later() -> None:
    """Not before, though others are there, and before the last one is made."""
    coming = Coming()
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(coming.__getitem__, "en.html")
        coming.add("en.txt", b"text")
        with pytest.raises(NotYet):
            asked.result(timeout=0.1)
        coming.add("en.html", b"page")
        assert b"page" == asked.result(timeout=10)
        coming.end()


def test_what_was_not_made_is_not_there_at_the_end() -> None:
    """Nobody waits for what does not come, and the names are told when all are there."""
    coming = Coming()
    with ThreadPoolExecutor(2) as aside:
        missing, names = aside.submit(coming.get, "en.pdf"), aside.submit(list, coming)
        coming.add("en.txt", b"text")
        coming.end()
        assert (None, ["en.txt"]) == (missing.result(timeout=10), names.result(timeout=10))
    assert (1, {"en.txt": b"text"}) == (len(coming), dict(coming))
