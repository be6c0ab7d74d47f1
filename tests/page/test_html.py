"""The web page: one file, no network, no script, every claim marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import html

from tests.page.sample import chart, story, table


def parsed(made: Mapping[str, bytes]) -> Any:  # noqa: ANN401 -- lxml
    """Return the page as a tree."""
    return html.fromstring(made["en.html"].decode())


def test_the_page_is_one_file(made: Mapping[str, bytes]) -> None:
    """No address is fetched, no script runs, and it travels light."""
    page = made["en.html"].decode()
    links = re.findall(r"(?:src|srcset)=\"([^\"]*)\"|url\(([^)]*)\)", page)
    assert [] == [link for pair in links for link in pair if link and not link.startswith("data:")]
    assert "<script" not in page
    assert len(made["en.html"]) < 400_000


def test_an_address_in_the_text_is_a_link_to_itself(made: Mapping[str, bytes]) -> None:
    """A reader follows the source or writes to the publisher, and is led nowhere that the text does not say."""
    links = [
        (link.get("href"), link.text_content()) for link in parsed(made).xpath("//a[not(ancestor::*[@data-side])]")
    ]
    assert [
        ("https://example.org/customs/2025", "https://example.org/customs/2025"),
        ("mailto:trade@example.org", "trade@example.org"),
    ] == links


def test_pictures_and_tables_have_their_title_in_a_caption(made: Mapping[str, bytes]) -> None:
    """Who lists the headings of a page finds them under the sections, and each belongs to its figure."""
    titles = [title.text_content() for title in parsed(made).iterfind(".//figcaption/h2")]
    assert [chart().title.words, table().title.words] == [" ".join(title.split()) for title in titles]


def test_each_claim_is_marked_on_its_words(made: Mapping[str, bytes]) -> None:
    """A reader and the audit find a figure's evidence by its span."""
    tree = parsed(made)
    spans = [(one.get("data-claim"), one.text_content().replace("\u00a0", " ")) for one in tree.find_class("claim")]
    assert ("f1", "$1.14 billion") in spans
    assert ("f5", "76%") in spans
    assert {"f1", "f2", "f3", "f5", "f6", "f7", "f8"} == {claim for claim, _ in spans}


def test_the_picture_is_named_and_told(made: Mapping[str, bytes]) -> None:
    """Title in the drawing, of which one shows without styles; description and table behind a summary."""
    tree = parsed(made)
    (details,) = tree.xpath("//*[@class='column files']//details")
    drawn = [div for div in tree.find_class("drawing") if div.get("hidden") is None]
    assert ["drawing"] == [div.get("class") for div in drawn]
    figures = [cell.text_content() for cell in details.iter("td")]
    assert chart().alt.words in made["en.html"].decode()
    assert [bar.figure.words for bar in chart().bars] == figures


def test_the_page_is_described(made: Mapping[str, bytes]) -> None:
    """Title, summary and language for those who find it."""
    tree = parsed(made)
    described = [one.get("content") for one in tree.iter("meta") if one.get("name") == "description"]
    assert (story().title.words, [story().summary.words], "en") == (
        tree.findtext(".//title"),
        described,
        tree.get("lang"),
    )
