"""Record an editor's decisions on a revision (approve, hold, lift) with who, when, why, and the bytes seen."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from generator.delivery import Shelf
from generator.delivery.keys import read_keys
from generator.editions.edition_names import NamedEdition, noted
from generator.editions.edition_proof import audited
from generator.errors import Held, NotApproved, PeriodUnknown
from generator.readers.audience import again, letters, lists_of, refuse_stale
from generator.settings.desk import Desk
from generator.settings.desk_folder import CORRECTION
from generator.store import EditionNote, EditorDecision, FigureStore, Letter, Mailing
from generator.store.holders import each_once
from generator.store.ledger import Kind

_INVISIBLE = "Cf"  # signs that nobody sees, as Unicode has them
_UNSENT = ("approved", "sending", "held")
_MAILED = ("approved", "sending", "held", "published")
_NEEDED: Mapping[str, int] = {"none": 0, "one": 1, "two": 2}
_DECIDED = ("approved", "sending", "published", "corrected", "withdrawn")


def folded(name: str) -> str:
    """Return a name as it is compared: Ann, ann and "Ann " are one; "" where there is no name in it."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != _INVISIBLE)
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def each_person_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each person once, as they first wrote themselves."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), " ".join(name.split()))
    return tuple(found.values())


def is_correction(store: FigureStore, note: EditionNote) -> bool:
    """Say whether a revision was made by `correct`."""
    return CORRECTION in json.loads(store.raw(note.manifest_sha256))["inputs"]


def refuse_uncorrected(store: FigureStore, note: EditionNote) -> None:
    """Raise NotApproved where somebody holds an earlier revision and this one does not tell them what was wrong."""
    period = str(note.period)
    held = store.holders.newest(note.briefing, period, note.revision)
    if held is not None and not is_correction(store, note):
        of = f"{note.briefing}/{period}"
        msg = (
            f"{of}/r{note.revision} is no correction, and readers have r{held}. "
            f"Next: tradebrief correct {of} --note TEXT"
        )
        raise NotApproved(msg)


def overtake(store: FigureStore, note: EditionNote, now: datetime) -> tuple[Letter, ...]:
    """Stop what waits of earlier revisions, and return the letters of those who hold one or still waited for it.

    An earlier revision of which nothing was sent is withdrawn: nobody has to be told.
    """
    of, by = (note.briefing, str(note.period), note.revision), f"superseded by r{note.revision}"
    held = store.holders.of(*of)
    waiting = store.holders.stop(*of, by, now)
    for one in _earlier(store, note):
        if one.state in _UNSENT and not _is_held(store, one):
            store.note_edition(replace(one, state="withdrawn", reason=f"{by} before it was sent"), now)
    return each_once(sorted((*held, *waiting), key=lambda letter: -letter.number))


def stop_overtaken(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Stop what came to wait again of a revision that is past: a server had put it off, or a person settled it so."""
    of = (note.briefing, str(note.period))
    newest = max(one.revision for one in store.ledger.mailings(*of))
    store.holders.stop(*of, newest, f"superseded by r{newest}", now)
    if note.state == "withdrawn":
        store.holders.stop(*of, note.revision + 1, f"withdrawn: {note.reason}", now)


def mark_corrected(store: FigureStore, note: EditionNote, now: datetime) -> None:
    """Let the earlier revisions that went out, or lie open, say which one stands; no notice of one goes out now."""
    of = (note.briefing, str(note.period), note.revision)
    store.holders.stop_notices(*of, f"superseded by r{note.revision}", now)
    for one in _earlier(store, note):
        if one.state in _MAILED:
            store.note_edition(replace(one, state="corrected", reason=f"corrected by r{note.revision}"), now)


def _earlier(store: FigureStore, note: EditionNote) -> list[EditionNote]:
    """Return the earlier revisions that were approved at any time."""
    return [
        one
        for one in store.editions()
        if (one.briefing, one.period) == (note.briefing, note.period)
        and one.revision < note.revision
        and store.ledger.mailing(one.briefing, str(one.period), one.revision)
    ]


def _is_held(store: FigureStore, note: EditionNote) -> bool:
    """Say whether somebody holds that very revision, or may."""
    newest = store.holders.newest(note.briefing, str(note.period), note.revision + 1)
    return newest == note.revision


def approve(
    desk: Desk, store: FigureStore, shelf: Shelf, named: NamedEdition, who: str, now: datetime, *, clean: bool = False
) -> EditionNote:
    """Say yes to a revision, and write down its readers once everybody who must has said so; return where it stands.

    Raises IntegrityError where its bytes are not those that were recorded, Held where the audit refuses them, and
    NotApproved where it is held, superseded, waits for another than `who` or, with `clean`, made of anything that a
    person took in against a doubt.
    """
    note = note_of(store, named)
    _refuse(store, note)
    if findings := audited(store, shelf, named, content_only=False):
        msg = f"{title(note)} is not approved, the audit refuses it: {findings[0]}"
        raise Held(msg)
    if clean:
        _refuse_doubtful(desk, store, note)
    if note.state in _DECIDED:
        return note
    with store.together():
        if note_of(store, named) != note:
            msg = f"{title(note)} was changed while it was read. Nothing was decided; look at it and approve it again."
            raise NotApproved(msg)
        if not _said_yes(store, note, who):
            store.decisions.add(decision(note, who, "approve"), now)
        elif lacking(desk, store, note):
            next_verb = f"tradebrief approve {title(note)} --by ANOTHER"
            msg = f"{title(note)} is not approved: {who} has said yes already; another must. Next: {next_verb}"
            raise NotApproved(msg)
        return _settled(desk, store, named, note, now)


def hold(store: FigureStore, named: NamedEdition, who: str, why: str, now: datetime) -> EditionNote:
    """Stop a revision: it is neither approved nor sent until it is lifted; letters on the wire are finished."""
    note = note_of(store, named)
    if note.state in ("published", "corrected", "withdrawn"):
        remedy = "`tradebrief correct` mends it, `tradebrief withdraw` takes it back."
        msg = f"{title(note)} is {note.state}: there is nothing to hold. {remedy}"
        raise NotApproved(msg)
    return _decided(store, note, "held", why, decision(note, who, "hold", why), now)


def lift(store: FigureStore, named: NamedEdition, who: str, why: str, now: datetime) -> EditionNote:
    """Take a hold back: the revision stands where it stood, approved if it was."""
    note = note_of(store, named)
    if note.state != "held":
        msg = f"{title(note)} is not held, it is {note.state}."
        raise NotApproved(msg)
    before = "approved" if store.ledger.mailing(named.name, named.period, named.revision) else "drafted"
    return _decided(store, note, before, "", decision(note, who, "lift", why), now)


def note_of(store: FigureStore, named: NamedEdition) -> EditionNote:
    """Return what the state says of a revision, or raise PeriodUnknown."""
    note = noted(store, named.name, named.period, named.revision)
    if note is None:
        msg = f"the state knows no {named.name}/{named.period}/r{named.revision}. `tradebrief build` makes one."
        raise PeriodUnknown(msg)
    return note


def approvals(store: FigureStore, note: EditionNote) -> tuple[str, ...]:
    """Return who said yes to the very bytes of a revision, each person once."""
    found = store.decisions.on(note.briefing, str(note.period), note.revision)
    yes = [one.who for one in found if one.what == "approve" and one.manifest_sha256 == note.manifest_sha256]
    return each_person_once(yes)


def _said_yes(store: FigureStore, note: EditionNote, who: str) -> bool:
    return folded(who) in map(folded, approvals(store, note))


def lacking(desk: Desk, store: FigureStore, note: EditionNote) -> int:
    """Return how many more must say yes before a revision may be sent."""
    return max(0, _NEEDED[desk.briefing(note.briefing).approval] - len(approvals(store, note)))


def decision(note: EditionNote, who: str, what: str, why: str = "") -> EditorDecision:
    """Return a decision about the bytes of a revision."""
    return EditorDecision(who, what, note.briefing, str(note.period), note.revision, note.manifest_sha256, why)  # type: ignore[arg-type]


def title(note: EditionNote) -> str:
    """Return the revision as a person names it."""
    return f"{note.briefing}/{note.period}/r{note.revision}"


def frozen(desk: Desk, store: FigureStore, named: NamedEdition, note: EditionNote, now: datetime) -> Mailing:
    """Write down who gets a revision, once: whoever asked for it until now; a correction goes to who has the wrong one.

    What waits of an earlier revision stops. Raises NotApproved where readers have one that this does not correct, or
    chose a form of the mail that the desk offers and this was made without.
    """
    refuse_uncorrected(store, note)
    keys, holders = read_keys(desk.folder), overtake(store, note, now)
    kind: Kind = "correction" if is_correction(store, note) else "edition"
    if kind == "correction":
        to = tuple(again(desk, named, keys, holders, kind))
    else:
        to = tuple(letters(desk, named, keys, store.readers.of(lists_of(desk, named.name)), kind))
    refuse_stale(desk, store, note, to)
    of = (named.name, named.period, named.revision, note.manifest_sha256)
    return store.ledger.freeze(Mailing(0, kind, *of, now), to)


def _settled(desk: Desk, store: FigureStore, named: NamedEdition, note: EditionNote, now: datetime) -> EditionNote:
    """Return the note after an approval: approved with its readers, or drafted while another is awaited."""
    if more := lacking(desk, store, note):
        by = ", ".join(approvals(store, note))
        after = replace(note, reason=f"approved by {by}; {more} more must say yes")
    else:
        frozen(desk, store, named, note, now)
        after = replace(note, state="approved", reason="")
    store.note_edition(after, now)
    return after


def _decided(
    store: FigureStore, note: EditionNote, state: str, reason: str, made: EditorDecision, now: datetime
) -> EditionNote:
    after = replace(note, state=state, reason=reason)
    with store.together():
        store.decisions.add(made, now)
        store.note_edition(after, now)
    return after


def _refuse(store: FigureStore, note: EditionNote) -> None:
    """Refuse to approve what is held or has been overtaken by a newer revision."""
    if note.state == "held":
        msg = (
            f"{title(note)} is held: {note.reason}. Lift it first: tradebrief hold {title(note)} --lift --because TEXT"
        )
        raise NotApproved(msg)
    if note.state == "withdrawn":
        msg = f"{title(note)} is withdrawn: {note.reason}."
        raise NotApproved(msg)
    if note.state == "drafted":
        refuse_uncorrected(store, note)
    newest = store.edition(note.briefing, note.period)
    if newest and newest.revision > note.revision and note.state == "drafted":
        msg = f"{title(note)} is not the newest: approve {title(newest)}."
        raise NotApproved(msg)


def _refuse_doubtful(desk: Desk, store: FigureStore, note: EditionNote) -> None:
    """Refuse an edition that stands on a release which is flagged, or was taken in against a doubt."""
    source = desk.briefing(note.briefing).figures.source
    for release in store.releases(source):
        if note.period.holds(release.period) and (release.flags or release.accepted):
            why = release.accepted or ", ".join(release.flags)
            msg = (
                f"{title(note)} is not clean: its release of {release.released} is marked ({why}). Approve it by hand."
            )
            raise NotApproved(msg)
