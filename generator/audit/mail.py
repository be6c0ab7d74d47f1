"""Link A for the message: headers, both text parts, inline images, the attached PDF, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from generator.audit.bundle import Bundle
from generator.audit.dom import page
from generator.audit.edition import HEADS
from generator.audit.finding import Finding, folded
from generator.audit.pages import compared, typed

FORMS = {"pdf": "pdf", "link": "link", "none": "digest"}  # what is attached, and what a reader calls it
_PDF = "application/pdf"
_HEADERS = ("From", "To", "Date")
_Typed = tuple[str, EmailMessage]


def read_mail(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where the message departs from the edition."""
    name = bundle.name("eml")
    message = message_from_bytes(bundle.files[name], policy=policy.default)
    parts = [part for part in message.walk() if not part.is_multipart() and isinstance(part, EmailMessage)]
    subject = bundle.story["subject"]["words"]
    if folded(str(message["Subject"])).strip() != folded(subject).strip():
        yield Finding(name, subject, "subject differs", f"it reads {str(message['Subject'])!r}")
    yield from (Finding(name, "", "header missing", key) for key in _HEADERS if not message[key])
    by_type = [(part.get_content_type(), part) for part in parts]  # asked once: a header is parsed anew each time
    yield from _plain(name, bundle, _of(by_type, "text/plain"))
    yield from _pretty(name, bundle, _of(by_type, "text/html"), parts)
    yield from _attached(name, bundle, by_type)


def read_forms(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where a message departs from the edition that goes to readers who chose another form."""
    for attached in bundle.edition.get("attach", ())[1:]:
        one = _in_form(bundle, attached)
        if one.name("eml") in bundle.files:
            yield from read_mail(one)
        else:
            yield Finding(one.name("eml"), "", "file missing", "readers may choose this form")


def _in_form(bundle: Bundle, attached: str) -> Bundle:
    """Return the edition as the message of that form tells it: with its own words on what it carries alone."""
    own = f"mail-{attached}"
    blocks = [
        {**block, "shown": ["mail", "txt"]} if block.get("shown") == [own] else block
        for block in bundle.story["blocks"]
        if block["kind"] != "call" or block.get("shown") == [own]
    ]
    stories = {**bundle.edition["stories"], bundle.language: {**bundle.story, "blocks": blocks}}
    return replace(bundle, form=FORMS[attached], edition={**bundle.edition, "stories": stories})


def _of(parts: Sequence[_Typed], media: str) -> list[EmailMessage]:
    return [part for own, part in parts if own == media]


def _text(part: EmailMessage) -> str:
    return (part.get_payload(decode=True) or b"").decode(part.get_content_charset("utf-8"), errors="replace")  # type: ignore[union-attr]


def _plain(name: str, bundle: Bundle, parts: Sequence[EmailMessage]) -> Iterator[Finding]:
    if len(parts) != 1:
        yield Finding(name, "", "mail parts", f"{len(parts)} text parts; one is expected")
    for part in parts:
        yield from typed(name, _text(part), bundle, "text part differs")


def _pretty(
    name: str, bundle: Bundle, parts: Sequence[EmailMessage], all_parts: Sequence[EmailMessage]
) -> Iterator[Finding]:
    if len(parts) != 1:
        yield Finding(name, "", "mail parts", f"{len(parts)} HTML parts; one is expected")
    for part in parts:
        found = page(_text(part))
        yield from compared(name, found, bundle, "mail")
        known = {folded(bundle.story[key]["words"]).strip() for key in HEADS}
        yield from (
            Finding(name, bundle.story["title"]["words"], "title differs", f"a title of its HTML reads {words!r}")
            for _, words in found.heads
            if words not in known
        )
        yield from (Finding(name, "", "page script", "a message carries no script") for _ in found.scripts)
        named = {word for address in found.addresses for word in re.findall(r"cid:([^\s,]+)", address)}
        inline = {str(item["Content-ID"]).strip("<> ") for item in all_parts if item["Content-ID"]}
        yield from (
            Finding(name, "", "inline image", f"{cid} is named but not there") for cid in sorted(named - inline)
        )
        yield from (
            Finding(name, "", "inline image", f"{cid} is there but not shown") for cid in sorted(inline - named)
        )


def _attached(name: str, bundle: Bundle, parts: Sequence[_Typed]) -> Iterator[Finding]:
    if bundle.form and any(media == _PDF for media, _ in parts) != (bundle.form == FORMS["pdf"]):
        yield Finding(name, "", "attachment", f"a message of the form {bundle.form} has the PDF, or has it not")
    expected = f"{bundle.edition['briefing']}-{bundle.edition['period']}-{bundle.language}.pdf"
    for media, part in parts:
        if media in {"text/plain", "text/html"} or (media.startswith("image/") and part["Content-ID"]):
            continue
        if media != _PDF or part.get_filename() != expected:
            yield Finding(
                name, "", "attachment", f"{part.get_filename()!r} ({media}) is attached; only {expected} may be"
            )
        elif part.get_payload(decode=True) != bundle.files.get(bundle.name("pdf")):
            yield Finding(name, "", "attachment", f"{expected} is not {bundle.name('pdf')}, byte for byte")
