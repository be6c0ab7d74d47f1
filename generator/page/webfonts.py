"""The faces of a web page or a drawing, inside it: packed beforehand, or anew for a sign beyond the plain ones."""

from __future__ import annotations

from pathlib import Path

from generator.charts.faces import FACES, SANS, Face
from generator.charts.packed import PLAIN, face_rule

LABELS = tuple(face for face in FACES if face.family == SANS)


def font_faces(directory: Path, words: str, faces: tuple[Face, ...] = FACES) -> str:
    """Return @font-face rules whose WOFF2 data draw every character of `words` in each of `faces`."""
    characters = frozenset(map(ord, words))
    if characters - {ord("\n")} <= PLAIN:
        return "\n".join((directory / face.rule).read_text(encoding="ascii") for face in faces)
    return "\n".join(face_rule(face, directory / face.file, characters) for face in faces)
