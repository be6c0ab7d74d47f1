"""Link A: the finished bytes say what the edition says, in every format and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.audit.bundle import Bundle
from generator.audit.charts import read_charts
from generator.audit.finding import Finding
from generator.audit.mail import read_forms, read_mail
from generator.audit.pages import read_html, read_markdown, read_text
from generator.audit.pdf import read_pdf

# in the order in which they are made; ending of the file: the word of `formats` that asks for it, and the reader
READERS: dict[str, tuple[str, Callable[[Bundle], Iterator[Finding]]]] = {
    "txt": ("txt", read_text),
    "md": ("md", read_markdown),
    "html": ("html", read_html),
    "pdf": ("pdf", read_pdf),
    "eml": ("mail", read_mail),
}
_CARRIES = {"email": ("mail", "txt", "md")}  # a briefing's settings call the message and its texts `email`


def read_back(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where a finished file departs from the edition, and every file that is not there."""
    asked = _asked(bundle)
    yield from read_charts(bundle)
    for ending, (form, reader) in READERS.items():
        if bundle.name(ending) in bundle.files:
            yield from reader(bundle)
        elif form in asked:
            yield Finding(bundle.name(ending), "", "file missing", "the edition asks for this format")
    if "mail" in asked:
        yield from read_forms(bundle)


def _asked(bundle: Bundle) -> set[str]:
    listed = bundle.edition.get("formats")
    if listed is None:
        return {form for form, _ in READERS.values()}
    return {form for word in listed for form in _CARRIES.get(word, (word,))}
