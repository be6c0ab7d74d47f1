"""A publisher's logo and other pictures: which ones an edition may contain, and how wide they are."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from generator.errors import SettingsError

PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
LARGEST = 200_000  # bytes: the picture is embedded in every page and every PDF
WIDEST = 8.0  # times its height: a wider logo would touch the date on the right
_LOCAL = re.compile(r"#[\w.:-]+|data:image/(?:png|jpeg);base64,[\w+/=\s]*")
_FETCHES = re.compile(r"url\(\s*['\"]?(?!#)[^)]*\)|@import", re.IGNORECASE)
_FORBIDDEN = {
    "script": "a script",
    "foreignObject": "a page inside the picture",
    "animate": "an animation",
    "animateTransform": "an animation",
    "set": "an animation",
    "text": "letters, which would need a font that the reader may not have",
}
_LENGTH = re.compile(r"\s*([\d.]+)(?:px|pt|mm|cm|in)?\s*")


def check_picture(file: str, content: bytes) -> None:
    """Raise SettingsError for a picture that is too large, is no SVG or PNG, or has active or external content."""
    if len(content) > LARGEST:
        raise SettingsError(file, f"has {len(content)} bytes; {LARGEST} are the most.", "Save it smaller.")
    if file.endswith(".svg"):
        root = _root(content)
        if root is None or etree.QName(root).localname != "svg":
            raise SettingsError(file, "is not an SVG.", "Save it again from the program that drew it.")
        if root.getroottree().docinfo.doctype:
            raise SettingsError(file, "has a DOCTYPE.", "Save it as plain SVG.")
        for node in root.iter(etree.Element):
            problem = _problem(node)
            if problem:
                is_text = etree.QName(node).localname == "text"
                remedy = "Turn the letters into paths." if is_text else "Save it as plain SVG."
                where = f"{file}:{node.sourceline}"
                raise SettingsError(where, f"holds {problem}.", remedy)
    ratio(file, content)


def ratio(file: str, content: bytes) -> float:
    """Return width / height of a picture; SettingsError if its size cannot be read."""
    width, height = _svg_size(content) if file.endswith(".svg") else _png_size(content)
    if not (width > 0 and height > 0):
        kind = "SVG with a viewBox or a width and a height" if file.endswith(".svg") else "PNG"
        article = "an" if kind.startswith("SVG") else "a"
        raise SettingsError(file, f"is not {article} {kind}.", "Save it again from the program that drew it.")
    return width / height


def _problem(node: Any) -> str:  # noqa: ANN401 -- lxml
    """Return what is forbidden about an SVG element; "" if nothing is."""
    name = etree.QName(node).localname
    if name in _FORBIDDEN:
        return _FORBIDDEN[name]
    if name == "style" and _FETCHES.search(node.text or ""):
        return "a style that fetches something"
    for key, value in node.attrib.items():
        attribute = etree.QName(key).localname
        if attribute.startswith("on"):
            return f"a script ({attribute})"
        if (attribute in {"href", "src"} and not _LOCAL.fullmatch(value.strip())) or _FETCHES.search(value):
            return f"an address outside the file ({value.strip()[:60]})"
    return ""


def _root(content: bytes) -> Any:  # noqa: ANN401 -- lxml
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _svg_size(content: bytes) -> tuple[float, float]:
    root = _root(content)
    if root is None:
        return 0.0, 0.0
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(box) == 4:  # noqa: PLR2004 -- x, y, width, height
        try:
            return float(box[2]), float(box[3])
        except ValueError:
            return 0.0, 0.0
    sides = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    width, height = (float(side[1]) if side else 0.0 for side in sides)
    return width, height


def _png_size(content: bytes) -> tuple[float, float]:
    """Return the size of a PNG in pixels; (0, 0) if Pillow cannot read all of it."""
    import io

    from PIL import Image

    try:
        image = Image.open(io.BytesIO(content), formats=["PNG"])
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return 0.0, 0.0
    return float(image.width), float(image.height)
