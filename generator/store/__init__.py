"""The store: releases as received, as immutable Parquet, and what was made of them; the only SQL on figures."""

from __future__ import annotations

from generator.store.decisions import Decision
from generator.store.due import Alert, Due, DueTable, Look, Watched
from generator.store.edition_table import EditionNote
from generator.store.figure_store import FigureStore
from generator.store.ledger import Allowance, Answer, Ledger, Letter, Mailing
from generator.store.reader_table import Reader
from generator.store.releases import Release

__all__ = [
    "Alert",
    "Allowance",
    "Answer",
    "Decision",
    "Due",
    "DueTable",
    "EditionNote",
    "FigureStore",
    "Ledger",
    "Letter",
    "Look",
    "Mailing",
    "Reader",
    "Release",
    "Watched",
]
