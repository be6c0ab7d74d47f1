"""A trial: an edition as its readers would get it, to one address, outside the ledger and marked in its subject."""

from __future__ import annotations

import re
from datetime import datetime

from generator.delivery import Shelf
from generator.delivery.addresses import read_address
from generator.delivery.form import form_of
from generator.delivery.pen import Pen
from generator.editions.edition_holds import refuse_restored
from generator.editions.edition_names import Named
from generator.errors import DeliveryError
from generator.readers.post import pen_of, transport_of
from generator.settings.desk import Desk
from generator.store import Answer, FigureStore, Letter

_SUBJECT = re.compile(rb"(?mi)^(subject: )")
_LONGEST = 900.0  # seconds: longer than a mail server is waited for
_NOBODY = "trial"  # the key of no reader: its token lets nobody leave


def send_trial(
    desk: Desk, store: FigureStore, shelf: Shelf, named: Named, given: str, now: datetime
) -> tuple[Answer, ...]:
    """Send the edition in each of its languages to one address, whatever its state; return the answer to each.

    Nothing of it is kept.

    Raises AddressRefused, NotApproved where the desk was restored, DeliveryError where the mail server did not take it.
    """
    refuse_restored(store)
    address, pen, transport = read_address(given), pen_of(desk, named.name), transport_of(desk)
    transport.open(lambda: False)
    taken: list[Answer] = []
    try:
        for number, language in enumerate(desk.settings.languages):
            letter = _letter(pen, named, number, address.text, language)
            transport.hand(letter, _message(shelf, pen, named, letter, now))
            answers = transport.answers(_LONGEST)
            if any(answer.state != "sent" for answer in answers):
                raise transport.trouble or DeliveryError(f"the mail server did not take it: {answers[0].text}")
            taken += answers
    finally:
        transport.close()
    return tuple(taken)


def _letter(pen: Pen, named: Named, number: int, address: str, language: str) -> Letter:
    edition = f"{named.name}/{named.period}/r{named.revision}/{_NOBODY}-{language}"
    identity = pen.keys.message_id(edition, _NOBODY, pen.writer.domain)
    return Letter(number, 0, _NOBODY, address, address.casefold(), language, "", identity)


def _message(shelf: Shelf, pen: Pen, named: Named, letter: Letter, now: datetime) -> bytes:
    raw = shelf.read(named.name, named.period, named.revision)[f"{letter.language}.eml"]
    return pen.write(form_of(_SUBJECT.sub(rb"\1[test] ", raw, count=1)), letter, now)
