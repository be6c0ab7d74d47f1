"""Fonts for Chinese and Urdu, which no Python package has: subsets of those that Debian installs.

They hold no digit, no Latin letter and no sign that both have: figures look alike in every language.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.charts.typeface import DISPLAY, SANS, SERIF, Face, script_rule, set_names
from generator.errors import FacesMissing

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_CJK = "fonts-noto-cjk"  # Debian packages
_CORE = "fonts-noto-core"
_SONG = "Noto Serif SC"
_HEI = "Noto Sans SC"
_NASTALIQ = "Noto Nastaliq Urdu"
_NASKH = "Noto Naskh Arabic"
SCRIPTS: Mapping[str, tuple[Face, ...]] = {
    "zh": (
        Face("NotoSerifSC-Regular.otf", _SONG, 400, (_CJK, "NotoSerifCJK-Regular.ttc")),
        Face("NotoSerifSC-Bold.otf", _SONG, 700, (_CJK, "NotoSerifCJK-Bold.ttc")),
        Face("NotoSansSC-Regular.otf", _HEI, 400, (_CJK, "NotoSansCJK-Regular.ttc")),
        Face("NotoSansSC-Bold.otf", _HEI, 700, (_CJK, "NotoSansCJK-Bold.ttc")),
    ),
    "ur": (
        Face("NotoNastaliqUrdu-Regular.ttf", _NASTALIQ, 400, (_CORE, "NotoNastaliqUrdu-Regular.ttf")),
        Face("NotoNastaliqUrdu-Bold.ttf", _NASTALIQ, 700, (_CORE, "NotoNastaliqUrdu-Bold.ttf")),
        Face("NotoNaskhArabic-Regular.ttf", _NASKH, 400, (_CORE, "NotoNaskhArabic-Regular.ttf")),
        Face("NotoNaskhArabic-Bold.ttf", _NASKH, 700, (_CORE, "NotoNaskhArabic-Bold.ttf")),
    ),
}
# Which family of a script stands before which of ours.
BEFORE = {
    "zh": {SERIF: _SONG, DISPLAY: _SONG, SANS: _HEI},
    "ur": {SERIF: _NASTALIQ, DISPLAY: _NASTALIQ, SANS: _NASKH},
}
# signs of a script that a family of it lacks: ours draws them
LACKED = {_NASKH: frozenset(map(ord, "()"))}
JOINED = frozenset({"ur"})  # languages whose letters join: words are measured as they are shaped
UNSPACED = frozenset({"zh"})  # languages without spaces between words
DIRECTING = frozenset({0x200E, 0x200F, *range(0x2066, 0x206A)})  # they say which way letters run
INVISIBLE = frozenset({0x200C, 0x200D, *DIRECTING})  # they join, part or direct letters
_SIMPLIFIED = 2  # the place of the face for simplified Chinese in a collection
_SHARED_WITH_CHINESE = frozenset(map(ord, "·—‘’“”…"))  # signs of both, as wide as an ideograph in Chinese
_URDU = (*range(0x0600, 0x0700), *range(0x0750, 0x0780), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))
# Metals and fish: names of goods have some that GB 2312 has not (鳀, 鲹, 钷).
_GOODS = (*range(0x9485, 0x9577), *range(0x9C7C, 0x9CE5))
_SPACES = (0x20, 0xA0)
_URDU_SIGNS = (*_SPACES, *map(ord, "!():«»"), 0x25CC, *sorted(INVISIBLE))


# What Urdu prose is written with: joined letters bring many glyphs, and to pack those anew for each page takes seconds.
_LETTERS = "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھۂۃیے"
_SIGNS = "\u00a0 !():«»،؛؟۔\u064b\u064d\u064e\u064f\u0650\u0651\u0654\u0670"  # noqa: RUF001 -- signs of Urdu
PACKED = {"ur": frozenset(map(ord, _LETTERS + _SIGNS))}


def cut_scripts(languages: Iterable[str], workplace: Path) -> None:
    """Write the faces of `languages` into `workplace`; FacesMissing names the package where one is not installed."""
    for language in languages:
        for face in SCRIPTS.get(language, ()):
            (workplace / face.file).write_bytes(_cut(face, language))
            if language in PACKED:
                (workplace / face.rule).write_text(script_rule(face, workplace / face.file, PACKED[language]), "ascii")


def missing_packages(language: str) -> tuple[str, ...]:
    """Return the Debian packages whose faces `language` needs and that are not installed."""
    packages = [face.source[0] for face in SCRIPTS.get(language, ()) if _find(face.source[1]) is None]
    return tuple(dict.fromkeys(packages))


def recipe(languages: Iterable[str]) -> list[Any]:
    """Return what decides the bytes of the faces of `languages`: characters, and the directories of the originals."""
    parts = []
    for language in languages:
        if language in SCRIPTS:
            faces = [(repr(face), _directory(face)) for face in SCRIPTS[language]]
            parts.append((language, sorted(characters(language)), sorted(PACKED.get(language, ())), faces))
    return parts


@cache
def characters(language: str) -> frozenset[int]:
    """Return what the faces of a script hold: GB 2312 without its Latin, metals and fish; or the Arabic letters."""
    if language == "ur":
        return frozenset((*_URDU, *_URDU_SIGNS))
    codes = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            sign = bytes((row, cell)).decode("gb2312", "ignore")
            if sign and (_is_wide(ord(sign)) or ord(sign) in _SHARED_WITH_CHINESE):
                codes.add(ord(sign))
    return frozenset((*_SPACES, *_GOODS, *codes))


@cache
def letters(language: str) -> frozenset[int]:
    """Return what tells a script: its characters without spaces and without signs that other languages have."""
    return frozenset(_URDU) if language == "ur" else frozenset(filter(_is_wide, characters(language)))


def _is_wide(code: int) -> bool:
    return unicodedata.east_asian_width(chr(code)) in "WF"


def _cut(face: Face, language: str) -> bytes:
    from fontTools.ttLib import TTFont

    from generator.charts.shaping import subset_font

    original = _original(face).read_bytes()
    is_chinese = language == "zh"
    number = _SIMPLIFIED if is_chinese else 0
    content = subset_font(original, characters(language), number=number, ideographs=is_chinese)
    font = TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)
    set_names(font, face)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _original(face: Face) -> Path:
    path = _find(face.source[1])
    if path is None:
        raise FacesMissing(face.family, face.source[0])
    return path


def _find(name: str) -> Path | None:
    return next((file for folder in FOLDERS for file in sorted(folder.rglob(name))), None)


def _directory(face: Face) -> str:
    """Return the digest of where a font file begins: its directory, which has a checksum of each of its tables."""
    path = _original(face)
    with path.open("rb") as file:
        return hashlib.sha256(file.read(1 << 16) + str(path.stat().st_size).encode()).hexdigest()
