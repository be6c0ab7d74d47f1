"""Templates, styles and faces of an edition: where they are, and the file and line of what an engine rejects."""

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
PAPER, PAPERS = "a4", ("a4", "letter")  # the paper that print.css is for, and all
LOGO = "logo.svg"  # as the styles call the publisher's logo, whatever file it is
_COMPLAINT = re.compile(r"Ignored `(?P<what>[^`]*)` at (?P<line>\d+):(?P<column>\d+), (?P<why>[^;.]*)")
_PICTURE = re.compile(r"Failed to load image at '(?P<address>[^']*)'")


@dataclass(frozen=True)
class EditionLook:
    """How an edition looks: templates, styles and pictures by file name, and the folder of the cut faces.

    `name` is the house style; what it has beside the common styles is in files that begin with its name. So is what
    another `paper` than A4 changes of what is printed.
    """

    templates: Mapping[str, str]
    styles: Mapping[str, str]
    pictures: Mapping[str, bytes]
    faces: Path
    name: str = "ministry"
    palette: Palette = field(default_factory=Palette)
    logo: str = LOGO
    paper: str = PAPER

    @property
    def has_own_templates(self) -> bool:
        """Whether any template is a desk's own; ours are known to fill."""
        return self.templates != {name: raw.decode() for name, raw in packaged("templates").items()}

    def versions(self) -> dict[str, str]:
        """Return the SHA-256 of templates, styles and faces, as they stand in a manifest."""
        dress = [sorted(self.styles.items()), sorted(self.pictures.items()), self.name, self.palette, self.logo]
        dress += [] if self.paper == PAPER else [self.paper]
        parts = {"templates": sorted(self.templates.items()), "styles": dress}
        digests = {name: hashlib.sha256(repr(part).encode()).hexdigest() for name, part in parts.items()}
        return digests | {"faces": faces_digest(self.faces)}

    def style(self, *names: str, language: str = "") -> str:
        """Return these style sheets as one, each with what house style and language add, and every picture inside."""
        sheets = [self.styles[name] for name in self._sheets(names, language)]
        if "tokens.css" in names:
            logo_ratio = ratio(self.logo, self.pictures[self.logo])
            if logo_ratio != 1:
                sheets.append(f":root {{ --logo: {logo_ratio:.3f}; }}")
            if self.palette.rule:
                sheets.append(self.palette.rule)
        return _LINK.sub(self._embed_picture, self.palette.recolour("\n".join(sheets)))

    def place(self, line: int, *names: str, language: str = "") -> tuple[str, int]:
        """Return the file, and the line of it, that stands at `line`, 1-based, of what `style` returns for `names`."""
        for name in self._sheets(names, language):
            length = self.styles[name].count("\n") + 1
            if line <= length:
                return f"styles/{name}", line
            line -= length
        return "styles/", line

    def _sheets(self, names: tuple[str, ...], language: str) -> list[str]:
        """Return the files that make up a style, those of house style, language and paper after the common ones."""
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
    """Return the packaged look with a desk's own files ("templates/page.html.j2", "styles/logo.svg") in place of ours.

    `faces` is a folder in which cut faces are kept; the first call fills it, which takes some seconds. Faces and styles
    of another script are there for the `languages` that are named.
    """
    palette = palette or Palette()
    # styles of other languages and other paper cannot change an edition
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
    """Return the files of `room` as they came with the program, by name.

    Inside the wheel the folder is called `_templates`, in a checkout it lies beside the package.
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
    """Return the first complaint about a picture with the template and line that name it; None where none is."""
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
    """Return the first complaint about the style that is made of `names` with file and line; None where none is.

    A style within the page has lines of its own: only what stands at the place is taken for a fault of a file.
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
