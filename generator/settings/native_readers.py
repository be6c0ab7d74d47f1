"""Readers: which native reader read the words of a language, as long as those words are what the program says."""

from __future__ import annotations

from collections.abc import Iterator

from generator.settings.desk_settings import DeskSettings
from generator.settings.value_types import Language
from generator.story.patterns import NativeReader, digest_of_words, needs_reader


def reader_of(settings: DeskSettings, language: Language) -> NativeReader | None:
    """Return who read the words of a language as they are now; None where nobody has."""
    said = settings.lexicons.get(language)
    if said is None or said.words != digest_of_words(language):
        return None
    return NativeReader(said.read_by, said.on)


def readers(settings: DeskSettings) -> dict[str, dict[str, str]]:
    """Return the readers of the desk's languages as edition.json has them, with the words that they read."""
    found = {language: reader_of(settings, language) for language in settings.languages}
    return {
        language: {"name": reader.name, "day": reader.day.isoformat(), "words": digest_of_words(language)}
        for language, reader in found.items()
        if reader
    }


def unsigned(settings: DeskSettings) -> Iterator[str]:
    """Yield, for each signature that counts no longer, which words were read and which ones there are now."""
    for language, said in settings.lexicons.items():
        if said.words != (now := digest_of_words(language)):
            yield (
                f"the words of {language} are {now} now, and {said.read_by} read {said.words}: "
                "its editions call themselves a draft until somebody reads these"
            )


def told(settings: DeskSettings) -> str:
    """Return, for each language that needs a reader, who read its words, or which ones are to be read."""
    known = {language: reader_of(settings, language) for language in settings.languages if needs_reader(language)}
    said = (
        f"{language} {digest_of_words(language)} "
        + (f"read by {reader.name} on {reader.day}" if reader else "read by no native reader")
        for language, reader in known.items()
    )
    return "; ".join(said) or "English needs no reader"
