"""Finding: one place where a finished file, its edition and the figures do not agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`file` and the `sentence` concerned ("" where it is the file as a whole), the `rule` broken, and how."""

    file: str
    sentence: str
    rule: str
    problem: str

    def __str__(self) -> str:
        """Say it in one line."""
        said = f' "{folded(self.sentence).strip()}"' if self.sentence else ""
        return f"{self.file}:{said} [{self.rule}] {folded(self.problem)}"


def folded(text: str) -> str:
    """Return `text` with every run of white space, no-break spaces too, as one space."""
    parts = text.split()
    inner = " ".join(parts)
    return (" " if text[:1].isspace() and parts else "") + inner + (" " if text[-1:].isspace() else "")
