"""Backup: a desk as one tar file that says what it holds, and that file as a desk again; whole or not at all.

The file has settings, state and output under three names (`desk/`, `state/`, `output/`), wherever they lay, and last of
all `backup.json`, which lists every file with its size and SHA-256: what was cut off has none, and is refused.
"""

from __future__ import annotations

from generator.desk.backup.copying import back_up
from generator.desk.backup.manifest import Held
from generator.desk.backup.restoring import restore
from generator.desk.backup.unpacking import look_through

__all__ = ["Held", "back_up", "look_through", "restore"]
