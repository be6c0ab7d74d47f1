"""Styles and pictures that cannot be used: what the page's engine complains of, as a person finds it in a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.errors import SettingsError, TemplateRefused

if TYPE_CHECKING:
    from generator.page.look import Look

_COMPLAINT = re.compile(r"Ignored `(?P<what>[^`]*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>[^;.]*)")
_PICTURE = re.compile(r"Failed to load image at '(?P<address>[^']*)'")


def refused_picture(look: Look, complaints: str) -> TemplateRefused | None:
    """Return the first complaint about a picture with the template and line that name it; None where none is."""
    if (found := _PICTURE.search(complaints)) is None:
        return None
    address = found["address"]
    lines = ((name, at, line) for name, text in look.templates.items() for at, line in enumerate(text.split("\n"), 1))
    where = next((f"templates/{name}:{at}" for name, at, line in lines if address in line), "templates/")
    remedy = "Put it into styles/ of the desk and have a style name it."
    return TemplateRefused(where, f"takes a picture from {address}, and a page fetches and reads nothing.", remedy)


def refused_style(look: Look, complaints: str, *names: str, language: str = "") -> SettingsError | None:
    """Return the first complaint about the style that is made of `names` with file and line; None where none is.

    A style within the page has lines of its own: only what stands at the place is taken for a fault of a file.
    """
    lines = look.style(*names, language=language).split("\n")
    found = [one for one in _COMPLAINT.finditer(complaints) if _stands(one, lines)]
    if not found:
        return None
    file, line = look.place(int(found[0]["line"]), *names, language=language)
    more = f" ({len(found) - 1} more.)" if len(found) > 1 else ""
    problem = f"`{found[0]['what'].strip()}` cannot be used: {found[0]['why']}.{more}"
    return SettingsError(f"{file}:{line}", problem, "Mend that line.")


def _stands(complaint: re.Match[str], lines: list[str]) -> bool:
    line, column = int(complaint["line"]) - 1, int(complaint["column"]) - 1
    return line < len(lines) and lines[line][column:].startswith(complaint["what"].split("\n")[0].strip())
