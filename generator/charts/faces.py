"""The six Latin faces of an edition, cut from packaged variable fonts, which vl-convert draws in one weight only."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.charts import scripts
from generator.charts.scripts import BEFORE, INVISIBLE, PACKED, SCRIPTS, characters
from generator.charts.typeface import DISPLAY, PLAIN, SANS, SERIF, Face, face_rule, script_rule, set_names

if TYPE_CHECKING:
    from collections.abc import Sequence


_ROMAN = ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf")
_ITALIC = ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf")
_SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
# Latin with its punctuation, currency, arrows and the signs that tables and charts use.
_CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2009, 0x2012),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032),
    *(0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *(0x25A0, 0x25B2, 0x25BC, 0x25CF),
)
_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "pnum", "tnum")


# Text and Display need two family names, though they come from one file: CSS cannot ask for an optical size by number.
FACES = (
    Face("SourceSerifText-Regular.ttf", SERIF, 400, _ROMAN, 11),
    Face("SourceSerifText-Italic.ttf", SERIF, 400, _ITALIC, 11, italic=True),
    Face("SourceSerifDisplay-SemiBold.ttf", DISPLAY, 600, _ROMAN, 48),
    Face("SourceSans3-Regular.ttf", SANS, 400, _SANS),
    Face("SourceSans3-SemiBold.ttf", SANS, 600, _SANS),
    Face("SourceSans3-Bold.ttf", SANS, 700, _SANS),
)

LABELS = tuple(face for face in FACES if face.family == SANS)


def cut_faces(directory: Path, languages: Sequence[str] = ()) -> Path:
    """Return the folder under `directory` that holds every face as TTF and as rule, cutting them on the first call.

    That takes some seconds. The folder is named by the recipe and appears whole or not at all. `languages` that have
    another script have its faces there, too; FacesMissing where those are not installed.
    """
    target = directory / _recipe(tuple(languages))
    if target.is_dir():
        return target
    directory.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".faces-", dir=directory))
    try:
        for face in FACES:
            cut_face(face, workplace / face.file)
            (workplace / face.rule).write_text(face_rule(face, workplace / face.file), encoding="ascii")
        scripts.cut_scripts(languages, workplace)
        workplace.chmod(0o755)
        try:
            workplace.rename(target)
        except OSError:
            # Another run was first; its folder holds the same bytes.
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return target


def characters_without_a_glyph(text: str, language: str = "en") -> str:
    """Return the characters of `text` that no face of a language has, each once, in order; white space aside."""
    drawable = {*_CHARACTERS, *(scripts.characters(language) if language in SCRIPTS else ())}
    return "".join(sorted({sign for sign in text if not sign.isspace() and ord(sign) not in drawable}))


def faces_digest(directory: Path) -> str:
    """Return the SHA-256 over all faces in `directory`, as it stands in a manifest."""
    paths = [directory / name for face in FACES for name in (face.file, face.rule)]
    paths += sorted({*directory.iterdir()} - {*paths})
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@cache
def _recipe(languages: tuple[str, ...]) -> str:
    packages = [(name, version(name)) for name in ("fontpkg-source-serif-4", "fontpkg-source-sans-3", "fonttools")]
    faces = [astuple(face) for face in FACES]
    recipe: tuple[Any, ...] = ("spaces parted", packages, faces, _CHARACTERS, _FEATURES, sorted(PLAIN))
    script_recipe = scripts.recipe(languages)
    if script_recipe:
        recipe = (*recipe, script_recipe)
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]


def cut_face(face: Face, target: Path) -> None:
    """Write one face to `target`: the same bytes each time."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    source = files(face.source[0]).joinpath("files", face.source[1])
    font = TTFont(os.fspath(source), recalcTimestamp=False)  # type: ignore[call-overload]
    _reduce(font)
    axes = {"wght": face.weight} | ({"opsz": face.optical} if face.optical else {})
    instancer.instantiateVariableFont(font, axes, inplace=True, updateFontNames=False)
    _part_spaces(font)
    set_names(font, face)
    font.save(target)


def _reduce(font: Any) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Leave only the characters in use, first of all: instancing entire fonts takes ten times as long."""
    from fontTools import subset

    options = subset.Options(layout_features=list(_FEATURES), name_IDs=["*"], hinting=False, notdef_outline=True)
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)


def _part_spaces(font: Any) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Give the no-break space a glyph of its own: with one for both, a PDF's text comes out with either for each."""
    name = "nbspace"
    space = font.getBestCmap()[0x20]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = font["glyf"].glyphs[space]
    font["hmtx"].metrics[name] = font["hmtx"].metrics[space]
    for table in font["cmap"].tables:
        table.cmap |= {0xA0: name}


def font_faces(directory: Path, words: str, faces: tuple[Face, ...] = FACES, language: str = "en") -> str:
    """Return @font-face rules whose WOFF2 data draw every character of `words` in each of `faces`.

    In a language of another script they draw its characters, too.
    """
    latin = frozenset(map(ord, words)) - {ord("\n")}
    rules = []
    if language in SCRIPTS:
        families = {BEFORE[language][face.family] for face in faces}
        script = latin & characters(language) - INVISIBLE
        script_faces = [face for face in SCRIPTS[language] if face.family in families]
        rules += [_script_rule(face, directory, script, language) for face in script_faces]
        latin -= script
        if script:
            latin -= INVISIBLE
    if latin <= PLAIN:
        rules += [(directory / face.rule).read_text(encoding="ascii") for face in faces]
    else:
        rules += [face_rule(face, directory / face.file, latin) for face in faces]
    return "\n".join(rules)


def _script_rule(face: Face, directory: Path, script: frozenset[int], language: str) -> str:
    """Return the rule of a face of another script: the one packed with it where that has all the characters."""
    if script <= PACKED.get(language, frozenset()):
        return (directory / face.rule).read_text(encoding="ascii")
    return script_rule(face, directory / face.file, script)
