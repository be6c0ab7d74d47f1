"""Read every finished file of a language back, and compare it with edition.json.

The files are read in the order in which they are made: charts, the PDF, the texts and pages that say how many pages it
has, and last the mail with it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from operator import itemgetter
from typing import Any

from lxml import etree

from generator.audit.edition_data import HEADS, Data, Finding, fold_spaces
from generator.audit.readers.expected_texts import Bundle, charts, drawing
from generator.audit.readers.html_reader import page
from generator.audit.readers.page_reader import (
    compare_drawing,
    compare_page,
    compare_plain,
    read_html,
    read_markdown,
    read_text,
)
from generator.audit.readers.pdf_reader import read_pdf
from generator.audit.readers.word_reader import read_word
from generator.audit.readers.workbook_reader import read_workbook
from generator.audit.seen.svg_marks import picture
from generator.audit.trace.document_sheets import strip_guard

_FORMS = {"pdf": "pdf", "link": "link", "none": "digest"}  # `attach` in the settings to the form that readers choose
_FORMATS = ("pdf", "html", "email")  # of an edition that does not say which it has
_PDF = "application/pdf"
_HEADERS = ("From", "To", "Date")
_Part = tuple[str, EmailMessage]  # media type and part; the type is kept because headers are parsed at every access


def read_back(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between a finished file and the edition, and every missing file."""
    listed = bundle.edition.get("formats", _FORMATS)
    formats = {form for word in listed for form in _CARRIES.get(word, (word,))}
    yield from read_charts(bundle)
    for ending, (form, reader) in _READERS.items():
        if bundle.name(ending) in bundle.files:
            yield from reader(bundle)
        elif form in formats:
            yield Finding(bundle.name(ending), "", "file missing", "the edition asks for this format")
    if "mail" in formats:
        for attached in bundle.edition.get("attach", ())[1:]:
            other_bundle = _in_form(bundle, attached)
            if other_bundle.name("eml") in bundle.files:
                yield from read_mail(other_bundle)
            else:
                yield Finding(other_bundle.name("eml"), "", "file missing", "readers may choose this form")


def read_mail(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the message and the edition."""
    name = bundle.name("eml")
    message = message_from_bytes(bundle.files[name], policy=policy.default)
    walked = [part for part in message.walk() if not part.is_multipart() and isinstance(part, EmailMessage)]
    parts = [(part.get_content_type(), part) for part in walked]
    subject = bundle.story["subject"]["words"]
    if fold_spaces(str(message["Subject"])).strip() != fold_spaces(subject).strip():
        yield Finding(name, subject, "subject differs", f"it reads {str(message['Subject'])!r}")
    for key in _HEADERS:
        if not message[key]:
            yield Finding(name, "", "header missing", key)
    for media, what in (("text/plain", "text"), ("text/html", "HTML")):
        matching = [part for kind, part in parts if kind == media]
        if len(matching) != 1:
            yield Finding(name, "", "mail parts", f"{len(matching)} {what} parts; one is expected")
        for part in matching:
            if what == "text":
                yield from compare_plain(name, _text(part), bundle, "text part differs")
            else:
                yield from _html(name, bundle, _text(part), parts)
    yield from _attached(name, bundle, parts)


def _in_form(bundle: Bundle, attached: str) -> Bundle:
    """Return the edition as a message of that form tells it, with only its own words about what it carries."""
    mark = [f"mail-{attached}"]
    blocks = [
        {**block, "shown": ["mail", "txt"]} if block.get("shown") == mark else block
        for block in bundle.story["blocks"]
        if block["kind"] != "call" or block.get("shown") == mark
    ]
    stories = {**bundle.edition["stories"], bundle.language: {**bundle.story, "blocks": blocks}}
    return replace(bundle, form=_FORMS[attached], edition={**bundle.edition, "stories": stories})


def _text(part: EmailMessage) -> str:
    return (part.get_payload(decode=True) or b"").decode(part.get_content_charset("utf-8"), errors="replace")  # type: ignore[union-attr]


def _html(name: str, bundle: Bundle, html: str, parts: list[_Part]) -> Iterator[Finding]:
    document = page(html)
    yield from compare_page(name, document, bundle, "mail")
    titles = {fold_spaces(bundle.story[key]["words"]).strip() for key in HEADS}
    for _, words in document.heads:
        if words not in titles:
            title = bundle.story["title"]["words"]
            yield Finding(name, title, "title differs", f"a title of its HTML reads {words!r}")
    for _ in document.scripts:
        yield Finding(name, "", "page script", "a message carries no script")
    named = {cid for address in document.addresses for cid in re.findall(r"cid:([^\s,]+)", address)}
    inline = {str(part["Content-ID"]).strip("<> ") for _, part in parts if part["Content-ID"]}
    for cid in sorted(named - inline):
        yield Finding(name, "", "inline image", f"{cid} is named but not there")
    for cid in sorted(inline - named):
        yield Finding(name, "", "inline image", f"{cid} is there but not shown")


def _attached(name: str, bundle: Bundle, parts: list[_Part]) -> Iterator[Finding]:
    if bundle.form and any(media == _PDF for media, _ in parts) != (bundle.form == _FORMS["pdf"]):
        yield Finding(name, "", "attachment", f"a message of the form {bundle.form} has the PDF, or has it not")
    expected = f"{bundle.edition['briefing']}-{bundle.edition['period']}-{bundle.language}.pdf"
    for media, part in parts:
        if media in {"text/plain", "text/html"} or (media.startswith("image/") and part["Content-ID"]):
            continue
        if media != _PDF or part.get_filename() != expected:
            problem = f"{part.get_filename()!r} ({media}) is attached; only {expected} may be"
            yield Finding(name, "", "attachment", problem)
        elif part.get_payload(decode=True) != bundle.files.get(bundle.name("pdf")):
            yield Finding(name, "", "attachment", f"{expected} is not {bundle.name('pdf')}, byte for byte")


# By ending of the file: the word in `formats` that asks for it, and the reader.
_READERS: dict[str, tuple[str, Callable[[Bundle], Iterator[Finding]]]] = {
    "pdf": ("pdf", read_pdf),
    "txt": ("txt", read_text),
    "md": ("md", read_markdown),
    "docx": ("docx", read_word),
    "xlsx": ("xlsx", read_workbook),
    "html": ("html", read_html),
    "eml": ("mail", read_mail),
}
_CARRIES = {"email": ("mail", "txt", "md")}  # in a briefing's settings, `email` means the message and its texts


_NUMBERS = frozenset({"value", "low", "high", "before"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# By what a chart draws: the columns of its CSV, and the keys of its spec's data.
_FIELDS = {
    "bars": (("label", "figure", "value", "low", "high", "bound", "before"), ("label", "figure", "value", "bound")),
    "curves": (("label", "span", "value"), ("label", "span", "value")),
}
_BAND = ("low", "high")


def read_charts(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between a chart's own files and the edition."""
    blocks = {block["name"]: block for form in ("html", "pdf", "mail") for block in charts(bundle.story, form)}
    for chart, block in blocks.items():
        name = f"charts/{chart}.{bundle.language}"
        yield from _svg(f"{name}.svg", bundle, block)
        yield from _numbers(name, bundle, block)


def _svg(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    if name not in bundle.files:
        yield Finding(name, block["title"]["words"], "file missing", "the edition has this chart")
        return
    try:
        root = etree.fromstring(bundle.files[name], _PARSER)
    except etree.XMLSyntaxError as fault:
        yield Finding(name, "", "file unreadable", str(fault))
        return
    expected = drawing(block, framed=True)
    yield from compare_drawing(name, picture(root), expected, is_turned=bundle.is_turned, described=True)


def _numbers(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    """Yield the numbers that differ in a chart's CSV and in the data of its spec."""
    kind = "curves" if block.get("curves") else "bars"
    columns, keys = _FIELDS[kind]
    if any(curve.get("lows") for curve in block.get("curves", ())):
        columns = columns + _BAND
        keys = keys + _BAND
    items = list(_drawn_items(block, kind))
    spec = f"{name}.json"
    yield from _number_faults(f"{name}.csv", bundle, items, columns, _in_csv)
    length = "length" if kind == "bars" else "value"
    ends = [{**item, "value": item["low"]} if item.get("bound") else item for item in items]
    once = {tuple([item.get(key) for key in keys]): item for item in ends}  # as a spec is read
    yield from _number_faults(spec, bundle, list(once.values()), keys, lambda content: _in_spec(content, keys, length))


def _drawn_items(block: Data, kind: str) -> Iterator[Data]:
    """Yield the data that a chart's files have for each bar, point or part."""
    for shape in block[kind]:
        label = shape["label"]["words"]
        if kind == "bars":
            yield {**shape, "label": label, "figure": shape["figure"]["words"]}
        else:
            numbers = {"span": shape["spans"], "value": shape["points"]}
            if shape.get("lows"):
                numbers |= {"low": shape["lows"], "high": shape["highs"]}
            for point in zip(*numbers.values(), strict=True):
                yield {"label": label, **dict(zip(numbers, point, strict=True))}


def _number_faults(
    name: str, bundle: Bundle, items: list[Data], fields: tuple[str, ...], read: Callable[[bytes], Iterable[Data]]
) -> Iterator[Finding]:
    """Yield the numbers that a file lacks, and additional ones. A file that does not exist is not judged."""
    if name not in bundle.files:
        return
    try:
        in_file = Counter(map(itemgetter(*fields), read(bundle.files[name])))
    except (ValueError, KeyError) as fault:
        yield Finding(name, "", "file unreadable", f"{type(fault).__name__}: {fault}")
        return
    expected = Counter(tuple([item.get(field) for field in fields]) for item in items)
    for what, rows in (("it lacks", expected - in_file), ("besides it has", in_file - expected)):
        for row in rows.elements():
            words = next(str(part) for part in (row[1], row[0]) if isinstance(part, str))
            yield Finding(name, words, "chart data differ", f"{what} {row}")


def _in_csv(content: bytes) -> Iterator[Data]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        numbers = {key: float(row[key]) if row[key] else None for key in _NUMBERS & row.keys()}
        words = {key: strip_guard(row[key]) for key in ("label", "figure") if key in row}
        yield {**row, **words, **numbers, "bound": row.get("bound", "").lower() == "true"}


def _in_spec(content: bytes, keys: tuple[str, ...], length: str) -> Iterable[Data]:
    """Return the numbers in the data of a Vega-Lite spec, each once, even if several layers draw it."""
    needed = {*keys, length} - {"value", "bound"}
    items = ({**item, "value": item[length]} for item in _labelled(content) if needed <= item.keys())
    return {tuple(item.get(key) for key in keys): item for item in items if length in item}.values()


def _labelled(content: bytes) -> list[Data]:
    """Return every object with a label in a spec. The lines of a long label are joined."""
    items: list[Data] = []

    def keep(item: dict[str, Any]) -> dict[str, Any]:
        if "label" in item:
            items.append({**item, "label": fold_spaces(str(item["label"]))})
        return item

    json.loads(content, object_hook=keep)
    return items
