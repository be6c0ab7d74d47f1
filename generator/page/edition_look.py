"""Templates, styles and fonts of an edition: where they are, and the file and line of a fault in them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from generator.charts.colours import Palette
from generator.charts.faces import cut_faces, faces_digest
from generator.charts.scripts import SCRIPTS
from generator.errors import SettingsError, TemplateRefused
from generator.page.logo import PICTURES, WIDEST, check_picture, ratio

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


_LINK = re.compile(r"""url\(\s*["']?([^"')\s]+)["']?\s*\)""")
PAPER, PAPERS = "a4", ("a4", "letter")  # the paper that print.css is for, and all supported ones
LOGO = "logo.svg"  # the name of the publisher's logo in the styles, whatever file it is
_COMPLAINT = re.compile(r"Ignored `(?P<what>[^`]*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>[^;.]*)")
_PICTURE = re.compile(r"Failed to load image at '(?P<address>[^']*)'")


@dataclass(frozen=True)
class EditionLook:
    """How an edition looks. Templates, styles and pictures are by file name."""

    templates: Mapping[str, str]
    styles: Mapping[str, str]
    pictures: Mapping[str, bytes]
    faces: Path  # the folder of the cut fonts
    name: str = "ministry"  # the house style; its own rules are in style sheets NAME-….css
    palette: Palette = field(default_factory=Palette)
    logo: str = LOGO  # the file of the publisher's logo
    paper: str = PAPER  # rules for another paper than A4 are in style sheets PAPER-….css

    @property
    def has_own_templates(self) -> bool:
        """Whether any template is a desk's own, and so has to be checked."""
        return self.templates != {name: raw.decode() for name, raw in packaged("templates").items()}

    def versions(self) -> dict[str, str]:
        """Return the SHA-256 of templates, styles and faces for the manifest."""
        dress = [sorted(self.styles.items()), sorted(self.pictures.items()), self.name, self.palette, self.logo]
        dress += [] if self.paper == PAPER else [self.paper]
        parts = {"templates": sorted(self.templates.items()), "styles": dress}
        digests = {name: hashlib.sha256(repr(part).encode()).hexdigest() for name, part in parts.items()}
        return digests | {"faces": faces_digest(self.faces)}

    def style(self, *names: str, language: str = "") -> str:
        """Return these style sheets as one, with the rules of house style, language and paper, and pictures inside."""
        sheets = [self.styles[name] for name in self._sheets(names, language)]
        if "tokens.css" in names:
            logo_ratio = ratio(self.logo, self.pictures[self.logo])
            if logo_ratio != 1:
                sheets.append(f":root {{ --logo: {logo_ratio:.3f}; }}")
            if self.palette.rule:
                sheets.append(self.palette.rule)
        return _LINK.sub(self._embed_picture, self.palette.recolour("\n".join(sheets)))

    def place(self, line: int, *names: str, language: str = "") -> tuple[str, int]:
        """Return the file and its line for `line` (from 1) of the text that `style` returns for `names`."""
        for name in self._sheets(names, language):
            length = self.styles[name].count("\n") + 1
            if line <= length:
                return f"styles/{name}", line
            line -= length
        return "styles/", line

    def _sheets(self, names: tuple[str, ...], language: str) -> list[str]:
        """Return the files of a style in order: common ones first, then those of house style, language and paper."""
        dressed = [*names, *(f"{self.name}-{name}" for name in names)]
        on_paper = [f"{self.paper}-{name}" for name in dressed]
        sheets = [*dressed, *(f"{language}-{name}" for name in dressed), *on_paper]
        sheets += [f"{language}-{name}" for name in on_paper]
        return [name for name in sheets if name in self.styles]

    def _embed_picture(self, link: re.Match[str]) -> str:
        if link[1].startswith("data:"):
            return link[0]
        name = self.logo if link[1] == LOGO else link[1]
        kind = PICTURES.get(Path(name).suffix)
        if kind is None or name not in self.pictures:
            where, remedy = "styles/", "A style may name an .svg or .png file that lies beside it."
            raise SettingsError(where, f"url({name}) is not there.", remedy)
        return f"url(data:{kind};base64,{base64.b64encode(self.pictures[name]).decode()})"


def load_look(
    faces: Path,
    overrides: Mapping[str, str | bytes] | None = None,
    *,
    name: str = "ministry",
    palette: Palette | None = None,
    logo: str = LOGO,
    languages: Sequence[str] = (),
    paper: str = PAPER,
) -> EditionLook:
    """Return the packaged look. `overrides` are a desk's own files ("styles/logo.svg"), which replace ours.

    `faces` is a folder for cut fonts. The first call fills it, which takes some seconds. `languages` are those of the
    edition: fonts and styles of other scripts are left out.
    """
    palette = palette or Palette()
    # styles of other languages and papers cannot change this edition, so they are left out
    unused = [language for language in SCRIPTS if language not in languages]
    unused += [other for other in PAPERS if other != paper]
    prefixes = tuple(f"{part}-" for part in unused)
    styles = {file: raw for file, raw in packaged("styles").items() if not file.startswith(prefixes)}
    styles[LOGO] = palette.recolour(styles[LOGO].decode()).encode()
    templates = packaged("templates")
    for file, content in (overrides or {}).items():
        raw = content.encode() if isinstance(content, str) else content
        if Path(file).suffix in PICTURES:
            check_picture(file, raw)
        room, _, base = file.partition("/")
        if room in {"templates", "styles"}:
            (templates if room == "templates" else styles)[base] = raw
    pictures = {file: raw for file, raw in styles.items() if Path(file).suffix in PICTURES}
    _check_logo(logo, pictures)
    sheets = {file: _text(f"styles/{file}", raw) for file, raw in styles.items() if file not in pictures}
    pages = {file: _text(f"templates/{file}", raw) for file, raw in templates.items()}
    return EditionLook(pages, sheets, pictures, cut_faces(faces, languages), name, palette, logo, paper)


def _check_logo(logo: str, pictures: Mapping[str, bytes]) -> None:
    file = f"styles/{logo}"
    if logo not in pictures:
        where, problem = "desk.yaml", f"publisher.logo names {file}, which is not there."
        raise SettingsError(where, problem, f"Put it there. Now there: {', '.join(sorted(pictures))}.")
    logo_ratio = ratio(file, pictures[logo])
    if logo_ratio > WIDEST:
        problem = f"is {logo_ratio:.0f} times as wide as it is high; {WIDEST:.0f} times is the most."
        raise SettingsError(file, problem, "Take the device without the name beside it.")


def packaged(room: str) -> dict[str, bytes]:
    """Return the packaged files of the folder `room` ("templates" or "styles"), by name.

    In the wheel the folder is `generator/_ROOM`. In a checkout it lies beside the package.
    """
    house = files("generator")
    folder: Traversable = house.joinpath(f"_{room}")
    if not folder.is_dir():
        folder = Path(str(house)).parent / room
    contents = {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}
    return dict(sorted(contents.items()))


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise SettingsError(name, "is not UTF-8 text.", "Save it as UTF-8.") from None


def picture_fault(look: EditionLook, complaints: str) -> TemplateRefused | None:
    """Return WeasyPrint's first complaint about a picture, with the template and line that name it; else None."""
    complaint = _PICTURE.search(complaints)
    if complaint is None:
        return None
    address, where = complaint["address"], "templates/"
    for name, text in look.templates.items():
        if address in text:
            where = f"templates/{name}:{text[: text.index(address)].count(chr(10)) + 1}"
            break
    remedy = "Put it into styles/ of the desk and have a style name it."
    return TemplateRefused(where, f"takes a picture from {address}, and a page fetches and reads nothing.", remedy)


def style_fault(look: EditionLook, complaints: str, *names: str, language: str = "") -> SettingsError | None:
    """Return WeasyPrint's first complaint about the style made of `names`, with file and line; None without one.

    A complaint can also be about a <style> inside the page, which counts its own lines. So a complaint counts only if
    its text stands at that place of the style.
    """
    lines = look.style(*names, language=language).split("\n")
    faults = []
    for complaint in _COMPLAINT.finditer(complaints):
        line, column = int(complaint["line"]) - 1, int(complaint["column"]) - 1
        start = complaint["what"].split("\n")[0].strip()
        if line < len(lines) and lines[line][column:].startswith(start):
            faults.append(complaint)
    if not faults:
        return None
    file, place = look.place(int(faults[0]["line"]), *names, language=language)
    more = f" ({len(faults) - 1} more.)" if len(faults) > 1 else ""
    problem = f"`{faults[0]['what'].strip()}` cannot be used: {faults[0]['why']}.{more}"
    return SettingsError(f"{file}:{place}", problem, "Correct that line.")
