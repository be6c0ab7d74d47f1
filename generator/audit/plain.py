"""Link A for the text part: words in order; rules and the marks of list items may stand between texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.bundle import Bundle
from generator.audit.compare import Comparer
from generator.audit.expected import stream
from generator.audit.finding import Finding, unbroken

GAP = re.compile(r"(?: *(?:[-=_~*·•─━═]+(?: |$)|[>|](?: |$)))* *")


_TYPED = str.maketrans("‘’“”", "''\"\"")  # a text file has the quotation marks of a keyboard


def typed(words: str) -> str:
    """Return `words` unbroken, with the quotation marks of a keyboard."""
    return unbroken(words).translate(_TYPED)


def read_text(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where the text file departs from the edition."""
    name = bundle.name("txt")
    comparer = Comparer(typed(bundle.text("txt")).strip(), fold=typed, gap=GAP)
    for departure in comparer.read(stream(bundle.story, "txt")):
        yield Finding(name, departure.said.words, "text differs", departure.problem)
