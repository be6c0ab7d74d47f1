"""Archives: what stands beside an edition of its revisions: which one counts, and what became of the others."""

from __future__ import annotations

from datetime import date

from generator.story.words.numbers import Numbers

FILES = {"html": "archive.page", "pdf": "archive.pdf", "txt": "archive.text"}  # by their endings, in order


class Archives(Numbers):
    """The words of the page that lists an edition's revisions."""

    def archive_head(self) -> str:
        """Return what the list is called."""
        return self.plainly("archive.head")

    def archive_file(self, ending: str) -> str:
        """Return what a file is called in the list."""
        return self.plainly(FILES[ending])

    def archive_revision(self, number: int) -> str:
        """Return "Revision 2"."""
        return self.plainly("archive.revision", n=str(number))

    def archive_out(self, day: date, *, done: bool) -> str:
        """Return when a revision was published, or since when it has been on its way."""
        said = self.day(day)
        return self.plainly("archive.published", day=said) if done else self.plainly("archive.sending", day=said)

    def archive_corrects(self, number: int) -> str:
        """Return which revision another one corrects."""
        return self.plainly("archive.corrects", n=str(number))

    def archive_corrected(self, number: int, why: str) -> str:
        """Return by which revision one was corrected, and why, where somebody said so."""
        return self._because(self.plainly("archive.corrected", n=str(number)), why)

    def archive_withdrawn(self, day: date, why: str) -> str:
        """Return when a revision was withdrawn, and why."""
        return self._because(self.plainly("archive.withdrawn", day=self.day(day)), why)

    def _because(self, said: str, why: str) -> str:
        return self.plainly("archive.why", said=said, why=why) if why else said
