"""Render stories as files: PDF, HTML, mail, text, Markdown and charts, in a child process with limits."""

from generator.charts.colours import Palette
from generator.page.child import render
from generator.page.edition_look import LOGO, EditionLook, load_look
from generator.page.render_request import FORMATS, RenderLimits, RenderRequest, Rendition, Sender

__all__ = [
    "FORMATS",
    "LOGO",
    "EditionLook",
    "Palette",
    "RenderLimits",
    "RenderRequest",
    "Rendition",
    "Sender",
    "load_look",
    "render",
]
