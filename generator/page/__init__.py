"""Stories become finished files: PDF, HTML, mail, text, Markdown and charts, made in a limited child process."""

from generator.charts.colours import Palette
from generator.page.child import ready, render
from generator.page.edition import FORMATS, Edition, Limits, Publisher, Rendition
from generator.page.look import LOGO, Look, load_look

__all__ = [
    "FORMATS",
    "LOGO",
    "Edition",
    "Limits",
    "Look",
    "Palette",
    "Publisher",
    "Rendition",
    "load_look",
    "ready",
    "render",
]
