"""Bundle: one language of an edition with its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.edition import Data, Said, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import folded


@dataclass(frozen=True)
class Bundle:
    """What every reader of a format needs: the edition, its claims, its files, and the language to read."""

    language: str
    edition: Data
    claims: Data
    files: Mapping[str, bytes]
    form: str = ""  # of its message, where readers chose another one than the first

    @cached_property
    def evidence(self) -> Evidence:
        """The claims as evidence."""
        return Evidence.of(self.claims)

    @property
    def story(self) -> Data:
        """The story in this language."""
        story: Data = self.edition["stories"][self.language]
        return story

    @cached_property
    def texts(self) -> Sequence[Said]:
        """Every text of the story."""
        return texts(self.story)

    @cached_property
    def known(self) -> frozenset[str]:
        """The words of every text, folded, and how the marks of notes are read out."""
        heard = (note["heard"] for block in self.story["blocks"] for note in block.get("footnotes", ()))
        return frozenset((*(folded(text.words).strip() for text in self.texts), *heard))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses that its cells name, and its site."""
        named = {cell.get("address", "") for cell in self.claims["cells"].values()}
        return frozenset(named | ({site} if (site := self.edition.get("site")) else set()))

    @cached_property
    def words(self) -> str:
        """The words of every text."""
        return " ".join(text.words for text in self.texts)

    def name(self, ending: str) -> str:
        """Return the name of the file with `ending`."""
        return f"{self.language}-{self.form}.{ending}" if self.form and ending == "eml" else f"{self.language}.{ending}"

    def text(self, ending: str) -> str:
        """Return that file as text; bytes that are no UTF-8 show as replacement characters and so as departures."""
        return self.files[self.name(ending)].decode("utf-8", errors="replace")
