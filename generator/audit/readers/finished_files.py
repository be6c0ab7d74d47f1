"""Every finished file of a language read back and compared with edition.json.

They are read in the order in which they are made: pictures, texts, pages, and last the mail with the PDF in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.audit.findings import Finding
from generator.audit.readers.chart_file_reader import read_charts
from generator.audit.readers.expected import Bundle
from generator.audit.readers.mail_reader import read_forms, read_mail
from generator.audit.readers.page_reader import read_html, read_markdown, read_text
from generator.audit.readers.pdf_reader import read_pdf

# ending of the file: the word of `formats` that asks for it, and the reader
_READERS: dict[str, tuple[str, Callable[[Bundle], Iterator[Finding]]]] = {
    "txt": ("txt", read_text),
    "md": ("md", read_markdown),
    "html": ("html", read_html),
    "pdf": ("pdf", read_pdf),
    "eml": ("mail", read_mail),
}
_CARRIES = {"email": ("mail", "txt", "md")}  # a briefing's settings call the message and its texts `email`


def read_back(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where a finished file departs from the edition, and every file that is not there."""
    listed = bundle.edition.get("formats", [form for form, _ in _READERS.values()])
    asked = {form for word in listed for form in _CARRIES.get(word, (word,))}
    yield from read_charts(bundle)
    for ending, (form, reader) in _READERS.items():
        if bundle.name(ending) in bundle.files:
            yield from reader(bundle)
        elif form in asked:
            yield Finding(bundle.name(ending), "", "file missing", "the edition asks for this format")
    if "mail" in asked:
        yield from read_forms(bundle)
