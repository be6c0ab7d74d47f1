"""Corrections: what the last edition printed, and what is right."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story.facts import Claim
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.sizes import Size, size_of
from generator.story.words.amounts import Amounts
from generator.story.words.speech import Noun, Slot


class Corrections(Amounts):
    """The sentences of what a revision has undone."""

    def correction(self, item: Item | None, printed: Claim, right: Claim, *, turned: bool) -> Text:
        """Return "refined copper rose 14% in November 2025 on November 2024; the last edition printed 12%".

        It is of the total where `item` is None. Where the direction `turned` it says what had been printed.
        """
        name = Noun(self.plainly("the_total")) if item is None else self.full(item)
        said: dict[str, Slot] = {"name": name, "was": self.per_cent(printed) or ""}
        said |= {"turned": self.turned(right, Size(size_of(right))), "when": self.span(right.period)}
        said["base"] = self.span(right.compare_period or right.period)
        return self.say(f"correction.turned.{printed.direction}" if turned else "correction.rate", **said)

    def correction_first(self, said: Text) -> Text:
        """Return the correction at the top: "Correction: …"."""
        return self.say("correction.first", said=said)

    def note_corrected(self, said: Sequence[Text]) -> tuple[str, list[Text]]:
        """Return what the note says first: each correction."""
        return self.plainly("correction.head"), [self.say("correction.one", said=one) for one in said]
