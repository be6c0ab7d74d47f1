"""Backup: a desk as one tar file that says what it holds, and that file as a desk again; whole or not at all.

The file has settings, state and output under three names (`desk/`, `state/`, `output/`), wherever they lay, and last of
all `backup.json`, which lists every file with its size and SHA-256: what was cut off has none, and is refused.
"""

from __future__ import annotations

from generator.service.backup.backup_copy import back_up
from generator.service.backup.backup_manifest import Held
from generator.service.backup.backup_reader import look_through
from generator.service.backup.backup_restore import restore

__all__ = ["Held", "back_up", "look_through", "restore"]
