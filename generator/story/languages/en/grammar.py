"""English grammar, beyond what patterns can express: currency signs, plural verbs, articles, possessives."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from generator.story.plan import Text
from generator.story.rounding import MILLIONS, Scale, grouped
from generator.story.text import capital, words_of
from generator.story.words.speech import Grammar, Noun
from generator.trade.currency import DOLLAR, unit_of


class Own(Grammar):
    """The grammar of English."""

    HEADLINE: ClassVar = (14, "words")
    LONGEST: ClassVar = 16
    NAMES_SCALES: ClassVar = True

    def money(self, unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
        """Return "$14.16 million", "CNY 14.16 million", "$290,000"."""
        sign = "$" if unit == unit_of(DOLLAR) else f"{unit.upper()} "
        return f"{sign}{grouped(shown)} {words['scales'].get(scale.name, '')}".rstrip()

    def tonnes(self, shown: Decimal, words: Mapping[str, Any]) -> str:
        """Return "6,890", "44.27 million"."""
        if shown < Decimal(10) ** MILLIONS.power:
            return grouped(shown)
        return f"{grouped(shown.scaleb(-MILLIONS.power))} {words['scales'][MILLIONS.name]}"

    def form(self, noun: Noun, spec: str, words: Mapping[str, Any]) -> str:
        """Return a form of `noun` ("’s" or "bare" of its article), its "a" or "an", or a verb in its number."""
        name = words_of(noun.part)
        match spec:
            case "’s":
                return f"{name}’" if name.endswith("s") else f"{name}’s"
            case "bare":
                return name.removeprefix("the ")
            case "a":
                return "an" if name[0] in "aeiou" else "a"
        return super().form(noun, spec, words)

    def begin(self, text: Text) -> Text:
        """Return `text` with a capital first letter."""
        return capital(text)
