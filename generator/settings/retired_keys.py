"""Keys of settings that once meant something: a file that has one is read without it, and a notice says so.

docs/decisions/0010-retired-settings.md says why each was retired.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.settings.yaml_reader import Path, YamlDocument

# patterns of a key's path, its parts joined by slashes; a path belongs to one kind of file alone
RETIRED = (
    r"sources/[^/]+/via",
    r"watch/\d+/period",
    r"quotes/\d+/(place|topic|translation|approved_by|approved_on)",
    r"background/\d+/(id|speaker)",
)
_RETIRED = re.compile("|".join(RETIRED))


def without_retired(document: YamlDocument) -> YamlDocument:
    """Return `document` without retired keys, and with a notice for each one that it has."""
    found: list[Path] = []
    data = _without(document.data, (), found)
    notices = tuple(f"{document.where(path)}: {path[-1]} is retired and ignored. Delete it." for path in found)
    return replace(document, data=data, notices=notices)


def _without(node: Any, path: Path, found: list[Path]) -> Any:  # noqa: ANN401 -- what a YAML value is
    """Return `node`, which stands at `path`, without retired keys; their paths are added to `found`."""
    if isinstance(node, list):
        return [_without(part, (*path, at), found) for at, part in enumerate(node)]
    if not isinstance(node, dict):
        return node
    retired = [key for key in node if _RETIRED.fullmatch("/".join(map(str, (*path, key))))]
    found += [(*path, key) for key in retired]
    return {key: _without(part, (*path, key), found) for key, part in node.items() if key not in retired}
