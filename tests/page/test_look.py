"""The look: packaged files, a desk's own in their place, versions for the manifest."""

from __future__ import annotations

import pytest

from generator.errors import SettingsError
from generator.page import Look, load_look


def test_a_desk_puts_its_own_file_in_place_of_ours(look: Look) -> None:
    """Same name, other content; the rest stays; the manifest shows it."""
    own = load_look(look.faces.parent, {"templates/strip.html.j2": b"<ul></ul>", "styles/logo.svg": "<svg/>"})
    assert ("<ul></ul>", "<svg/>") == (own.templates["strip.html.j2"], own.styles["logo.svg"])
    changed = {name for name, version in own.versions().items() if version != look.versions()[name]}
    assert {"templates", "styles"} == changed


def test_a_style_holds_its_pictures_inside(look: Look) -> None:
    """A page is one file: what a style names becomes data."""
    style = look.style("print.css")
    assert "url(data:image/svg+xml;base64," in style
    assert "logo.svg" not in style


@pytest.mark.parametrize("link", ["https://example.org/x.svg", "../secret.svg", "photo.png"])
def test_a_style_that_names_what_is_not_there_is_refused(look: Look, link: str) -> None:
    """Nothing is fetched, from a host or from elsewhere on the disk."""
    own = load_look(look.faces.parent, {"styles/print.css": f'p {{ background: url("{link}") }}'})
    with pytest.raises(SettingsError, match="is not there"):
        own.style("print.css")


def test_a_file_that_is_no_text_is_refused(look: Look) -> None:
    """The error names the file and the remedy."""
    with pytest.raises(SettingsError, match=r"styles/print\.css: is no UTF-8 text\. Save it as UTF-8\."):
        load_look(look.faces.parent, {"styles/print.css": b"\xff\xfe"})


def test_no_style_writes_words(look: Look) -> None:
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
    } >= set(said)
