"""Say whether the texts of a page are visible when a browser applies its style sheets.

Each element with words is checked on a wide screen, on a narrow one and in dark mode. It must be displayed, be large
enough to read, differ in colour from its background, and not be clipped, moved away or covered. There is no layout
engine. What a box outside the text's flow covers is therefore unknown, so such a box must not have a background. A
picture as background, or a feature of one browser, is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

import cssselect2
import tinycss2
from tinycss2.color5 import parse_color

from generator.audit.edition_data import fold_spaces
from generator.audit.readers.html_reader import shorten_encoded

_SIZE, _LEAST = 16.0, 6.0  # px; the default size of a text, and the smallest that can be read
_APART = 1.5  # to 1; least contrast between words and background
_FAINT = 0.3  # least opacity
_AWAY = 300.0  # px; an element that is moved so far is off the page
_FLAT = 4.0  # px; an element cut to this size has no room for words, and up to three times this size covers none
_WORDS = 60  # letters that a message quotes from a text
_DEEPEST = 9  # levels of custom properties that refer to one another
_LINEAR = 0.04045  # sRGB is linear below this
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "rem": _SIZE}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|pc|in|cm|mm|rem|em|%)?(?![\w(])")
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*:\s*([\w.]+)\s*\)")
_IMAGE = re.compile(r"url\(|gradient\(|image")
_SIDES = ("top", "right", "bottom", "left", "inset")
_MOVES = (*_SIDES, "text-indent", "margin-left", "margin-top", "margin-right", "transform", "translate")
_CLIPS, _SIZES = ("clip", "clip-path", "mask", "mask-image"), ("height", "max-height", "width", "max-width")
_DRAWS = re.compile(
    r"display|visibility|opacity|fill|stroke|transform|d|[xyr]|c[xy]|r[xy]|width|height|clip|mask|filter|font(-size)?|"
    r"text-anchor|translate|scale|rotate|letter-spacing|all"
)
_BESIDE = frozenset(("data-proof", "data-side"))  # words that are not the edition's
_SILENT = frozenset(("script", "style", "title", "head", "template"))
_LIGHT, _DARK, _NARROW = (1280, "light"), (1280, "dark"), (600, "light")
Colour = tuple[float, float, float, float]  # red, green, blue and opacity, each 0 to 1
Medium = tuple[int, str]  # width of a screen in px, and its colour scheme
Element = Any  # of cssselect2, which ships no types
_Values = Mapping[str, str]
_Declared = tuple[bool, str, str]  # whether it is !important, property and value
_Rule = tuple[list[_Declared], tuple[str, ...]]  # declarations, and the media queries around them


@lru_cache(4096)
def colour(value: str, scheme: str = "light") -> Colour | None:
    """Return a colour from a style or a drawing, in a light or dark scheme, or None if it is unknown."""
    parsed = parse_color(value, color_schemes=(scheme,))
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except NotImplementedError:
        return None
    return red or 0.0, green or 0.0, blue or 0.0, float(parsed.alpha)


def contrast(ink: Colour, ground: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@dataclass(frozen=True)
class _Style:
    """What an element inherits: size in px, colour, background, opacity, visibility, and custom properties."""

    size: float = _SIZE
    ink: Colour | None = (0.0, 0.0, 0.0, 1.0)
    ground: Colour | None = (1.0, 1.0, 1.0, 1.0)
    opacity: float = 1.0
    is_visible: bool = True
    custom: Mapping[str, str] = field(default_factory=dict)


class PageStyles:
    """A page's style sheets, ready to apply to the page's elements."""

    def __init__(self, root: Any, aside: str = "") -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
        """Read the style sheets in the page `root`. An element whose words begin with `aside` may be invisible."""
        self._aside, self._gone = aside, set[Any]()
        self._matcher = cssselect2.Matcher()
        self._known: dict[Any, list[tuple[str | None, _Rule]]] = {}
        for node in root.iter("style"):
            if next(node.iterancestors("svg"), None) is None:
                sheet = shorten_encoded(node.text or "")
                self._read(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), ())
        self._page = cssselect2.ElementWrapper.from_html_root(root)

    def _read(self, rules: Sequence[Any], queries: tuple[str, ...]) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                self._read(inner, (*queries, tinycss2.serialize(rule.prelude).strip().lower()))
            elif rule.type == "qualified-rule":
                try:
                    selectors = cssselect2.compile_selector_list(rule.prelude)
                except cssselect2.SelectorError:
                    continue  # a selector such as :popover-open that only browsers know
                styles = _declarations(rule.content), queries
                for selector in selectors:
                    self._matcher.add_selector(selector, styles)

    def tokens(self) -> Mapping[str, str]:
        """Return the custom properties of the whole page in the light scheme."""
        return _computed_style(self._values(self._page, _LIGHT), _Style(), _LIGHT)[0].custom

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield the words of each invisible text, and why it is invisible."""
        for medium in (_LIGHT, _DARK, _NARROW):
            yield from self._walk(self._page, _Style(), medium)

    def _walk(self, element: Element, around: _Style, medium: Medium) -> Iterator[tuple[str, str]]:
        """Yield the invisible parts of an element. Each is reported once."""
        node = element.etree_element
        is_aside = bool(self._aside) and _words(node).startswith(self._aside)
        if node.tag in _SILENT or "popover" in node.attrib or node in self._gone or is_aside:
            return
        style, values = _computed_style(self._values(element, medium), around, medium)
        problem = self._fault(element, values, style, medium)
        if problem:
            self._gone.add(node)
            yield _words(node)[:_WORDS], f"<{node.tag}> {problem} ({medium[0]} px, {medium[1]} paper)"
        elif node.tag == "svg":
            yield from self._drawing(element) if medium == _LIGHT else ()
        else:
            for child in element.iter_children():
                yield from self._walk(child, style, medium)

    def _fault(self, element: Element, values: _Values, style: _Style, medium: Medium) -> str:
        """Return why an element is invisible or hides others, or ""."""
        node = element.etree_element
        is_judged = medium == _LIGHT and bool(_words(node)) and not _is_beside(node)
        has_words = bool((node.text or "").strip()) or any((child.tail or "").strip() for child in node)
        hidden = _hidden_by(node, values, style) if is_judged else ""
        faint = _faintness(style) if has_words else ""
        return hidden or faint or ("" if node.tag == "svg" else self._cover(element, values, style, medium))

    def _drawing(self, element: Element) -> Iterator[tuple[str, str]]:
        """Yield the styles that change a drawing. Its shapes and colours must come from its figures alone."""
        for part in element.iter_subtree():
            names = [name for *_, (declared, _) in self._matcher.match(part) for _, name, _ in declared]
            changed = [name for name in names if _DRAWS.fullmatch(name)] if part is not element else []
            if changed:
                yield _words(part.etree_element)[:_WORDS], f"a style sets its {changed[0]}"
                return

    def _values(self, element: Element, medium: Medium, kind: str | None = None) -> dict[str, str]:
        """Return what the sheets and the style attribute declare for an element, or for a pseudo-element of it."""
        node = element.etree_element
        if node not in self._known:
            self._known[node] = [(pseudo, rule) for _, _, pseudo, rule in self._matcher.match(element)]
        declared = list[_Declared]()
        for pseudo, (declarations, queries) in self._known[node]:
            if pseudo == kind and _applies(queries, medium):
                declared += declarations
        inline = node.get("style") if kind is None else None
        if inline:
            declared += _declarations(tinycss2.parse_component_value_list(inline))
        return {name: value for _, name, value in sorted(declared, key=itemgetter(0))}

    def _cover(self, element: Element, values: _Values, style: _Style, medium: Medium) -> str:
        """Return how an element may cover words, or that it shows none of its drawings, or ""."""
        boxes = [values]
        for kind in ("before", "after"):
            generated = self._values(element, medium, kind)
            if generated.get("content", "none") not in {"none", "normal"}:
                boxes.append(_computed_style(generated, style, medium)[1])
        if any(_lies_over(box, style, medium) for box in boxes):
            return "has a ground of its own and lies over the page, where it may cover words"
        drawings = [child for child in element.iter_children() if "drawing" in child.classes]
        shown = [child for child in drawings if _is_displayed(child.etree_element, self._values(child, medium))]
        return "displays none of its drawings" if drawings and not shown else ""


def _declarations(content: Any) -> list[_Declared]:  # noqa: ANN401 -- tinycss2
    """Return the declarations in the content of a rule."""
    blocks = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    declared = [declaration for declaration in blocks if declaration.type == "declaration"]
    names = [
        declaration.name if declaration.name.startswith("--") else declaration.lower_name for declaration in declared
    ]
    return [
        (declaration.important, name, tinycss2.serialize(declaration.value).strip())
        for name, declaration in zip(names, declared, strict=True)
    ]


@lru_cache(4096)
def _applies(queries: tuple[str, ...], medium: Medium) -> bool:
    """Whether a rule inside media queries applies to a screen. A query with an unknown feature never applies."""
    return all(any(_is_met(part.strip(), medium) for part in query.split(",")) for query in queries)


def _is_met(query: str, medium: Medium) -> bool:
    width, scheme = medium
    tests: dict[str, Callable[[str], bool]] = {
        "min-width": lambda value: width >= _length(value, _SIZE),
        "max-width": lambda value: width <= _length(value, _SIZE),
        "prefers-color-scheme": lambda value: value == scheme,
    }
    features = _FEATURE.findall(query)
    words = _FEATURE.sub("", query).replace("and", " ").replace("only", " ").split()
    return set(words) <= {"screen", "all"} and all(name in tests and tests[name](value) for name, value in features)


def _length(value: str, size: float) -> float:
    """Return the first length in a value in px, 0 if it has none."""
    match = _LENGTH.search(value)
    if match is None:
        return 0.0
    unit = match[2] or "px"
    return float(match[1]) * (size if unit == "em" else size / 100 if unit == "%" else _UNITS[unit])


def _computed_style(declared: _Values, around: _Style, medium: Medium) -> tuple[_Style, _Values]:
    """Return an element's look given its surroundings, and its values with custom properties resolved."""
    variables = {name: value for name, value in declared.items() if name.startswith("--")}
    custom = {**around.custom, **variables} if variables else around.custom
    values = {name: _resolve_variables(value, custom) for name, value in declared.items() if name not in variables}
    ink = values.get("-webkit-text-fill-color", values.get("color", "inherit"))
    style = _Style(
        size=_font_size(values, around.size),
        ink=around.ink if ink in {"inherit", "currentcolor", "unset", "revert"} else colour(ink, medium[1]),
        ground=_blend(_background(values, medium), around.ground),
        opacity=around.opacity * (_length(values["opacity"], 1.0) if "opacity" in values else 1.0),
        is_visible=values["visibility"] == "visible" if "visibility" in values else around.is_visible,
        custom=custom,
    )
    return style, values


def _resolve_variables(value: str, custom: Mapping[str, str]) -> str:
    for _ in range(_DEEPEST):
        if "var(" not in value:
            break
        value = _VAR.sub(lambda match: custom.get(match[1], match[2] or ""), value)
    return value


def _font_size(values: _Values, around: float) -> float:
    """Return the font size in px. A word such as "medium" counts as the default size."""
    size = values.get("font-size", "")
    if not size and "font" in values:
        lengths = [length for length in _LENGTH.finditer(values["font"].split("/")[0]) if length[2] or length[1] == "0"]
        size = lengths[-1][0] if lengths else "medium"
    if not size:
        return around
    return _length(size, around) if _LENGTH.match(size) else _SIZE


def _background(values: _Values, medium: Medium) -> Colour | None:
    """Return the background colour of a box, or None if it is a picture or unknown."""
    value = values.get("background-color", values.get("background", ""))
    if _IMAGE.search(value) or (not value and _IMAGE.search(values.get("background-image", ""))):
        return None
    parts = [tinycss2.serialize([part]) for part in tinycss2.parse_component_value_list(value)]
    paint = next(filter(None, (colour(part, medium[1]) for part in parts)), None)
    return paint or (None if "(" in value else (0.0, 0.0, 0.0, 0.0))


def _blend(ink: Colour | None, ground: Colour | None) -> Colour | None:
    """Return the visible colour of `ink` on `ground`, or None if it is unknown."""
    if ink is None or ink[3] == 1:
        return ink
    if ground is None:
        return None
    red, green, blue = (over * ink[3] + under * (1 - ink[3]) for over, under in zip(ink[:3], ground[:3], strict=True))
    return red, green, blue, 1.0


def _faintness(style: _Style) -> str:
    """Return why words in a style cannot be read, or ""."""
    if style.size < _LEAST:
        return f"is {style.size:.3g} px high"
    if style.opacity < _FAINT or (style.ink and style.ink[3] < _FAINT):
        return "is transparent"
    ink = _blend(style.ink, style.ground)
    if ink and style.ground and contrast(ink, style.ground) < _APART:
        return f"stands out from its ground by {contrast(ink, style.ground):.1f} to 1"
    return ""


def _words(node: Any) -> str:  # noqa: ANN401 -- a node of lxml
    return fold_spaces("".join(node.itertext())).strip()


def _is_beside(node: Any) -> bool:  # noqa: ANN401 -- a node of lxml
    """Whether an element stands in one whose words are not the edition's: a style sheet may leave it out."""
    return any(not _BESIDE.isdisjoint(around.attrib) for around in (node, *node.iterancestors()))


def _is_displayed(node: Any, values: _Values) -> bool:  # noqa: ANN401 -- a node of lxml
    return values.get("display", "none" if "hidden" in node.attrib else "block") != "none"


def _hidden_by(node: Any, values: _Values, style: _Style) -> str:  # noqa: ANN401 -- a node of lxml
    """Return how an element is removed from the page, or "". A drawing may be hidden, since another one is shown."""
    if not _is_displayed(node, values) and "drawing" not in node.get("class", "").split():
        return "is not displayed"
    if not style.is_visible:
        return "is not visible"
    ways = {
        "is clipped": [name for name in _CLIPS if not values.get(name, "none").startswith(("none", "auto", "inset(0"))],
        "is moved away": [name for name in _MOVES if _is_far(values.get(name, ""), style.size)],
        "is cut": _flat_sizes(values, _SIZES, _FLAT) if values.get("overflow", "visible") != "visible" else [],
    }
    return next((f"{way} ({names[0]}: {values[names[0]]})" for way, names in ways.items() if names), "")


def _flat_sizes(values: _Values, names: Sequence[str], least: float) -> list[str]:
    """Return the names of the sizes that are at most `least` px."""
    sized = [name for name in names if _LENGTH.match(values.get(name, ""))]
    return [name for name in sized if _length(values[name], _AWAY) <= least]


def _is_far(value: str, size: float) -> bool:
    """Whether any length in a value moves words off the page."""
    return any(abs(_length(move, size)) >= _AWAY for move in re.findall(r"-?[\d.]+[a-z]+", value))


def _lies_over(values: _Values, style: _Style, medium: Medium) -> bool:
    """Whether a box is outside the flow, has a background, and is large enough to cover words."""
    place = values.get("position", "static")
    is_moved = any(_length(values.get(side, ""), 1.0) for side in _SIDES)
    if place not in {"absolute", "fixed"} and not (place == "relative" and is_moved):
        return False
    paint = _background(values, medium)
    is_shown = (paint is None or bool(paint[3])) and values.get("display") != "none" and style.opacity > 0
    is_behind = values.get("z-index", "0").startswith("-")
    return is_shown and not is_behind and not _flat_sizes(values, ("width", "height"), 3 * _FLAT)
