"""Stories become finished files: PDF, HTML, mail, text, Markdown and charts, made in a limited child process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.charts.kept import Kept
from generator.charts.palette import Palette
from generator.page.child import expect, ready, render_in_child
from generator.page.edition import FORMATS, Edition, Limits, Publisher, Rendition
from generator.page.look import LOGO, Look, load_look

__all__ = [
    "FORMATS",
    "LOGO",
    "Edition",
    "Kept",
    "Limits",
    "Look",
    "Palette",
    "Publisher",
    "Rendition",
    "expect",
    "load_look",
    "ready",
    "render",
]


def render(
    edition: Edition,
    look: Look,
    *,
    limits: Limits | None = None,
    progress: Callable[[str], None] = lambda _: None,
    meanwhile: Callable[[Mapping[str, bytes]], None] | None = None,
) -> tuple[Rendition, ...]:
    """Return every file of `edition`, or raise TemplateRefused before anything is made, or RenderError naming a file.

    `progress` hears the name of each file before it is made ("chart lines", "en.html", "en.pdf", "en.eml").
    `progress` is called from another thread than the caller's. `meanwhile` is called once, while the child works, with
    its files: to ask for one that is not made yet is to wait for it. Where the child fails there come no more.
    """
    return render_in_child(edition, look, limits or Limits(), progress, meanwhile or (lambda _: None))
