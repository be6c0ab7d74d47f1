"""Names of lines from kept bytes: code lists that a reader brings (`kind: names`); `read_names` is pure."""

from __future__ import annotations

from generator.sources.names.layout import NamesLayout
from generator.sources.names.reading import read_names

__all__ = ["NamesLayout", "read_names"]
