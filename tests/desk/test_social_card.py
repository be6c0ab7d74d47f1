"""What a page says of itself to those who share it: its address and card where it is published, else nothing."""

import re

import pytest

from tests.desk.conftest import StarterDesk

SITE = "  site: https://example.org/briefings/\n"
FOLDER = "https://example.org/briefings/pakistan-minerals/2025/r1/"


def tags(page: str) -> dict[str, str]:
    """Return what a page tells social pages."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))


@pytest.fixture(name="published")
def built(fresh: StarterDesk) -> StarterDesk:
    """Return a desk whose editions lie on a site, with its edition."""
    settings = fresh.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("mail:\n", "mail:\n" + SITE), encoding="utf-8")
    made = fresh.run("build")
    assert made.code == 0, made.said
    return fresh


def test_a_published_page_names_its_address_and_its_card(published: StarterDesk) -> None:
    """The picture is a file of the edition, listed in its manifest; title and summary are the edition's."""
    page = (published.edition / "en.html").read_text(encoding="utf-8")
    told = tags(page)
    assert (f"{FOLDER}en.html", f"{FOLDER}charts/card.en.png") == (told["og:url"], told["og:image"])
    assert (published.edition / "charts" / "card.en.png").read_bytes().startswith(b"\x89PNG")
    assert "charts/card.en.png" in (published.edition / "manifest.json").read_text(encoding="utf-8")
    assert told["og:title"] == re.findall("<title>(.*)</title>", page)[0]
    assert "summary_large_image" == told["twitter:card"]
    assert 0 == published.run("audit", "pakistan-minerals/2025").code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/r1/en.html", "/r2/en.html"),
        ("charts/card.en.png", "charts/card.zh.png"),
        ("https://example", "https://elsewhere"),
    ],
)
def test_the_audit_refuses_another_address(published: StarterDesk, old: str, new: str) -> None:
    """Another edition's page, another picture, another site."""
    page = published.edition / "en.html"
    head, rest = page.read_text(encoding="utf-8").split("<style>", 1)
    assert old in head
    page.write_text(f"{head.replace(old, new)}<style>{rest}", encoding="utf-8")
    found = published.run("audit", "pakistan-minerals/2025", "--content-only")
    assert (3, True) == (found.code, "page form" in found.said), found.said
