"""Corrections: what the last edition printed, and what is right."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story.facts import Claim
from generator.story.last import Place
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.sizes import Size, size_of
from generator.story.text import Printed
from generator.story.words.amounts import Amounts
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period


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

    def correction_of_place(self, item: Item, of: Place, printed: Claim, other: Period, *, whole: bool) -> Text | None:
        """Return "refined copper came to … in November 2025, against … in May 2025; the last edition called it …".

        `item` has the level of its month, and as its base that of the `other` one, which undoes the place. None where
        the two print alike.
        """
        now, base, _ = self.both(item)
        if base is None:
            return None
        side = "highest" if of.is_high else "lowest"
        word = (
            self.plainly(f"since.{side}", then=self.period(of.then)) if of.is_since else self.plainly(f"extreme.{side}")
        )
        shown = Printed(word, printed.id)
        place = self.say("correction.since", words=shown) if of.is_since else self.say("correction.record", word=shown)
        said: dict[str, Slot] = {"name": Noun(self.plainly("the_total")) if whole else self.full(item), "now": now}
        said |= {"when": self.span(of.period), "base": base, "then": self.span(other), "place": place}
        return self.say("correction.place", **said)

    def correction_first(self, said: Text) -> Text:
        """Return the correction at the top: "Correction: …"."""
        return self.say("correction.first", said=said)

    def note_corrected(self, said: Sequence[Text]) -> tuple[str, list[Text]]:
        """Return what the note says first: each correction."""
        return self.plainly("correction.head"), [self.say("correction.one", said=one) for one in said]
