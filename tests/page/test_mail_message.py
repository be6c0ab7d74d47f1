"""The message: complete without its pictures, in parts that mail programs know, the same bytes each time."""

from __future__ import annotations

import email
import html
import io
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Browser

from generator.page import EditionLook, render
from generator.page.mail_message import content_id, make_message
from generator.page.markup import led, words
from generator.page.page_count import with_pages
from generator.story.plan import Call, Mark, Text
from tests.page.reading import files_of, html_of, seen
from tests.page.sample import edition, foot, story

PUBLIC = "https://example.org/minerals/2025/r1/"


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


def test_the_mail_says_how_many_pages_its_pdf_has(made: Mapping[str, bytes]) -> None:
    """Nobody opens a document of unknown length on a phone; a single page is no "pages"."""
    pages = len(pypdfium2.PdfDocument(made["en.pdf"]))
    assert f"The PDF is attached, {pages}\u00a0pages" in html.unescape(html_of(made["en.eml"]))
    alone = with_pages(story(), one_page())
    assert ["The PDF is attached, 1\u00a0page"] == [
        str(block.attached) for block in alone.blocks if isinstance(block, Call)
    ]


def one_page() -> bytes:
    """Return a PDF of one page."""
    file = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def test_a_reader_leaves_by_a_mail_that_is_begun(made: Mapping[str, bytes]) -> None:
    """The office sees from its subject which briefing it is about."""
    assert 'href="mailto:trade@example.org?subject=unsubscribe%20pakistan-minerals"' in html_of(made["en.eml"])


def test_an_address_behind_ideographs_is_a_link_to_the_address_alone() -> None:
    """Chinese has no space before it."""
    assert '请写信至<a href="mailto:trade@example.org">trade@example.org</a>。' == str(
        words(Text("请写信至trade@example.org。"))
    )


def test_a_button_leads_to_the_page_and_its_method_where_there_is_one(look: EditionLook) -> None:
    """Without a site nothing can be opened, and the mail has no button."""
    call = Call("call", ("mail", "txt"), Text("Read the edition"), Text(f"{PUBLIC}en.html", (), ("txt",)), None)
    method = replace(foot(), method=Text("Method", (), ("mail",)))
    blocks = [{"call": call, "foot": method}.get(block.kind, block) for block in story().blocks]
    told = edition(stories=(replace(story(), blocks=tuple(blocks)),), public=PUBLIC, formats=("html", "email"))
    files = files_of(told, look)
    mail = html_of(files["en.eml"])
    links = re.findall(rf'<a [^>]*href="({PUBLIC}[^"]*)"[^>]*>([^<]*)', mail)
    assert [(f"{PUBLIC}en.html", "Read the edition"), (f"{PUBLIC}en.html#method", "Method")] == links
    assert "Read the edition  https://example.org/minerals/2025/r1/en.html" in files["en.txt"].decode()
    assert b'<section class="note opened" id="method">' in files["en.html"]


def test_a_change_is_as_large_as_its_level(browser: Browser, made: Mapping[str, bytes]) -> None:
    """A reader sees first that much and whether it rose."""
    sizes = "['.figure', '.change'].map(name => getComputedStyle(document.querySelector(name)).fontSize)"
    for width, size in ((600, "24px"), (360, "20px")):
        assert [size, size] == seen(browser, html_of(made["en.eml"]), sizes, width)


@pytest.mark.parametrize(
    ("note", "large"),
    [("+10% on 2024", "+10%"), ("较2024年\u22125%", "\u22125%"), ("\u2066+3%\u2069 کے مقابلے میں", "\u2066+3%\u2069")],
)
def test_a_change_stands_apart_from_what_it_is_measured_on(note: str, large: str) -> None:
    """At the begin of a note or at its end, and in a line from the right."""
    start = note.index(large)
    text = Text(note, (Mark("f1", start, start + len(large)),))
    assert large == re.sub("<small>.*?</small>", "", str(led(text)))
    assert "<small>45% in 2024</small>" == str(led(Text("45% in 2024", (Mark("f1", 0, 3),))))


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
