"""Label: what a line is called in one language, in each place."""

from __future__ import annotations

from dataclasses import dataclass

from generator.story.plan import Text
from generator.story.text import capital, leaf

FORMS = ("full", "short", "head")


@dataclass(frozen=True)
class Label:
    """A line's names: `full` first, `short` in tables and charts, `head` in headlines; `plural` is for verbs.

    `oblique` are the three before a postposition, of languages that have them; "" where one stays as it is. `code` is
    the line's own, "" until Brief.label says whose names they are.
    """

    full: str
    short: str
    head: str
    plural: bool = False
    oblique: tuple[str, str, str] = ("", "", "")
    code: str = ""

    def text(self, form: str = "short") -> Text:
        """Return one of its names as what a row, a bar or a curve is called, with its first letter in capital."""
        return capital(leaf(self.name(form), "line", self.code, form))

    def name(self, form: str) -> str:
        """Return the `full`, `short` or `head` name."""
        return (self.full, self.short, self.head)[FORMS.index(form)]

    def before(self, form: str) -> str:
        """Return a name before a postposition; "" where it stays as it is."""
        return self.oblique[FORMS.index(form)]

    def forms(self) -> list[str]:
        """Return every form the line may be called by, longest first."""
        forms = dict.fromkeys((self.full, self.short, self.head, *self.oblique))
        return sorted(filter(None, forms), key=len, reverse=True)
