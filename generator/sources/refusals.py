"""What a server means by a status: the error with its remedy and, where it is known, the time to ask again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from generator.errors import KeyRefused, SourceError, SourceRefused, SourceUnavailable
from generator.sources.faults import quoted
from generator.sources.patience import later, retry_after

_REFILL = re.compile(r"replenished in (?:(\d+)\.)?(\d+):(\d{2}):(\d{2})", re.ASCII)  # d.hh:mm:ss or hh:mm:ss
_AGAIN = re.compile(r"[Tt]ry again in (\d+) seconds?", re.ASCII)


def refusal(name: str, status: int, headers: Mapping[str, str], text: str, now: datetime) -> SourceError:  # noqa: PLR0911
    """Return the error that an answer other than 200 is; `text` is its body, `name` the source in the sentence."""
    match status:
        case 401:
            return KeyRefused(f"{name}: the key is missing or not known there. Nothing was stored. {_KEY}")
        case 403:
            return _forbidden(name, headers, text, now)
        case 404 | 410:
            return SourceRefused(f"{name}: {status}, the address is withdrawn or moved. Nothing was stored. {_ADDRESS}")
        case 429:
            return asked_to_wait(name, headers, text, now)
        case 413:
            return _too_much(name)
    if status == 408 or status >= 500:  # noqa: PLR2004 -- RFC 9110, 15.5.9 and 15.6
        moment = retry_after(headers.get("retry-after", ""), now)
        return SourceUnavailable(f"{name}: answered {status}. Nothing was stored.{_when(moment)}", moment)
    return SourceRefused(f"{name}: answered {status}, {quoted(text)}. Nothing was stored. Look at what was asked.")


def _too_much(name: str) -> SourceError:
    from generator.sources.unpacking import AnswerTooLong

    return AnswerTooLong(f"{name}: the answer would be too large. Nothing was stored. Ask for less at once.")


_KEY = "Check the file that key_file names, and that its subscription is active."
_ADDRESS = "Look at the source's address in the settings, or for news at the publisher."


def asked_to_wait(name: str, headers: Mapping[str, str], text: str, now: datetime) -> SourceUnavailable:
    """Return the error of a source that is asked too fast, with the time it names."""
    moment = retry_after(headers.get("retry-after", ""), now)
    if moment is None and (found := _AGAIN.search(text)):
        moment = later(now, float(found[1]))
    return SourceUnavailable(f"{name}: is asked too fast. Nothing was stored.{_when(moment)}", moment)


def _forbidden(name: str, headers: Mapping[str, str], text: str, now: datetime) -> SourceError:
    moment = retry_after(headers.get("retry-after", ""), now)
    if found := _REFILL.search(text):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        moment = later(now, ((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    if "quota" not in text.lower():
        msg = f"{name}: refused (403). Nothing was stored. Check that the key's subscription includes what is asked."
        return SourceRefused(msg, moment)
    return SourceRefused(f"{name}: its quota of calls is used up. Nothing was stored.{_when(moment)}", moment)


def _when(moment: datetime | None) -> str:
    return f" Try again after {moment:%Y-%m-%d %H:%M} UTC." if moment else " Try again later."
