"""Types of single settings (text, code, day, address, economy), each with the values it refuses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, Any, Literal, NoReturn, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from generator.trade.codes import WORLD, Economy, Flow, economies, economy, known_code
from generator.trade.period import Period


def is_world(text: str) -> bool:
    """Say whether `text` stands for all partners together: World, or its letters W00."""
    return text.strip().upper() in {WORLD, "WORLD"}


def partner_named(text: str) -> str:
    """Return the letters of the World, or of the economy that `text` names, or raise ValueError with the nearest."""
    return WORLD if is_world(text) else economy_named(text).iso3


def partner_written(code: str) -> str:
    """Return a partner as a person writes it in settings: PAK, World."""
    return "World" if code == WORLD else code


def economy_named(text: str) -> Economy:
    """Return the economy that `text` names, or raise ValueError with the nearest.

    A part of a name does where only one name has it: "Russia".
    """
    by_code = economies().get(text.strip().upper()) or economies().get(text.strip().lstrip("0"))
    if by_code is not None:
        return by_code
    names = {_folded(entry.name): entry for entry in economies().values()}
    folded_name = _folded(text)
    if folded_name in names:
        return names[folded_name]
    within = [name for name in names if folded_name and f" {folded_name}" in f" {name}"]
    if len(within) == 1:
        return names[within[0]]
    near = [names[name] for name in within] or _like(folded_name, names)
    suggestions = ", ".join(f"{entry.iso3} {entry.name}" for entry in near[:5]) or "an ISO code such as CHN or CN"
    msg = f"{text!r} is not an economy; {'nearest' if near else 'write'}: {suggestions}"
    raise ValueError(msg)


def _like(text: str, names: Mapping[str, Economy]) -> list[Economy]:
    """Return the economies whose name, or a word of it, is written almost like `text`: short names first."""
    words: set[str] = set()
    for name in names:
        words |= {name, *name.split()}
    matches: list[Economy] = []
    for word in get_close_matches(text, words, 3, 0.7):
        matches += [names[name] for name in sorted(names, key=len) if word in {name, *name.split()}]
    return list(dict.fromkeys(matches))


def _folded(name: str) -> str:
    """Return a name's bare words: no accents, no signs, small letters."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z]+", bare))


_ADDRESS = r"[^@\s<>,\"]+@[^@\s<>,\"]+\.[^@\s<>,.\"]+"
_MAIL = re.compile(rf"{_ADDRESS}|[^<>@\r\n\"]+ <{_ADDRESS}>")

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")  # of a member, after the name of its matrix and a dot
MEMBER = re.compile(rf"{NAME.pattern}\.{KEY.pattern}")
_FEW = 25  # words that fit in one line


class Strict(BaseModel):
    """A part of the settings: it never changes, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys of this part as files write them."""
        return [field.alias or name for name, field in cls.model_fields.items()]


def refuse(problem: str, remedy: str = "", *, key: str = "") -> NoReturn:
    """Raise the error of a value, or of what stands under `key` in it; `problem` goes on after the key's name."""
    kind = "refused"
    raise PydanticCustomError(kind, "{problem}", {"problem": problem, "remedy": remedy, "key": key}) from None


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the remedy that names the known word most like `word`, or all of them where none is like it."""
    words = sorted(choices)
    matches = get_close_matches(word, words, 1, 0.5)
    if matches:
        return f"Nearest: {matches[0]}."
    return f"Known: {', '.join(words)}." if 0 < len(words) <= _FEW else ""


def _checked(check: Callable[[str], Any]) -> Callable[[str], Any]:
    def run(value: str) -> Any:  # noqa: ANN401 -- whatever the check makes of the text
        try:
            return check(value)
        except ValueError as fault:
            refuse(f"cannot be used: {fault}.")

    return run


def _day(value: object) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        refuse(f"is {value!r}, which is not a day.", "Write it as 2026-03-20.")
    return _checked(date.fromisoformat)(value)  # type: ignore[no-any-return]


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        refuse(f"is {value!r}, which is not a web address.", "Write it with https:// in front.")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        refuse("is blank.", "Write the words, or leave the key out.")
    return value


def _mail_address(value: str) -> str:
    if not _MAIL.fullmatch(value):
        refuse(f"is {value!r}, which is not a mail address.", "Write name@example.org or Name <name@example.org>.")
    return value


def _flow(value: object) -> Flow:
    if value == "both":
        refuse("is both, and a briefing goes one way.", "Write import or export, with balance: true beside it.")
    try:
        return Flow.of(str(value))
    except ValueError:
        refuse(f"is {value!r}, which is not a flow.", "Write import, export, re-import or re-export.")


def _place(value: str) -> str:
    try:
        return economy(value).iso3
    except ValueError:
        match = _checked(economy_named)(value)
        refuse(f"is {value!r}, which is not an ISO code.", f"Write {match.iso3}.")


def _partner(value: str) -> str:
    return WORLD if is_world(value) else _place(value)


def _is_loopback(host: str) -> bool:
    if host.rstrip(".").lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def insecure(*, address: str = "", host: str = "") -> str | None:
    """Return why a public `address` or a `host` may only be used with `allow_insecure`, or None.

    Plain http can be read and changed on its way; a loopback host reaches whatever else runs on this machine.
    """
    if urlsplit(address).scheme == "http":
        return f"is {address}, which is not encrypted."
    host = host or urlsplit(address).hostname or ""
    return f"names {host}, which is this machine itself." if _is_loopback(host) else None


def _in_every_language(value: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
    languages = (info.context or {}).get("languages", ())
    lacking = [language for language in languages if language not in value]
    if lacking:
        refuse(f"has no words in {', '.join(lacking)}.", "Every language of the desk needs its own.")
    return value


def _in_one_line(value: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in value.items():
        if len(text.strip().splitlines()) > 1:
            refuse("has a line break, and stands in the head of a mail.", "Write it in one line.", key=language)
    return value


def _name(value: str) -> str:
    if not NAME.fullmatch(value):
        refuse(f"holds the name {value}.", "A name has small letters, digits and hyphens only.")
    return value


def _key(value: str) -> str:
    if not KEY.fullmatch(value):
        refuse(f"holds the key {value}.", "A key has letters, digits and hyphens only.")
    return value


def _one_or_several(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _different(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if values.count(value) > 1:
            refuse(f"names {value} twice.", "Keep one.")
    return values


Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_not_blank)]
Language = Literal["en", "zh", "ur"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Written = Mapping[Language, Text]  # in some languages
Words = Annotated[Mapping[Language, Text], AfterValidator(_in_every_language)]  # in all languages of the desk
Title = Annotated[Words, AfterValidator(_in_one_line)]
Code = Annotated[str, AfterValidator(_checked(known_code))]
Codes = Annotated[tuple[Code, ...], AfterValidator(_different)]
Place = Annotated[str, AfterValidator(_place)]
Partner = Annotated[str, AfterValidator(_partner)]  # or the World: all partners together
FlowWord = Annotated[Flow, BeforeValidator(_flow, json_schema_input_type=str)]
Day = Annotated[date, BeforeValidator(_day)]
PeriodText = Annotated[str, AfterValidator(_checked(lambda text: str(Period.parse(text))))]
Web = Annotated[str, AfterValidator(_web_address)]
Mail = Annotated[str, AfterValidator(_mail_address)]
Name = Annotated[str, AfterValidator(_name)]
Key = Annotated[str, AfterValidator(_key)]
Once = AfterValidator(_different)
OneOrSeveral = BeforeValidator(_one_or_several, json_schema_input_type=str | list[str])
