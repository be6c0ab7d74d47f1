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
from generator.charts.typeface import DISPLAY, PLAIN, SANS, SERIF, Face, face_rule, named, script_rule

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
        _publish(workplace, target)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return target


def characters_without_a_glyph(text: str, language: str = "en") -> str:
    """Return the characters of `text` that no face of a language has, each once, in order; white space aside."""
    known = {*_CHARACTERS, *(scripts.characters(language) if language in scripts.SCRIPTS else ())}
    return "".join(sorted({sign for sign in text if not sign.isspace() and ord(sign) not in known}))


def faces_digest(directory: Path) -> str:
    """Return the SHA-256 over all faces in `directory`, as it stands in a manifest."""
    kept = [directory / name for face in FACES for name in (face.file, face.rule)]
    kept += sorted({*directory.iterdir()} - {*kept})
    return hashlib.sha256(b"".join(file.read_bytes() for file in kept)).hexdigest()


def _publish(workplace: Path, target: Path) -> None:
    workplace.chmod(0o755)
    try:
        workplace.rename(target)
    except OSError:
        # Another run was first; its folder holds the same bytes.
        if not target.is_dir():
            raise


@cache
def _recipe(languages: tuple[str, ...]) -> str:
    packages = [(name, version(name)) for name in ("fontpkg-source-serif-4", "fontpkg-source-sans-3", "fonttools")]
    recipe: tuple[Any, ...] = (
        "spaces parted",
        packages,
        [astuple(face) for face in FACES],
        _CHARACTERS,
        _FEATURES,
        sorted(PLAIN),
    )
    if beside := scripts.recipe(languages):
        recipe = (*recipe, beside)
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]


def cut_face(face: Face, target: Path) -> None:
    """Write one face to `target`: the same bytes each time."""
    from fontTools.ttLib import TTFont

    source = files(face.source[0]).joinpath("files", face.source[1])
    font = TTFont(os.fspath(source), recalcTimestamp=False)  # type: ignore[call-overload]
    _reduce(font)
    _pin(font, face)
    _part_spaces(font)
    named(font, face)
    font.save(target)


def _reduce(font: Any) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Leave only the characters in use, first of all: instancing whole fonts takes ten times as long."""
    from fontTools import subset

    options = subset.Options(layout_features=list(_FEATURES), name_IDs=["*"], hinting=False, notdef_outline=True)
    options.recalc_timestamp = False
    work = subset.Subsetter(options)
    work.populate(unicodes=_CHARACTERS)
    work.subset(font)


def _pin(font: Any, face: Face) -> None:  # noqa: ANN401 -- fontTools is untyped
    from fontTools.varLib import instancer

    place = {"wght": face.weight} | ({"opsz": face.optical} if face.optical else {})
    instancer.instantiateVariableFont(font, place, inplace=True, updateFontNames=False)


def _part_spaces(font: Any) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Give the no-break space a glyph of its own: with one for both, a PDF's text comes out with either for each."""
    name, space = "nbspace", font.getBestCmap()[0x20]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = font["glyf"].glyphs[space]
    font["hmtx"].metrics[name] = font["hmtx"].metrics[space]
    for table in font["cmap"].tables:
        table.cmap |= {0xA0: name}


def font_faces(directory: Path, words: str, faces: tuple[Face, ...] = FACES, language: str = "en") -> str:
    """Return @font-face rules whose WOFF2 data draw every character of `words` in each of `faces`.

    In a language of another script they draw its characters, too.
    """
    used = frozenset(map(ord, words)) - {ord("\n")}
    others = [face for face in SCRIPTS.get(language, ()) if face.family in _before(language, faces)]
    own = used & characters(language) - INVISIBLE if others else frozenset[int]()
    rules = [_of_script(face, directory, own, language) for face in others]
    used -= INVISIBLE if own else frozenset()
    if used - own <= PLAIN:
        return "\n".join([*rules, *((directory / face.rule).read_text(encoding="ascii") for face in faces)])
    return "\n".join([*rules, *(face_rule(face, directory / face.file, used - own) for face in faces)])


def _of_script(face: Face, directory: Path, own: frozenset[int], language: str) -> str:
    if own <= PACKED.get(language, frozenset()):
        return (directory / face.rule).read_text(encoding="ascii")
    return script_rule(face, directory / face.file, own)


def _before(language: str, faces: tuple[Face, ...]) -> set[str]:
    return {BEFORE[language][face.family] for face in faces}
