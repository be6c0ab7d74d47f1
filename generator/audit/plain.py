"""Link A for the text part: words in order; rules and the marks of list items may stand between texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.bundle import Bundle
from generator.audit.compare import Comparer
from generator.audit.expected import stream
from generator.audit.finding import Finding, folded

_GAP = re.compile(r"(?: *(?:[-=_~*·•─━═]+(?: |$)|[>|](?: |$)))* *")


def read_text(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where the text file departs from the edition."""
    name = bundle.name("txt")
    comparer = Comparer(folded(bundle.text("txt")).strip(), gap=_GAP)
    for departure in comparer.read(stream(bundle.story, "txt")):
        yield Finding(name, departure.said.words, "text differs", departure.problem)
