"""Files of the inbox that no source takes in."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from generator.settings.desk import Desk
from generator.sources.faults import shown

_KEPT = ("processing", "done", "quarantine")  # folders of files that were handled


def strays(desk: Desk) -> tuple[str, ...]:
    """Return a message for each folder with strays: the first one, how many more, and where they belong."""
    return tuple(message for _, message in strays_by_file(desk))


def strays_by_file(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield the path of the first stray of each folder, relative to the desk, and the message about that folder."""
    inbox = desk.folder / "inbox"
    for folder, group in groupby(_strays(desk, inbox), key=lambda file: file.parent):
        files = list(group)
        first, other_count = shown(files[0].relative_to(desk.folder).as_posix()), len(files) - 1
        lies, them = (f"and {other_count} more lie", "them") if other_count else ("lies", "it")
        name = folder.relative_to(inbox).parts[0] if folder != inbox else ""
        near = sorted(desk.layouts, key=lambda source: -SequenceMatcher(None, name, source).ratio())
        where = " or ".join(f"inbox/{source}/" for source in near)
        yield first, f"{first} {lies} in no source's folder. Put {them} into {where}."


def _strays(desk: Desk, inbox: Path) -> Iterator[Path]:
    for file in sorted(inbox.rglob("*"), key=lambda file: (file.parent, file)):
        parts = file.relative_to(inbox).parts
        waits = len(parts) == len(("SOURCE", "FILE")) and parts[0] in desk.layouts
        is_thing = file.is_file() or file.is_symlink()  # rglob does not enter a link to a folder
        is_kept = len(parts) > 1 and parts[1] in _KEPT
        if not waits and not is_kept and not any(part.startswith(".") for part in parts) and is_thing:
            yield file
