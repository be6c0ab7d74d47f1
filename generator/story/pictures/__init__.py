"""The pictures of an edition, one module each, called as briefings call it: what it needs, draws and says."""

from __future__ import annotations

from pathlib import Path

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))
