"""Templates, styles and faces of an edition; this module alone knows where they lie."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from generator.charts.faces import cut_faces, faces_digest
from generator.errors import SettingsError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_LINK = re.compile(r"""url\(\s*["']?([^"')\s]+)["']?\s*\)""")
_KINDS = {".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Look:
    """How an edition looks: templates and styles by file name, and the folder of the cut faces."""

    templates: Mapping[str, str]
    styles: Mapping[str, str]
    faces: Path

    def versions(self) -> dict[str, str]:
        """Return the SHA-256 of templates, styles and faces, as they stand in a manifest."""
        return {
            "templates": _digest(self.templates), "styles": _digest(self.styles), "faces": faces_digest(self.faces)
        }  # fmt: skip

    def style(self, *names: str) -> str:
        """Return these style sheets as one, with every picture they name inside it."""
        return "\n".join(_LINK.sub(self._inlined, self.styles[name]) for name in names)

    def _inlined(self, link: re.Match[str]) -> str:
        name = link[1]
        if name.startswith("data:"):
            return link[0]
        kind = _KINDS.get(Path(name).suffix)
        if kind is None or name not in self.styles:
            where, remedy = "styles/", "A style may name an .svg file that lies beside it."
            raise SettingsError(where, f"url({name}) is not there.", remedy)
        return f"url(data:{kind};base64,{base64.b64encode(self.styles[name].encode()).decode()})"


def load_look(faces: Path, overrides: Mapping[str, str | bytes] | None = None) -> Look:
    """Return the packaged look with a desk's own files ("templates/page.html.j2", "styles/logo.svg") in place of ours.

    `faces` is a folder in which cut faces are kept; the first call fills it, which takes some seconds.
    """
    own = {name: _text(name, content) for name, content in (overrides or {}).items()}
    templates, styles = (_packaged(room) | _of(room, own) for room in ("templates", "styles"))
    return Look(templates, styles, cut_faces(faces))


def _packaged(room: str) -> dict[str, str]:
    """Return the files of `room`: inside the wheel as `_templates`, in a checkout beside the package."""
    house = files("generator")
    folder: Traversable = house.joinpath(f"_{room}")
    if not folder.is_dir():
        folder = Path(str(house)).parent / room
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.is_file()}
    return dict(sorted(texts.items()))


def _of(room: str, own: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(f"{room}/"): text for name, text in own.items() if name.startswith(f"{room}/")}


def _text(name: str, content: str | bytes) -> str:
    try:
        return content if isinstance(content, str) else content.decode()
    except UnicodeDecodeError:
        raise SettingsError(name, "is no UTF-8 text.", "Save it as UTF-8.") from None


def _digest(texts: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
