"""Rules of a file: the thresholds that somebody tries against a briefing's own, not yet in any briefing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import SettingsError
from generator.movements.threshold_grammar import Path as At
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.settings.briefing_settings import Briefing
from generator.settings.desk_files import about_rule, keys_of
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Document, decode, read_yaml

BLOCK = "thresholds"
PARTS = ("defaults", "groups", "series")  # of the block, where it stands alone
_REMEDY = "Write a thresholds: block as in a briefing (docs/movements.md), or what stands under it."


@dataclass(frozen=True)
class Tried:
    """Thresholds that are tried, and the file that they come from."""

    file: Path
    rules: Thresholds
    document: Document = field(repr=False)

    def where(self, path: At) -> str:
        """Return `file:line` of what stands at `path`."""
        return self.document.where(path)


def tried(file: Path) -> Tried:
    """Return the thresholds that `file` writes: its `thresholds:` block, or the block itself without that word.

    Other keys of a briefing may stand beside the block, and are passed over. SettingsError with file and line.
    """
    document = read_yaml(str(file), decode(str(file), _content(file)))
    path = (BLOCK,) if BLOCK in document.data else ()
    _refuse_stranger(document, (BLOCK, *keys_of(Briefing)) if path else (BLOCK, *PARTS))
    try:
        return Tried(file, Thresholds.read(document.at(path), path), document)
    except RuleFault as fault:
        raise about_rule(fault, document) from None


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        where, problem = f"--against {file}", f"the file cannot be read: {fault.strerror}."
        raise SettingsError(where, problem, _REMEDY) from None


def _refuse_stranger(document: Document, known: tuple[str, ...]) -> None:
    if not document.data:
        raise SettingsError(document.file, "the file has no thresholds.", _REMEDY)
    for key in document.data:
        if key not in known:
            raise SettingsError(document.where((key,)), f"{key} is no known key.", nearest(key, known) or _REMEDY)
