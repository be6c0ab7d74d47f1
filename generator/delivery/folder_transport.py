"""The transport that sends nothing: it writes one .eml for each reader into outbox/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.errors import DeliveryError
from generator.store import Letter, LetterOutcome
from generator.store.durable import named_faults, write_durably


class FolderTransport:
    """Writes letters into `place`; "sent" means written, and its file on the disk."""

    lanes = 16  # letters of one turn; what a crash leaves behind is seen in the folder
    trouble: DeliveryError | None = None

    def __init__(self, place: Path) -> None:
        """Write into `place`, which is made where it is missing: nobody else may look into it."""
        self.place = place
        self._answers: list[LetterOutcome] = []

    def open(self, _: Callable[[], bool]) -> None:
        """Make the folder, and take away what a killed run left by half."""
        if self.place.is_symlink():
            msg = (
                f"{self.place} is a link, and letters stay in the desk. Make it a folder, or link the files elsewhere."
            )
            raise DeliveryError(msg)
        with named_faults(self.place):
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            for half in self.place.glob(".*"):
                half.unlink()

    def hand(self, letter: Letter, message: bytes) -> None:
        """Write a letter: whole under its name, or not at all."""
        file = self._file(letter)
        write_durably(file, message, private=True)
        self._answers.append(LetterOutcome(letter.number, "sent", text=f"written to {self.place.name}/{file.name}"))

    def answers(self, _: float) -> tuple[LetterOutcome, ...]:
        """Return what became of the letters that were handed over since the last time."""
        done, self._answers = tuple(self._answers), []
        return done

    def arrived(self, letter: Letter) -> bool:
        """Say whether a letter of a run that ended lies here whole."""
        return self._file(letter).exists()

    def close(self) -> tuple[LetterOutcome, ...]:
        """Return what became of the letters that were handed over since the last time: there is no connection."""
        return self.answers(0)

    def _file(self, letter: Letter) -> Path:
        return file_of(self.place, letter.message_id)


def file_of(place: Path, message_id: str) -> Path:
    """Return where the letter with that id is written in the folder `place`."""
    return place / f"{message_id.partition('@')[0]}.eml"
