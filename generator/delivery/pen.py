"""The pen: writes one reader's letter out of a form, and signs it where the desk has a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator.delivery.addresses import on_the_wire
from generator.delivery.dkim import Signer
from generator.delivery.form import Form, Writer, own_fields
from generator.delivery.keys import Keys
from generator.store import Letter


@dataclass(frozen=True)
class Pen:
    """Who writes, with which keys, and signs as whom."""

    writer: Writer
    keys: Keys
    signer: Signer | None = None

    def write(self, form: Form, letter: Letter, at: datetime) -> bytes:
        """Return the finished message; the same at each try."""
        token = self.keys.token(letter.key, "leave")
        own = own_fields(self.writer, on_the_wire(letter.address), letter.message_id, token, at)
        return form.letter(own, self.signer.field(form.shared, form.digest, own) if self.signer else b"")
