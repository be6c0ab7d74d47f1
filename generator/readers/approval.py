"""Record an editor's decisions on a revision (approve, hold, lift) with who, when, why, and the bytes seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from generator.delivery import Shelf
from generator.delivery.keys import read_keys
from generator.editions.edition_names import NamedEdition, manifest_of, name_of, note_on
from generator.editions.edition_proof import audited
from generator.errors import Held, NotApproved, PeriodUnknown
from generator.readers.audience import letters, letters_again, lists_of, refuse_stale
from generator.settings.desk import Desk
from generator.settings.desk_folder import CORRECTION
from generator.store import EditionNote, EditorDecision, FigureStore, Letter, Mailing
from generator.store.edition_table import What
from generator.store.ledger import Kind, each_once

_NEEDED: Mapping[str, int] = {"none": 0, "one": 1, "two": 2}  # approvals needed, by the setting `approval`
_UNSENT = ("approved", "sending", "held")
_DECIDED = ("approved", "sending", "published", "corrected", "withdrawn")


def approve(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, who: str, now: datetime, *, clean: bool = False
) -> EditionNote:
    """Record the approval of a revision by `who` and return its note. The last approval needed freezes its readers.

    Raises IntegrityError if its bytes differ from those recorded, and Held if the audit refuses them. Raises
    NotApproved if the revision is held, withdrawn or superseded, or if it waits for another person than `who`. With
    `clean`, it also raises NotApproved if a release behind the figures is flagged or was accepted despite a doubt.
    """
    note = note_of(store, named)
    _refuse(store, named, note)
    findings = audited(store, shelf, named, content_only=False)
    if findings:
        msg = f"{named} is not approved, the audit refuses it: {findings[0]}"
        raise Held(msg)
    if clean:
        _refuse_doubtful(desk, store, named, note)
    if note.state in _DECIDED:
        return note
    with store.together():
        if note_of(store, named) != note:
            msg = f"{named} was changed while it was read. Nothing was decided; look at it and approve it again."
            raise NotApproved(msg)
        if folded(who) not in map(folded, approvals(store, note)):
            store.decisions.add(decision(note, who, "approve"), now)
        elif lacking(desk, store, note):
            next_verb = f"tradebrief approve {named} --by ANOTHER"
            msg = f"{named} is not approved: {who} has said yes already; another must. Next: {next_verb}"
            raise NotApproved(msg)
        missing = lacking(desk, store, note)
        if missing:
            by = ", ".join(approvals(store, note))
            note = replace(note, reason=f"approved by {by}; {missing} more must say yes")
        else:
            freeze(desk, store, note, now)
            note = replace(note, state="approved", reason="")
        store.editions.note(note, now)
        return note


def _refuse(store: FigureStore, named: NamedEdition, note: EditionNote) -> None:
    """Raise NotApproved if a revision is held or withdrawn, or if a newer one exists."""
    if note.state == "held":
        remedy = f"Lift it first: tradebrief hold {named} --lift --because TEXT"
        msg = f"{named} is held: {note.reason}. {remedy}"
        raise NotApproved(msg)
    if note.state == "withdrawn":
        msg = f"{named} is withdrawn: {note.reason}."
        raise NotApproved(msg)
    if note.state == "drafted":
        refuse_uncorrected(store, note)
        newest = store.editions.find(note.briefing, note.period)
        if newest and newest.revision > note.revision:
            msg = f"{named} is not the newest: approve {name_of(newest)}."
            raise NotApproved(msg)


def _refuse_doubtful(desk: Desk, store: FigureStore, named: NamedEdition, note: EditionNote) -> None:
    """Raise NotApproved if a release of the period is flagged, or was accepted despite a doubt."""
    for release in store.releases.all(desk.briefing(note.briefing).figures.source):
        if note.period.holds(release.period) and (release.flags or release.accepted):
            why = release.accepted or ", ".join(release.flags)
            msg = f"{named} is not clean: its release of {release.released} is marked ({why}). Approve it by hand."
            raise NotApproved(msg)


def hold(store: FigureStore, named: NamedEdition, who: str, why: str, now: datetime) -> EditionNote:
    """Hold a revision: it can be neither approved nor sent until `lift`. Letters that are inflight are finished."""
    note = note_of(store, named)
    if note.state in ("published", "corrected", "withdrawn"):
        remedy = "`tradebrief correct` corrects it, `tradebrief withdraw` takes it back."
        msg = f"{named} is {note.state}: there is nothing to hold. {remedy}"
        raise NotApproved(msg)
    held = replace(note, state="held", reason=why)
    with store.together():
        store.decisions.add(decision(note, who, "hold", why), now)
        store.editions.note(held, now)
    return held


def lift(store: FigureStore, named: NamedEdition, who: str, why: str, now: datetime) -> EditionNote:
    """End a hold. The revision is approved if its readers were frozen before, else drafted."""
    note = note_of(store, named)
    if note.state != "held":
        msg = f"{named} is not held, it is {note.state}."
        raise NotApproved(msg)
    lifted = replace(note, state="approved" if store.ledger.mailing(*named) else "drafted", reason="")
    with store.together():
        store.decisions.add(decision(note, who, "lift", why), now)
        store.editions.note(lifted, now)
    return lifted


def note_of(store: FigureStore, named: NamedEdition) -> EditionNote:
    """Return the note of a revision from the state; PeriodUnknown if there is none."""
    note = note_on(store, named)
    if note is None:
        msg = f"the state knows no {named}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return note


def title(note: EditionNote) -> str:
    """Return the name of a revision, NAME/PERIOD/rN."""
    return str(name_of(note))


def decision(note: EditionNote, who: str, what: What, why: str = "") -> EditorDecision:
    """Return a decision about a revision, with the digest of its manifest."""
    return EditorDecision(who, what, *name_of(note), note.manifest_sha256, why)


def approvals(store: FigureStore, note: EditionNote) -> tuple[str, ...]:
    """Return who approved a revision with exactly its present bytes: each person once, as first written."""
    people: dict[str, str] = {}
    for entry in store.decisions.on(*name_of(note)):
        if entry.what == "approve" and entry.manifest_sha256 == note.manifest_sha256:
            people.setdefault(folded(entry.who), " ".join(entry.who.split()))
    return tuple(people.values())


def folded(name: str) -> str:
    """Return a name in the form for comparison, so that Ann, ann and "Ann " are equal; "" if nothing is visible."""
    visible = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())


def lacking(desk: Desk, store: FigureStore, note: EditionNote) -> int:
    """Return how many more people must approve a revision before it may be sent."""
    return max(0, _NEEDED[desk.briefing(note.briefing).approval] - len(approvals(store, note)))


def freeze(desk: Desk, store: FigureStore, note: EditionNote, now: datetime) -> Mailing:
    """Record the readers of a revision, once, and return the mailing. Letters of earlier revisions stop waiting.

    An edition goes to everybody who has asked for the briefing until now. A correction goes to everybody who has, or
    waited for, an earlier revision. Raises NotApproved if readers have an earlier revision that this one does not
    correct. Raises it, too, if they chose a form of the mail that the desk offers now but this revision lacks.
    """
    refuse_uncorrected(store, note)
    named, keys = name_of(note), read_keys(desk.folder)
    holders = _overtake(store, note, now)
    kind: Kind = "correction" if is_correction(store, note) else "edition"
    if kind == "correction":
        to = tuple(letters_again(desk, named, keys, holders, kind))
    else:
        to = tuple(letters(desk, named, keys, store.readers.of(lists_of(desk, named.name)), kind))
    refuse_stale(desk, store, note, to)
    return store.ledger.freeze(Mailing(0, kind, *named, note.manifest_sha256, now), to)


def is_correction(store: FigureStore, note: EditionNote) -> bool:
    """Whether a revision was made by `correct`."""
    return CORRECTION in manifest_of(store, note)["inputs"]


def refuse_uncorrected(store: FigureStore, note: EditionNote) -> None:
    """Raise NotApproved if somebody has an earlier revision and this one is not a correction."""
    named = name_of(note)
    held = store.holders.newest(*named)
    if held is not None and not is_correction(store, note):
        remedy = f"Next: tradebrief correct {named.name}/{named.period} --note TEXT"
        msg = f"{named} is not a correction, and readers have r{held}. {remedy}"
        raise NotApproved(msg)


def _overtake(store: FigureStore, note: EditionNote, now: datetime) -> tuple[Letter, ...]:
    """Stop the waiting letters of earlier revisions. Return one letter for each reader who has one or waited for one.

    An earlier revision that was never sent becomes withdrawn, without a notice.
    """
    named, why = name_of(note), f"superseded by r{note.revision}"
    held = store.holders.of(*named)
    waiting = store.holders.stop(*named, why, now)
    for earlier in _earlier(store, note):
        newest = store.holders.newest(named.name, named.period, earlier.revision + 1)
        if earlier.state in _UNSENT and newest != earlier.revision:
            store.editions.note(replace(earlier, state="withdrawn", reason=f"{why} before it was sent"), now)
    return each_once(sorted((*held, *waiting), key=lambda letter: -letter.number))


def stop_overtaken(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Stop letters of superseded or withdrawn revisions that wait again.

    They can wait again because a mail server deferred them, or because a person chose so in `resolve`.
    """
    edition = (note.briefing, str(note.period))
    newest = max(mailing.revision for mailing in store.ledger.mailings(*edition))
    store.holders.stop(*edition, newest, f"superseded by r{newest}", now)
    if note.state == "withdrawn":
        store.holders.stop(*edition, note.revision + 1, f"withdrawn: {note.reason}", now)


def mark_corrected(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Mark the earlier revisions as corrected by this one, and stop their waiting withdrawal notices."""
    store.holders.stop_notices(*name_of(note), f"superseded by r{note.revision}", now)
    for earlier in _earlier(store, note):
        if earlier.state in (*_UNSENT, "published"):
            store.editions.note(replace(earlier, state="corrected", reason=f"corrected by r{note.revision}"), now)


def _earlier(store: FigureStore, note: EditionNote) -> Iterable[EditionNote]:
    """Return the earlier revisions of the same edition that were approved at some time."""
    revisions = []
    for earlier in store.editions.all():
        is_older = (earlier.briefing, earlier.period) == (
            note.briefing,
            note.period,
        ) and earlier.revision < note.revision
        if is_older and store.ledger.mailing(*name_of(earlier)):
            revisions.append(earlier)
    return revisions
