"""The texts of an edition's files: each template filled with its share of the story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator.charts.faces import DISPLAY
from generator.charts.measure import Ruler
from generator.errors import TemplateRefused
from generator.page.share import share
from generator.page.templates import environment, fill, load
from generator.page.webfonts import font_faces
from generator.story.plan import Chart, Finding, Text

if TYPE_CHECKING:
    from generator.page.look import Look
    from generator.story.plan import Story

_UNSHOWN = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)

_TYPED = str.maketrans("‘’“”", "''\"\"")
_HEADLINE = 17.8  # em of the printed headline in the 170 mm of the page
_MARGIN, _SOURCE_SIZE, _SOURCE_LEADING = 107.7, 7.5, 10.5  # pt, as in print.css


def check(look: Look, story: Story) -> None:
    """Refuse a look one of whose templates cannot be filled: TemplateRefused with file, line and the nearest name.

    Every template is compiled, those of the blocks that `story` has are filled; nothing is drawn.
    """
    made = environment(look.templates, claims=False)
    for name in look.templates:
        load(made, name)
    nothing = {chart.name: "" for chart in charts(story)}
    screen_html(look, story, nothing)
    print_html(look, story, nothing, "")
    mail_html(look, story, {name: {"wide": "", "narrow": ""} for name in nothing}, "")
    mail_text(look, story)
    paste_text(look, story)


def screen_html(look: Look, story: Story, pictures: Mapping[str, str]) -> str:
    """Return the web page, without its fonts; `pictures` are SVG by chart name."""
    style = look.style("tokens.css", "screen.css")
    if "</" in style:
        where, problem = "styles/screen.css", "holds '</', which would end the style element."
        raise TemplateRefused(where, problem)
    values = {"medium": "html", "tight": False, "measure": 0, "pictures": _markup(pictures)}
    values["style"] = Markup(style)  # noqa: S704 -- checked above
    return _filled(look, story, "edition.html.j2", "html", values, claims=True)


def with_fonts(look: Look, page: str) -> str:
    """Return a web page with the faces inside it that draw its characters."""
    words = _UNSHOWN.sub("", page)
    return page.replace("<style>", f"<style>{font_faces(look.faces, words)}\n", 1)


def print_html(look: Look, story: Story, pictures: Mapping[str, str], stamp: str, *, tight: bool = False) -> str:
    """Return the page to print; `pictures` are data URIs by chart name, `stamp` its time in W3C form.

    Set `tight`, the same blocks stand closer.
    """
    images = {
        chart.name: f'<img src="{pictures[chart.name]}" alt="{Markup.escape(chart.alt.words)}">'
        for chart in charts(story)
    }
    values = {
        "medium": "pdf",
        "tight": tight,
        "stamp": stamp,
        "measure": _measure(look, story),
        "pictures": _markup(images),
    }
    return _filled(look, story, "edition.html.j2", "pdf", values)


def mail_html(look: Look, story: Story, pictures: Mapping[str, Mapping[str, str]], site: str) -> str:
    """Return the HTML part of the mail before its styles are inlined; `pictures` are content ids by chart name."""
    values = {"style": Markup(look.style("mail.css")), "pictures": pictures, "site": site}  # noqa: S704 -- a desk's own
    return _filled(look, story, "mail.html.j2", "mail", values)


def mail_text(look: Look, story: Story) -> str:
    """Return the text part of the mail, also a file of its own; with the quotation marks of a keyboard, to be found."""
    return _settled(_filled(look, story, "mail.txt.j2", "txt", {})).translate(_TYPED)


def paste_text(look: Look, story: Story) -> str:
    """Return the edition in Markdown."""
    return _settled(_filled(look, story, "paste.md.j2", "md", {}))


def charts(story: Story) -> tuple[Chart, ...]:
    """Return the charts of `story`, in order."""
    return tuple(block for block in story.blocks if isinstance(block, Chart))


def _filled(
    look: Look, story: Story, template: str, form: str, values: Mapping[str, Any], *, claims: bool = False
) -> str:
    made = environment(look.templates, claims=claims)
    made.filters["rise"] = partial(_rise, Ruler(look.faces))
    return fill(made, template, {"story": share(story, form), **values})


def _rise(ruler: Ruler, text: Text) -> float:
    """Return the height in pt of a source line set in the margin column of the printed page."""
    return _SOURCE_LEADING * len(ruler.lines(text.words, _MARGIN, _SOURCE_SIZE))


def _measure(look: Look, story: Story) -> float:
    """Return the width, in em, at which the headline's lines come out even; WeasyPrint knows no balanced text."""
    found = next((block for block in story.blocks if isinstance(block, Finding)), None)
    if found is None:
        return _HEADLINE
    ruler = Ruler(look.faces)
    return round(ruler.balanced(found.headline.words, _HEADLINE, family=DISPLAY, weight=600), 2)


def _markup(pictures: Mapping[str, str]) -> dict[str, Markup]:
    return {name: Markup(picture) for name, picture in pictures.items()}  # noqa: S704 -- made here, by lxml


def _settled(text: str) -> str:
    """Return text with no empty line doubled and one line end at its end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
