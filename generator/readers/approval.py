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

_NEEDED: Mapping[str, int] = {"none": 0, "one": 1, "two": 2}
_UNSENT = ("approved", "sending", "held")
_DECIDED = ("approved", "sending", "published", "corrected", "withdrawn")


def approve(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, who: str, now: datetime, *, clean: bool = False
) -> EditionNote:
    """Say yes to a revision, and write down its readers once everybody who must has said so; return where it stands.

    Raises IntegrityError where its bytes are not those that were recorded, Held where the audit refuses them, and
    NotApproved where it is held, superseded, waits for another than `who` or, with `clean`, made of anything that a
    person took in against a doubt.
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
    """Refuse to approve what is held or has been overtaken by a newer revision."""
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
    """Refuse an edition that stands on a release which is flagged, or was taken in against a doubt."""
    for release in store.releases.all(desk.briefing(note.briefing).figures.source):
        if note.period.holds(release.period) and (release.flags or release.accepted):
            why = release.accepted or ", ".join(release.flags)
            msg = f"{named} is not clean: its release of {release.released} is marked ({why}). Approve it by hand."
            raise NotApproved(msg)


def hold(store: FigureStore, named: NamedEdition, who: str, why: str, now: datetime) -> EditionNote:
    """Stop a revision: it is neither approved nor sent until it is lifted; letters on the wire are finished."""
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
    """Take a hold back: the revision stands where it stood, approved if it was."""
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
    """Return what the state says of a revision, or raise PeriodUnknown."""
    note = note_on(store, named)
    if note is None:
        msg = f"the state knows no {named}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return note


def title(note: EditionNote) -> str:
    """Return the revision as a person names it."""
    return str(name_of(note))


def decision(note: EditionNote, who: str, what: What, why: str = "") -> EditorDecision:
    """Return a decision about the bytes of a revision."""
    return EditorDecision(who, what, *name_of(note), note.manifest_sha256, why)


def approvals(store: FigureStore, note: EditionNote) -> tuple[str, ...]:
    """Return who said yes to the very bytes of a revision, each person once, as they first wrote themselves."""
    people: dict[str, str] = {}
    for entry in store.decisions.on(*name_of(note)):
        if entry.what == "approve" and entry.manifest_sha256 == note.manifest_sha256:
            people.setdefault(folded(entry.who), " ".join(entry.who.split()))
    return tuple(people.values())


def folded(name: str) -> str:
    """Return a name as it is compared: Ann, ann and "Ann " are one; "" where there is no name in it."""
    visible = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())


def lacking(desk: Desk, store: FigureStore, note: EditionNote) -> int:
    """Return how many more must say yes before a revision may be sent."""
    return max(0, _NEEDED[desk.briefing(note.briefing).approval] - len(approvals(store, note)))


def freeze(desk: Desk, store: FigureStore, note: EditionNote, now: datetime) -> Mailing:
    """Write down who gets a revision, once: whoever asked for it until now; a correction goes to who has the wrong one.

    What waits of an earlier revision stops. Raises NotApproved where readers have one that this does not correct, or
    chose a form of the mail that the desk offers and this was made without.
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
    """Say whether a revision was made by `correct`."""
    return CORRECTION in manifest_of(store, note)["inputs"]


def refuse_uncorrected(store: FigureStore, note: EditionNote) -> None:
    """Raise NotApproved where somebody holds an earlier revision and this one does not tell them what was wrong."""
    named = name_of(note)
    held = store.holders.newest(*named)
    if held is not None and not is_correction(store, note):
        remedy = f"Next: tradebrief correct {named.name}/{named.period} --note TEXT"
        msg = f"{named} is not a correction, and readers have r{held}. {remedy}"
        raise NotApproved(msg)


def _overtake(store: FigureStore, note: EditionNote, now: datetime) -> tuple[Letter, ...]:
    """Stop what waits of earlier revisions, and return the letters of those who hold one or still waited for it.

    An earlier revision of which nothing was sent is withdrawn: nobody has to be told.
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
    """Stop what came to wait again of a revision that is past: a server had put it off, or a person settled it so."""
    edition = (note.briefing, str(note.period))
    newest = max(mailing.revision for mailing in store.ledger.mailings(*edition))
    store.holders.stop(*edition, newest, f"superseded by r{newest}", now)
    if note.state == "withdrawn":
        store.holders.stop(*edition, note.revision + 1, f"withdrawn: {note.reason}", now)


def mark_corrected(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Let the earlier revisions that went out, or lie open, say which one stands; no notice of one goes out now."""
    store.holders.stop_notices(*name_of(note), f"superseded by r{note.revision}", now)
    for earlier in _earlier(store, note):
        if earlier.state in (*_UNSENT, "published"):
            store.editions.note(replace(earlier, state="corrected", reason=f"corrected by r{note.revision}"), now)


def _earlier(store: FigureStore, note: EditionNote) -> Iterable[EditionNote]:
    """Return the earlier revisions that were approved at any time."""
    revisions = []
    for earlier in store.editions.all():
        is_older = (earlier.briefing, earlier.period) == (
            note.briefing,
            note.period,
        ) and earlier.revision < note.revision
        if is_older and store.ledger.mailing(*name_of(earlier)):
            revisions.append(earlier)
    return revisions
