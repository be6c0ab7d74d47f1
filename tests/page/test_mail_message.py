"""The message: complete without its pictures, in parts that mail programs know, the same bytes each time."""

from __future__ import annotations

import email
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from generator.page import EditionLook, render
from generator.page.mail_message import content_id, make_message
from generator.story.plan import Text
from tests.page.sample import edition, story


@pytest.fixture(name="message")
def read(made: Mapping[str, bytes]) -> EmailMessage:
    """Return the sample's message as a mail program reads it."""
    return email.message_from_bytes(made["en.eml"], policy=default)


def test_the_text_part_is_the_text_file(made: Mapping[str, bytes], message: EmailMessage) -> None:
    """Who reads plain text reads what the edition's folder holds."""
    part = message.get_body(("plain",))
    assert part is not None
    assert made["en.txt"].decode() == part.get_content().replace("\r\n", "\n")


def test_every_picture_named_is_inside_and_told(message: EmailMessage) -> None:
    """Images may be off: each has its alt text, and each id has its part."""
    part = message.get_body(("html",))
    assert part is not None
    page = part.get_content()
    inside = {str(one["Content-ID"]).strip("<>") for one in message.walk() if one["Content-ID"]}
    assert inside == set(re.findall(r"cid:([^\"\s]+)", page))
    assert len(re.findall("<img ", page)) == len(re.findall('<img [^>]*alt="Bar chart', page)) == 1


def test_the_id_of_a_picture_stands_on_its_line() -> None:
    """However long the names of briefing and picture: a folded id has an empty first line, which some readers take."""
    long = edition(name="minerals-and-metals-of-all-the-neighbours-together", period="2025-01..2025-02")
    identity = content_id(long, story(), "contributions-mail", "narrow")
    raw = make_message(long, story(), "text\n", "<p>x</p>", {identity: b"\x89PNG\r\n\x1a\n"}, None)
    assert f"Content-ID: <{identity}>\r\n".encode() in raw


def test_the_pdf_is_attached_under_the_edition_s_name(made: Mapping[str, bytes], message: EmailMessage) -> None:
    """A reader finds it again in a folder of downloads."""
    attached = {one.get_filename(): one.get_content() for one in message.iter_attachments()}
    assert {"pakistan-minerals-2025-en.pdf": made["en.pdf"]} == attached


def test_the_headers_come_from_the_edition(message: EmailMessage) -> None:
    """Sender, nobody as reader yet, the as-of date, an id that is the same each time."""
    found = [str(message[name]) for name in ("From", "To", "Date", "Message-ID", "Subject")]
    assert [
        "Trade Section <trade@example.org>",
        "undisclosed-recipients:;",
        "Wed, 28 Jan 2026 00:00:00 +0000",
        "<pakistan-minerals.2025.r1.en@example.org>",
        story().subject.words,
    ] == found


@pytest.mark.parametrize("subject", ["从巴基斯坦进口铜" * 9, "Über " * 30, "word " * 40 + "end", "one\u00a0two"])
def test_a_long_or_foreign_subject_folds_and_comes_back(subject: str) -> None:
    """No header line is longer than 78 bytes, and the reader sees the words as they were."""
    told = replace(story(), subject=Text(subject))
    raw = make_message(edition(), told, "text\n", "<p>x</p>", {}, None)
    head = raw.partition(b"\r\n\r\n")[0]
    seen = email.message_from_bytes(raw, policy=default)["Subject"]
    assert subject.replace("\u00a0", " ").strip() == str(seen).strip()
    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_every_line_ends_as_mail_wants_and_none_is_too_long(made: Mapping[str, bytes]) -> None:
    """CRLF throughout, 998 bytes at most (RFC 5322, 2.1.1)."""
    assert made["en.eml"].count(b"\n") == made["en.eml"].count(b"\r\n")
    assert max(map(len, made["en.eml"].split(b"\r\n"))) <= 998


def test_styles_are_inlined_and_media_rules_stay(message: EmailMessage) -> None:
    """Clients that drop the style element still show the mail; those that keep it show phone and dark."""
    part = message.get_body(("html",))
    assert part is not None
    assert re.search(r"<h1 style=\"[^\"]*font", part.get_content())
    assert "prefers-color-scheme: dark" in part.get_content()


def test_what_clients_take_away_is_said_again(message: EmailMessage) -> None:
    """Gmail drops `html` and its direction; a reader looks for the character set in the first bytes."""
    part = message.get_body(("html",))
    assert part is not None
    page = part.get_content()
    assert '<div role="main" lang="en" dir="ltr">' in page
    assert page.startswith('<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8">')


def test_outlook_finds_padding_and_rules_on_cells_alone(message: EmailMessage) -> None:
    """Word, which draws the mail in Outlook for Windows, gives no padding to text and no sure border."""
    part = message.get_body(("html",))
    assert part is not None
    boxed = re.findall(
        r'<(\w+)[^>]*style="[^"]*(?:padding[^:]*: ?[^0]|border-(?:top|left)[^:]*: ?\d)', part.get_content()
    )
    assert set(boxed) <= {"body", "td", "th", "table", "caption", "span"}


def test_a_filter_takes_it_for_no_spam(made: Mapping[str, bytes], tmp_path: Path) -> None:
    """As it is delivered, to a reader, SpamAssassin gives it a point at most; it holds mail from five on."""
    if not shutil.which("spamassassin"):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("apt-get install spamassassin")
    sent = made["en.eml"].replace(b"To: undisclosed-recipients:;", b"To: A Reader <reader@example.org>")
    told = subprocess.run(
        ["spamassassin", "-L", "-t", "-x"],
        input=sent, capture_output=True, check=True, env={**os.environ, "HOME": str(tmp_path)},
    ).stdout.decode()  # fmt: skip
    points = re.search(r"Content analysis details: +\((-?[\d.]+) points", told)
    assert points
    assert float(points[1]) <= 1.0, told.rpartition("Content analysis details")[2]


def test_a_desk_may_leave_the_pdf_out(look: EditionLook) -> None:
    """Some servers refuse attachments."""
    chosen = edition(formats=("pdf", "email"), attach=("link",))
    files = {item.name: item.content for item in render(chosen, look)}
    assert b"application/pdf" not in files["en.eml"]
