"""The model of commentary/NAME/PERIOD.md: an editor's front matter and text for one edition.

The front matter holds quotations and what other accounts say. The editor's own paragraphs follow below it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError, model_validator

from generator.errors import SettingsError, SettingsFaults
from generator.settings.commentary_text import Remark, WholeText, read_remarks, read_whole_text
from generator.settings.setting_faults import explain, without_retired
from generator.settings.value_types import (
    LANGUAGES,
    Code,
    Codes,
    Day,
    Language,
    Strict,
    Text,
    Web,
    Words,
    Written,
    refuse,
)
from generator.settings.yaml_reader import YamlDocument, at, decode, read_yaml

FENCE = "---"
ELLIPSIS = "[…]"  # stands for what a quote leaves out


def _plain(value: object) -> object:
    """Return a text without a language as English, the default language of desks."""
    return {"en": value} if isinstance(value, str) and value else value


def _alike(value: object) -> object:
    """Return a name without a language as the name in every language."""
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) and value else value


def _is_cut_from(words: str, original: str) -> bool:
    """Whether `words` are `original`, or pieces of it in order with ELLIPSIS for each omission."""
    pieces = [" ".join(piece.split()) for piece in words.split(ELLIPSIS)]
    remaining = " ".join(original.split())
    if len(pieces) == 1 or not any(pieces) or not remaining.startswith(pieces[0]):
        return pieces == [remaining]
    remaining = remaining.removeprefix(pieces[0])
    for piece in pieces[1:-1]:
        place = remaining.find(piece)
        if place < 0:
            return False
        remaining = remaining[place + len(piece) :]
    return remaining.endswith(pieces[-1])


PLAIN = BeforeValidator(_plain, json_schema_input_type=str | dict[Language, str])
Named = Annotated[Written, BeforeValidator(_alike, json_schema_input_type=str | dict[Language, str])]


class Sourced(Strict):
    """What an account says, with the place where it stands."""

    text: Annotated[Words, PLAIN] = Field(
        description="in your own words", examples=["Copper worth $1 billion goes to China each year."]
    )
    medium: Named = Field(description="who printed it", examples=["China Economic Net"])
    address: Web = Field(description="where it can be read", examples=["http://example.org/a.shtml"])
    date: Day = Field(description="when it was printed", examples=["2026-01-27"])
    _line: int = PrivateAttr(1)

    @property
    def line(self) -> int:
        """The line of the file where the entry begins."""
        return self._line

    def at_line(self, line: int) -> Self:
        """Return a copy with the line of the file."""
        copy = self.model_copy()
        copy._line = line  # noqa: SLF001 -- its own, on the copy
        return copy


class Quote(Sourced):
    """What a person said; `answer` is the figures' answer where the two do not match."""

    speaker: Named | None = Field(None, description="who said it", examples=["Ghulam Qadir"])
    anonymous: Named | None = Field(None, description="why there is no name", examples=["asked not to be named"])
    role: Named = Field(description="the speaker's office", examples=["trade counsellor"])
    organisation: Named = Field(description="of the speaker", examples=["Pakistan's embassy in China"])
    form: Literal["paraphrase", "verbatim"] = Field(description="paraphrase or verbatim", examples=["paraphrase"])
    language: Language = Field("en", description="language spoken", examples=["en"])
    original: Text | None = Field(None, description="original words; not printed", examples=["铜价值10亿美元。"])
    answer: Annotated[Written, PLAIN] = Field(
        {}, description="what the figures say", examples=["Customs counted $1.14 billion."]
    )
    expires: Day | None = Field(
        None, description="last day of figures beside which it may stand", examples=["2026-06-30"]
    )

    @model_validator(mode="after")
    def _can_be_printed(self) -> Self:
        if (self.speaker is None) == (self.anonymous is None):
            refuse("need a speaker, or `anonymous: REASON` in its place.", "Write one of the two.")
        return self

    @model_validator(mode="after")
    def _is_word_for_word(self) -> Self:
        if self.form != "verbatim":
            return self
        if self.language not in self.text and self.original is None:
            refuse(f"are word for word in {self.language}, which nothing here keeps.", "Write it as original: …")
        if self.original and not _is_cut_from(self.text.get(self.language, self.original), self.original):
            refuse("have a text that is not word for word in original.", f"Mark what is left out by {ELLIPSIS}.")
        return self

    def is_translated(self, language: Language) -> bool:
        """Whether an edition in `language` prints a translation of this verbatim quote."""
        return self.form == "verbatim" and language != self.language


class Background(Sourced):
    """What an outside account says; attributed, and never computed with."""


class Acceptance(Strict):
    """A sentence of the editor's that stands though the figures say otherwise."""

    sentence: Annotated[Words, PLAIN] = Field(
        description="the sentence, word for word", examples=["Trade has tripled."]
    )
    because: Text = Field(description="reason, kept in claims.json", examples=["it counts services as well"])
    by: Text = Field(description="who vouches for it", examples=["Li Na"])


class FrontMatter(Strict):
    """The YAML above the text."""

    headline: Written = Field(
        {},
        description="your headline; in a whole text write it as #",
        examples=["{en: Copper leads}"],
    )
    lead_with: Code | None = Field(None, description="line to tell first", examples=['"2608"'])
    leave_out: Codes = Field((), description="lines to leave out of the text", examples=['["2606"]'])
    quotes: tuple[Quote, ...] = Field((), description="quotations")
    background: tuple[Background, ...] = Field((), description="other accounts")
    by: Annotated[Written, BeforeValidator(_alike)] = Field(
        {},
        description="who signs comments; default the publisher",
        examples=["{en: Li Na, zh: 李娜}"],
    )
    place: Literal["top", "end"] = Field("end", description="place of your paragraphs", examples=["top"])
    mail: bool = Field(default=False, description="put them into the mail", examples=["true"])
    accept: tuple[Acceptance, ...] = Field((), description="contradicted sentences to accept")
    text: Literal["whole"] | None = Field(
        None, description="whole text; `tradebrief edit` writes it", examples=["whole"]
    )
    drafted: Annotated[str, Field(pattern="[0-9a-f]{64}")] | None = Field(
        None, description="draft it began as; `tradebrief edit` writes it", examples=["5f0c…"]
    )


@dataclass(frozen=True)
class Commentary:
    """One editor's file; `sha256` is the digest of its bytes."""

    file: str
    sha256: str
    headline: Mapping[Language, str]
    lead_with: str
    leave_out: tuple[str, ...]
    quotes: tuple[Quote, ...]
    background: tuple[Background, ...]
    remarks: Mapping[Language, tuple[Remark, ...]]
    by: Mapping[Language, str]
    place: str
    mail: bool
    accept: tuple[Acceptance, ...]
    whole_text: Mapping[Language, WholeText]
    drafted: str
    document: YamlDocument = field(repr=False)

    def where(self, *path: str | int) -> str:
        """Return `file:line` of the entry at `path` of the front matter."""
        return self.document.where(path)

    def refuse_expired(self, day: date) -> None:
        """Raise SettingsError, with file and line, for a quote that is expired for figures as of `day`."""
        for place, quote in enumerate(self.quotes):
            if quote.expires and day > quote.expires:
                problem = f"this quote may stand beside figures up to {quote.expires}, and these are as of {day}."
                remedy = "Ask the speaker again and write a new day, or take it out."
                raise SettingsError(self.where("quotes", place, "expires"), problem, remedy)


def read_commentary(file: str, raw: bytes, languages: tuple[str, ...] = ("en",)) -> Commentary:
    """Return the content of an editor's file, or raise SettingsError. Each text must be in all of `languages`."""
    front, body, first = _front_and_body(file, decode(file, raw))
    for line, words in enumerate(body.splitlines(), first):
        key, colon, _ = words.partition(":")
        if colon and key in FrontMatter.model_fields:  # it would be printed as a sentence
            problem = f"{key}: stands outside of the front matter."
            raise SettingsError(at(file, line), problem, f"Write {FENCE} on a line above it and on one below.")
    document = without_retired(read_yaml(file, front))
    try:
        matter = FrontMatter.model_validate(document.data, context={"languages": languages})
    except ValidationError as fault:
        raise SettingsFaults(explain(fault, FrontMatter, document)) from None
    tongue: Language = languages[0]  # type: ignore[assignment]  # checked with the settings
    whole_texts: Mapping[Language, WholeText] = {}
    remarks: Mapping[Language, tuple[Remark, ...]] = {}
    if matter.text is None:
        remarks = read_remarks(file, body, first, tongue)
        _refuse_other_languages(file, first, remarks, languages)
    else:
        whole_texts = read_whole_text(file, body, first, tongue)
        _refuse_whole(file, first, whole_texts, languages, matter, document)
    return Commentary(
        file=file,
        sha256=hashlib.sha256(raw).hexdigest(),
        headline=matter.headline,
        lead_with=matter.lead_with or "",
        leave_out=matter.leave_out,
        quotes=tuple(item.at_line(document.line(("quotes", n))) for n, item in enumerate(matter.quotes)),
        background=tuple(item.at_line(document.line(("background", n))) for n, item in enumerate(matter.background)),
        remarks=remarks,
        by=matter.by,
        place=matter.place,
        mail=matter.mail,
        accept=matter.accept,
        whole_text=whole_texts,
        drafted=matter.drafted or "",
        document=document,
    )


def _front_and_body(file: str, text: str) -> tuple[str, str, int]:
    """Return the YAML between the fences (with its line numbers), the text below, and that text's first line."""
    lines = text.splitlines()
    fences = [place for place, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if fences[:1] != [0]:
        return "", text, 1
    if len(fences) == 1:
        raise SettingsError(at(file, 1), "the front matter does not end.", f"Write {FENCE} on a line below it.")
    end = fences[1]
    return "\n".join(["", *lines[1:end]]) + "\n", "\n".join(lines[end + 1 :]), end + 2


def _refuse_whole(
    file: str,
    first: int,
    texts: Mapping[Language, WholeText],
    languages: tuple[str, ...],
    matter: FrontMatter,
    document: YamlDocument,
) -> None:
    """Raise SettingsError for a whole text in a language not of the desk, or with a second headline in the YAML."""
    strange = sorted(set(texts) - set(languages))
    if strange:
        problem = f"the text is in {', '.join(strange)}; the desk writes {', '.join(languages)}."
        raise SettingsError(at(file, first), problem, "Leave it out.")
    for language, text in texts.items():
        if language in matter.headline:
            problem = f"the headline stands here, and as # … in line {text.headline.line}."
            remedy = "Write it there, and take headline: out of the front matter."
            raise SettingsError(document.where(("headline", language)), problem, remedy)


def _refuse_other_languages(
    file: str, first: int, remarks: Mapping[Language, tuple[Remark, ...]], languages: tuple[str, ...]
) -> None:
    """Raise SettingsError unless the remarks are in exactly the languages of the desk."""
    if remarks and set(remarks) != set(languages):
        problem = f"the text is in {', '.join(sorted(remarks))}; the desk writes {', '.join(languages)}."
        raise SettingsError(at(file, first), problem, "Write it in each, under # TAG, or leave it out.")
