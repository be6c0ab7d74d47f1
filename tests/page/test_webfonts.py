"""The faces inside a page: packed when they were cut, packed anew for a sign that is not among the plain ones."""

from __future__ import annotations

import base64
import io
import re

from fontTools.ttLib import TTFont

from generator.charts.faces import FACES, LABELS, font_faces
from generator.page.edition_look import EditionLook

PLAIN = "Ores +1.2% “in 2025”"


def drawn(rule: str) -> set[int]:
    """Return the characters of the face in a rule."""
    found = re.search("base64,([^)]*)", rule)
    assert found is not None
    return set(TTFont(io.BytesIO(base64.b64decode(found[1]))).getBestCmap())


def test_plain_words_take_the_faces_that_lie_ready(look: EditionLook) -> None:
    """They were packed when they were cut: a build packs nothing."""
    kept = [(look.faces / face.rule).read_text(encoding="ascii") for face in FACES]
    assert kept == font_faces(look.faces, PLAIN).splitlines()
    assert all(set(map(ord, PLAIN)) <= drawn(rule) for rule in kept)


def test_a_name_with_other_letters_is_drawn_too(look: EditionLook) -> None:
    """A mine in Čelić is set in our faces, not in the reader's."""
    for rule in font_faces(look.faces, "Čelić", LABELS).splitlines():
        assert set(map(ord, "Čelić")) <= drawn(rule)
