"""The audience of an edition: which readers get it, in which language and form; each a letter with its own id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from email.utils import parseaddr

from generator.delivery.keys import Keys
from generator.editions.edition_names import Named
from generator.settings.desk import Desk
from generator.store import Letter, Reader
from generator.store.ledger import Kind


def lists_of(desk: Desk, name: str) -> frozenset[str]:
    """Return the names under which a reader may have asked for the briefing `name`.

    Itself, its `audience`, and for a member of a matrix the whole matrix: NAME or NAME.*.
    """
    settings = desk.briefing(name)
    whole = {matrix for matrix, members in desk.matrices.items() if name in members}
    return frozenset({name, settings.audience or name, *whole, *(f"{matrix}.*" for matrix in whole)})


def every_list(desk: Desk) -> frozenset[str]:
    """Return every name that a reader of this desk can ask for."""
    return frozenset(one for name in desk.briefings for one in lists_of(desk, name))


def letters(desk: Desk, named: Named, keys: Keys, readers: tuple[Reader, ...], kind: Kind) -> Iterator[Letter]:
    """Yield the letter of each reader: in their language if the edition speaks it, else in the desk's first."""
    edition, domain = _thread(named, kind), sending_domain(desk)
    for reader in readers:
        identity = keys.message_id(edition, reader.key, domain)
        to = (reader.number, reader.key, reader.address, reader.folded)
        yield Letter(0, *to, language_of(desk, reader), reader.format, identity)


def again(desk: Desk, named: Named, keys: Keys, old: Iterable[Letter], kind: Kind) -> Iterator[Letter]:
    """Yield a letter to each who got an `old` one of this edition, in the same language and form."""
    edition, domain = _thread(named, kind), sending_domain(desk)
    for one in old:
        identity = keys.message_id(edition, one.key, domain)
        yield replace(one, number=0, message_id=identity, attempt=0, language=language_of(desk, one))


def language_of(desk: Desk, one: Reader | Letter) -> str:
    """Return the language in which a reader is written to: theirs if the desk speaks it, else its first."""
    spoken = desk.settings.languages
    return one.language if one.language in spoken else spoken[0]


def _thread(named: Named, kind: Kind) -> str:
    return f"{named.name}/{named.period}/r{named.revision}" + ("" if kind == "edition" else f"/{kind}")


def sending_domain(desk: Desk) -> str:
    """Return the domain that the desk writes from."""
    return parseaddr(desk.settings.mail.sender)[1].rpartition("@")[2]
