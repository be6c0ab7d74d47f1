"""The store: releases as received, as immutable Parquet, and what was made of them; the only SQL on figures."""

from __future__ import annotations

from generator.store.editions import EditionNote
from generator.store.figure_store import FigureStore
from generator.store.releases import Release

__all__ = ["EditionNote", "FigureStore", "Release"]
