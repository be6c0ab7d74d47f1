"""The store: releases as received and as immutable Parquet, and the desk's state. SQL reads figures only here."""

from __future__ import annotations

from generator.store.due_table import Alert, Due, DueTable, Look, Watched
from generator.store.edition_table import EditionNote, EditorDecision
from generator.store.figure_store import FigureStore
from generator.store.ledger import Allowance, Ledger, Letter, LetterOutcome, Mailing
from generator.store.reader_table import Reader
from generator.store.releases import Release

__all__ = [
    "Alert",
    "Allowance",
    "Due",
    "DueTable",
    "EditionNote",
    "EditorDecision",
    "FigureStore",
    "Ledger",
    "Letter",
    "LetterOutcome",
    "Look",
    "Mailing",
    "Reader",
    "Release",
    "Watched",
]
