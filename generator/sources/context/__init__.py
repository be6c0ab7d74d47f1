"""Context series from kept bytes: commodity prices (`prices`) and exchange rates (`rates`); `read` is pure."""

from __future__ import annotations

from generator.sources.context.layout import ContextLayout
from generator.sources.context.reading import read_context

__all__ = ["ContextLayout", "read_context"]
