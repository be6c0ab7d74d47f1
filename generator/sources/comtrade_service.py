"""Asks UN Comtrade: what is out, and the figures of one question, whole or with an error, never silently cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import httpx2

from generator.errors import SourceRefused, SourceUnavailable
from generator.sources.comtrade_query import ComtradeQuestion, written
from generator.sources.comtrade_replies import ComtradeReply, Dataset, Envelope, Row, dataset, opened
from generator.sources.http_answers import AnswerTooLong
from generator.sources.patience import CallPace
from generator.sources.secret import Secret
from generator.sources.wire import LONGEST_ADDRESS, HttpAnswer, Wire
from generator.trade.codes import area
from generator.trade.period import Period

BASE = "https://comtradeapi.un.org"
PREVIEW_ROWS = 500  # without a key: the rest is cut without a word
KEYED_ROWS = 50_000  # asked of a call with a key, near 48 MiB; up to 100,000 or 250,000 would be given
_CUT_AT = frozenset({PREVIEW_ROWS, KEYED_ROWS, 100_000, 250_000})  # as many rows are a cut answer
_ROOM = 1.3  # parts are planned so much smaller than a call may be, since codes have unlike numbers of rows
_MOST_PARTS = {True: 400, False: 40}  # with a key 500 calls a day are given, without one ten a minute are polite
_LONGEST_CODES = LONGEST_ADDRESS - 512  # what the rest of an address may take
_WITHOUT_KEY = "Give the source a key_file: with a key one call has more rows."


def polite(key: Secret | None) -> CallPace:
    """Return the pace at which the service is asked: one call a second with a key, ten a minute without."""
    return CallPace(per_minute=60) if key else CallPace(per_minute=10)


def is_cut(rows: int, count: int) -> bool:
    """Say whether an answer may lack rows: as many as the service gives at most, or fewer than it counts."""
    return rows in _CUT_AT or count > rows


class Comtrade:
    """The service at `base`, asked over `wire`; without a `key` through the preview, with 500 rows a call."""

    def __init__(self, base: str, key: Secret | None, wire: Wire) -> None:
        """Ask nothing yet."""
        self._base, self._key, self._wire = base.rstrip("/"), key, wire
        self._host = httpx2.URL(base).host

    def availability(
        self, reporter: str, since: Period | None = None, until: Period | None = None, frequency: str = "M"
    ) -> tuple[Dataset, ...]:
        """Return what is out of `reporter` (`CHN`, `156`), oldest period first: months, or years with `frequency` A.

        A period may stand twice where the country sent it in two nomenclatures.
        """
        asked = {"reportercode": area(reporter).m49}
        if since and since == until:
            asked["period"] = written(since)
        datasets = [dataset(self._host, row) for row in self._rows(f"getDa/C/{frequency}/HS", asked)]
        held = [
            release
            for release in datasets
            if release and (not since or since <= release.period) and (not until or release.period <= until)
        ]
        return tuple(sorted(held, key=lambda release: (release.period, release.classification)))

    def fetch(self, asked: ComtradeQuestion) -> Iterator[ComtradeReply]:
        """Yield the replies that together answer `asked`, each with part of its codes and flows.

        Store nothing before the last one has come: SourceError may stand where it should be. A reply that is empty
        says nothing; `availability` knows whether the period is out.
        """
        for part in asked.within(_LONGEST_CODES):
            yield from self._whole(part)

    def count(self, asked: ComtradeQuestion) -> int:
        """Return how many rows the service has for `asked`, however many it would give at once."""
        _, envelope = self._get(self._figures(asked), asked.params() | {"countOnly": "true"}, counting=True)
        return envelope.count

    def _whole(self, asked: ComtradeQuestion) -> Iterator[ComtradeReply]:
        reply, is_cut = self._once(asked)
        if reply and not is_cut:
            yield reply
        else:
            yield from self._parts(asked, reply)

    def _once(self, asked: ComtradeQuestion) -> tuple[ComtradeReply | None, bool]:
        """Return the reply to one call and whether it lacks rows; None where it is too long to be taken."""
        most = {"maxRecords": str(KEYED_ROWS)} if self._key else {}
        try:
            answer, envelope = self._get(self._figures(asked), asked.params() | most)
        except AnswerTooLong:
            return None, True
        rows = len(envelope.data)
        reply = ComtradeReply(asked.name, answer.body, answer.address, answer.retrieved, asked, rows)
        return reply, is_cut(rows, envelope.count)

    def _parts(self, asked: ComtradeQuestion, cut: ComtradeReply | None) -> Iterator[ComtradeReply]:
        total = self.count(asked)
        pieces = ceil(_ROOM * total / (KEYED_ROWS if self._key else PREVIEW_ROWS))
        parts = [question for part in asked.divided(pieces) for question in part.within(_LONGEST_CODES)]
        if not parts and cut and cut.rows == total:
            yield cut
            return
        self._refuse_many(asked, parts, total)
        rows = 0
        for part in parts:
            for reply in self._whole(part):
                rows += reply.rows
                yield reply
        if rows < total:
            msg = f"{self._host}: has {total} rows for {asked.name}, and gave {rows} in parts. Nothing was stored."
            msg += f" Name the codes instead of {', '.join(asked.codes[:3])}."
            raise SourceRefused(msg)

    def _refuse_many(self, asked: ComtradeQuestion, parts: Sequence[ComtradeQuestion], total: int) -> None:
        remedy = "Ask for one partner or fewer codes, or take the bulk file." if self._key else _WITHOUT_KEY
        if not parts:
            msg = f"{self._host}: cuts {asked.name} and it cannot be divided. Nothing was stored. {remedy}"
            raise SourceRefused(msg)
        if len(parts) > _MOST_PARTS[bool(self._key)]:
            msg = f"{self._host}: {asked.name} has {total} rows and would take {len(parts)} calls. Nothing was stored."
            msg += f" {remedy}"
            raise SourceRefused(msg)

    def _figures(self, asked: ComtradeQuestion) -> str:
        return f"{'data/v1/get' if self._key else 'public/v1/preview'}/C/{asked.frequency}/HS"

    def _rows(self, path: str, params: Mapping[str, str]) -> list[Row]:
        _, envelope = self._get(f"{'data' if self._key else 'public'}/v1/{path}", params)
        if envelope.count > len(envelope.data):
            msg = f"{self._host}: gave {len(envelope.data)} of {envelope.count} releases. Nothing was stored."
            msg += " Try again later."
            raise SourceUnavailable(msg)
        return [{name.lower(): value for name, value in row.items()} for row in envelope.data]

    def _get(self, path: str, params: Mapping[str, str], *, counting: bool = False) -> tuple[HttpAnswer, Envelope]:
        headers = {"Ocp-Apim-Subscription-Key": self._key} if self._key else {}
        envelopes: list[Envelope] = []

        def judge(answer: HttpAnswer) -> None:
            envelopes[:] = [opened(self._host, answer, counting=counting)]

        answer = self._wire.get(f"{self._base}/{path}", params, headers, judge)
        return answer, envelopes[0]
