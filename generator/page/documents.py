"""The texts of an edition's files: each template filled with its share of the story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator.errors import TemplateRefused
from generator.page.share import share
from generator.page.templates import environment, fill, load
from generator.page.webfonts import font_faces

if TYPE_CHECKING:
    from generator.page.look import Look
    from generator.story.plan import Story

_UNSHOWN = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def check(look: Look, story: Story) -> None:
    """Refuse a look one of whose templates cannot be filled: TemplateRefused with file, line and the nearest name.

    Every template is compiled, those of the blocks that `story` has are filled; nothing is drawn.
    """
    made = environment(look.templates, claims=False)
    for name in look.templates:
        load(made, name)
    charts = [block.id for block in story.blocks if block.kind == "chart"]
    names = {getattr(block, "name", "") for block in story.blocks if block.id in charts}
    screen_html(look, story, dict.fromkeys(names, ""))
    print_html(look, story, dict.fromkeys(names, ""), "")
    mail_html(look, story, dict.fromkeys(names, {"wide": "", "narrow": ""}), "")
    mail_text(look, story)
    paste_text(look, story)


def screen_html(look: Look, story: Story, pictures: Mapping[str, str]) -> str:
    """Return the web page, without its fonts; `pictures` are SVG by chart name."""
    style = look.style("tokens.css", "screen.css")
    if "</" in style:
        where, problem = "styles/screen.css", "holds '</', which would end the style element."
        raise TemplateRefused(where, problem)
    values = {"medium": "html", "style": Markup(style), "pictures": _markup(pictures)}  # noqa: S704 -- checked above
    return _filled(look, story, "edition.html.j2", "html", values, claims=True)


def with_fonts(look: Look, page: str) -> str:
    """Return a web page with the faces inside it that draw its characters."""
    words = _UNSHOWN.sub("", page)
    return page.replace("<style>", f"<style>{font_faces(look.faces, words)}\n", 1)


def print_html(look: Look, story: Story, pictures: Mapping[str, str], stamp: str) -> str:
    """Return the page to print; `pictures` are data URIs by chart name, `stamp` its time in W3C form."""
    images = {
        block.name: f'<img src="{pictures[block.name]}" alt="{_quoted(block.alt.words)}">'
        for block in story.blocks
        if block.kind == "chart"
    }  # fmt: skip
    values = {"medium": "pdf", "stamp": stamp, "pictures": _markup(images)}
    return _filled(look, story, "edition.html.j2", "pdf", values)


def mail_html(look: Look, story: Story, pictures: Mapping[str, Mapping[str, str]], site: str) -> str:
    """Return the HTML part of the mail before its styles are inlined; `pictures` are content ids by chart name."""
    values = {"style": Markup(look.style("mail.css")), "pictures": pictures, "site": site}  # noqa: S704 -- a desk's own
    return _filled(look, story, "mail.html.j2", "mail", values)


def mail_text(look: Look, story: Story) -> str:
    """Return the text part of the mail, which is also the file of its own."""
    return _settled(_filled(look, story, "mail.txt.j2", "txt", {}))


def paste_text(look: Look, story: Story) -> str:
    """Return the edition in Markdown."""
    return _settled(_filled(look, story, "paste.md.j2", "md", {}))


def _filled(
    look: Look, story: Story, template: str, form: str, values: Mapping[str, Any], *, claims: bool = False
) -> str:
    return fill(environment(look.templates, claims=claims), template, {"story": share(story, form), **values})


def _markup(pictures: Mapping[str, str]) -> dict[str, Markup]:
    return {name: Markup(picture) for name, picture in pictures.items()}  # noqa: S704 -- made here, by lxml


def _quoted(words: str) -> str:
    return str(Markup.escape(words))


def _settled(text: str) -> str:
    """Return text with no empty line doubled and one line end at its end."""
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
