"""The faces of a web page or a drawing, inside it: packed beforehand, or anew for a sign beyond the plain ones."""

from __future__ import annotations

from pathlib import Path

from generator.charts.face import SANS, Face
from generator.charts.faces import FACES
from generator.charts.packed import PLAIN, face_rule, script_rule
from generator.charts.scripts import BEFORE, INVISIBLE, PACKED, SCRIPTS, characters

LABELS = tuple(face for face in FACES if face.family == SANS)


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
