"""A desk says who read the words of its languages; the signature holds for those words alone."""

from __future__ import annotations

from typing import Any

from generator.desk.desk_settings import DeskSettings, WordsRead
from generator.desk.readers import reader_of, readers, told, unsigned
from generator.desk.settings import read_desk
from generator.story.readers import digest_of_words
from tests.desk.test_settings import FILES


def desk(**read: str) -> DeskSettings:
    """Return settings in three languages, some of whose words, by digest, were read."""
    signed: dict[str, Any] = {
        language: WordsRead.model_validate({"read_by": "Sana Malik, sub-editor", "on": "2026-11-01", "words": words})
        for language, words in read.items()
    }
    own = read_desk(FILES).settings
    return own.model_copy(update={"languages": ("en", "zh", "ur"), "lexicons": signed})


def test_a_signature_holds_for_the_words_that_were_read() -> None:
    """It goes into the edition with them."""
    signed = desk(ur=digest_of_words("ur"))
    reader = reader_of(signed, "ur")
    assert reader
    assert ("Sana Malik, sub-editor", "2026-11-01") == (reader.name, str(reader.day))
    assert reader_of(signed, "zh") is None
    row = {"name": "Sana Malik, sub-editor", "day": "2026-11-01", "words": digest_of_words("ur")}
    assert {"ur": row} == readers(signed)
    assert [] == list(unsigned(signed))


def test_other_words_are_unsigned() -> None:
    """What the program says now was not read: the edition is a draft again, and the desk is told why."""
    old = desk(ur="0123456789ab")
    assert reader_of(old, "ur") is None
    assert {} == readers(old)
    (said,) = unsigned(old)
    assert f"the words of ur are {digest_of_words('ur')} now, and Sana Malik, sub-editor read 0123456789ab" in said


def test_what_is_to_be_read_is_told() -> None:
    """`doctor` says which words there are: who reads them copies their digest."""
    said = told(desk(ur=digest_of_words("ur")))
    assert f"zh {digest_of_words('zh')} read by no native reader" in said
    assert f"ur {digest_of_words('ur')} read by Sana Malik, sub-editor on 2026-11-01" in said
    assert "English needs no reader" == told(read_desk(FILES).settings)
