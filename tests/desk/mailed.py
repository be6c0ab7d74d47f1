"""A starter edition on its way: readers, and letters in whatever state a run left them in."""

import email
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

from generator.editions.edition_names import edition_named
from generator.readers.approval import decision, note_of
from generator.settings.wiring import open_desk
from generator.store import LetterOutcome
from generator.store.ledger import State
from tests.desk.conftest import StarterDesk

EDITION = "pakistan-minerals/2025"
PAST = datetime(2027, 1, 1, tzinfo=UTC)


def enlist(desk: StarterDesk, languages: Mapping[str, str], *briefings: str) -> None:
    """Write readers down: name before @example.org, and language; of the only briefing, or of one that is named."""
    lines = [f"{name}@example.org,{language}" for name, language in languages.items()]
    (desk.folder / "list.csv").write_text("\n".join(["address,language", *lines]) + "\n", encoding="utf-8")
    of = [part for name in briefings for part in ("--briefing", name)]
    done = desk.run("subscribers", "import", f"{desk.folder}/list.csv", "--confirmed", "--basis", "they asked", *of)
    assert 0 == done.code, done.said


def carry(desk: StarterDesk, answers: Mapping[str, State], edition: str = EDITION) -> None:
    """Let a run of `send` end after it had these answers: the letters of all others wait."""
    with (opened := open_desk(desk.folder, os.environ)).store as store:
        named = edition_named(opened.store, opened.shelf, edition)
        note = note_of(opened.store, named)
        store.decisions.add(decision(note, "Ann Editor", "send"), PAST)
        store.editions.note(note.__class__(**{**vars(note), "state": "sending"}), PAST)
        mailing = store.ledger.mailing(named.name, named.period, named.revision)
        assert mailing is not None
        fence, names = store.ledger.take("a run that ended", PAST), dict(answers)
        letters = store.ledger.turn(fence, mailing.number, (), 100, PAST)
        put = [
            LetterOutcome(one.number, names.get(one.address.partition("@")[0], "queued"), due=PAST) for one in letters
        ]
        store.ledger.turn(fence, mailing.number, put, 0, PAST)


def outbox(desk: StarterDesk) -> dict[str, EmailMessage]:
    """Return the newest letter of each reader, by the name before the @, as a mail program reads it."""
    found: dict[str, EmailMessage] = {}
    for path in sorted((desk.folder / "outbox").glob("*.eml"), key=_age):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        found[str(message["To"]).partition("@")[0]] = message
    return found


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a letter, white space folded."""
    part = message.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())
