"""The look: packaged files, a desk's own in their place, versions for the manifest."""

from __future__ import annotations

import base64

import pytest

from generator.errors import SettingsError
from generator.page import EditionLook, Palette, load_look
from generator.page.edition_look import style_fault

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 16"><path d="M0 0h64v16H0z"/></svg>'


def test_a_desk_puts_its_own_file_in_place_of_ours(look: EditionLook) -> None:
    """Same name, other content; the rest stays; the manifest shows it."""
    own = load_look(look.faces.parent, {"templates/strip.html.j2": b"<ul></ul>", "styles/logo.svg": SVG})
    assert ("<ul></ul>", SVG.encode()) == (own.templates["strip.html.j2"], own.pictures["logo.svg"])
    changed = {name for name, version in own.versions().items() if version != look.versions()[name]}
    assert {"templates", "styles"} == changed


def test_a_style_holds_its_pictures_inside(look: EditionLook) -> None:
    """A page is one file: what a style names becomes data."""
    style = look.style("print.css")
    assert "url(data:image/svg+xml;base64," in style
    assert "logo.svg" not in style


@pytest.mark.parametrize("link", ["https://example.org/x.svg", "../secret.svg", "photo.png"])
def test_a_style_that_names_what_is_not_there_is_refused(look: EditionLook, link: str) -> None:
    """Nothing is fetched, from a host or from elsewhere on the disk."""
    own = load_look(look.faces.parent, {"styles/print.css": f'p {{ background: url("{link}") }}'})
    with pytest.raises(SettingsError, match="is not there"):
        own.style("print.css")


def test_a_file_that_is_no_text_is_refused(look: EditionLook) -> None:
    """The error names the file and the remedy."""
    with pytest.raises(SettingsError, match=r"styles/print\.css: is not UTF-8 text\. Save it as UTF-8\."):
        load_look(look.faces.parent, {"styles/print.css": b"\xff\xfe"})


def test_no_style_writes_words(look: EditionLook) -> None:
    """What a reader sees comes from the story: generated content is counters and nothing else."""
    contents = [line for name in look.styles for line in look.styles[name].splitlines() if " content:" in line]
    said = [line.split("content:")[1].split(";")[0].strip() for line in contents]
    assert {
        "none",
        "string(series)",
        "string(period)",
        "counter(page)",
        "counter(pages)",
        "element(left)",
        "element(middle)",
        "element(page)",
        "target-counter(attr(data-to url), page)",
    } >= set(said)


def test_the_logo_that_the_settings_name_stands_in_the_masthead(look: EditionLook) -> None:
    """Its own file, its own width: 64 by 16 is four times as wide as high."""
    own = load_look(look.faces.parent, {"styles/seal.svg": SVG}, logo="seal.svg")
    style = own.style("tokens.css", "print.css")
    assert base64.b64encode(SVG.encode()).decode() in style
    assert "--logo: 4.000" in style


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<path onclick="x()"/>', r"a script \(onclick\)"),
        ('<image href="https://example.org/a.png"/>', "an address outside the file"),
        ('<path style="fill: url(https://example.org/#a)"/>', "an address outside the file"),
        ("<style>@import 'a.css';</style>", "a style that fetches"),
        ("<text>Exports doubled</text>", r"letters.*Turn the letters into paths"),
        ("<foreignObject/>", "a page inside"),
    ],
)
def test_a_logo_that_could_show_or_fetch_more_is_refused(look: EditionLook, inside: str, said: str) -> None:
    """With file, line and remedy; a gradient of its own is no such thing."""
    svg = SVG.replace("<path", "<path style='fill: url(#g)'").replace("</svg>", f"{inside}</svg>")
    with pytest.raises(SettingsError, match=rf"styles/seal\.svg:1: holds {said}"):
        load_look(look.faces.parent, {"styles/seal.svg": svg}, logo="seal.svg")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\ntorn", "is not a PNG"),
        (b"GIF89a", "is not a PNG"),
        (b"\x89PNG" + bytes(200_000), "has 200004 bytes; 200000 are the most"),
    ],
)
def test_a_picture_is_what_its_name_says(look: EditionLook, content: bytes, said: str) -> None:
    """And light enough to stand in every page."""
    with pytest.raises(SettingsError, match=said):
        load_look(look.faces.parent, {"styles/seal.png": content}, logo="seal.png")


def test_a_logo_that_is_not_there_is_named(look: EditionLook) -> None:
    """With what is there instead."""
    with pytest.raises(SettingsError, match=r"styles/seal\.png, which is not there\. .* Now there: logo\.svg"):
        load_look(look.faces.parent, logo="seal.png")


def test_own_colours_stand_in_styles_and_logo(look: EditionLook) -> None:
    """No sheet keeps the packaged blue or orange, on white or on dark paper."""
    own = load_look(look.faces.parent, palette=Palette("#7A1F3D", "#3C9A5F"))
    styles = [own.style("tokens.css", "print.css"), own.style("tokens.css", "screen.css"), own.style("mail.css")]
    for colour in ("#12436D", "#F46A25", "#6BACE6", "#8FC1EE"):
        assert not [style for style in styles if colour in style]
        assert colour.encode() not in own.pictures["logo.svg"]


def test_a_line_that_the_page_refuses_is_named_with_its_file(look: EditionLook) -> None:
    """The engine counts the lines of all styles together; a style within the page is no file's."""
    own = load_look(look.faces.parent, {"styles/print.css": "p {\n  color: ;\n}"})
    line = own.styles["tokens.css"].count("\n") + 3
    complaint = f"Ignored `color: ` at {line}:3, no value."
    refused = style_fault(own, f"{complaint}; {complaint}", "tokens.css", "print.css")
    assert "styles/print.css:2: `color:` cannot be used: no value. (1 more.) Correct that line." == str(refused)
    assert style_fault(own, "Ignored `color: ` at 1:1, no value.", "tokens.css", "print.css") is None
