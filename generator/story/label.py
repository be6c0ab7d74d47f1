"""Label: what a line is called in one language, in each place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A line's names: `full` first, `short` in tables and charts, `head` in headlines; `plural` is for verbs.

    `oblique` are the three before a postposition, of languages that have them; "" where one stays as it is.
    """

    full: str
    short: str
    head: str
    plural: bool = False
    oblique: tuple[str, str, str] = ("", "", "")

    def before(self, name: str) -> str:
        """Return one of its names before a postposition; "" where it stays as it is."""
        known = zip((self.full, self.short, self.head), self.oblique, strict=True)
        return next((before for one, before in known if one == name and before), "")

    def forms(self) -> list[str]:
        """Return every form the line may be called by, longest first."""
        forms = dict.fromkeys((self.full, self.short, self.head, *self.oblique))
        return sorted(filter(None, forms), key=len, reverse=True)
