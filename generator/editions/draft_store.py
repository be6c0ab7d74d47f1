"""Drafts of a text: what the program wrote when an editor began with it, kept by the digest of its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from generator.errors import IntegrityError
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.brief import Brief, Manuscript, Passage


def keep_drafts(store: FigureStore, drafts: Mapping[str, tuple[Passage, ...]]) -> str:
    """Keep the passages of a draft by language and return the digest that `drafted` of a commentary names."""
    data = {language: [asdict(passage) for passage in passages] for language, passages in drafts.items()}
    return store.keep(json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def manuscript_of(desk: Desk, store: FigureStore, name: str, period: str, brief: Brief) -> Manuscript | None:
    """Return the text that an editor wrote with the draft that it began as; None where the program writes the text.

    A draft that is not kept here, as in a copy of the settings alone, is none: today's stands for it.
    """
    note, manuscript = desk.note(name, period), brief.manuscript
    if note is None or manuscript is None or not note.drafted:
        return manuscript
    try:
        data = json.loads(store.raw(note.drafted))
    except IntegrityError:
        return manuscript
    passages = [_passage(row) for row in data.get(brief.language, ())]
    return replace(manuscript, draft=tuple(passages))


def _passage(row: Mapping[str, object]) -> Passage:
    subject = row["subject"]
    codes = tuple(map(str, subject)) if isinstance(subject, list) else ()
    return Passage(**{**row, "subject": codes})  # type: ignore[arg-type]  # as keep_drafts wrote it
