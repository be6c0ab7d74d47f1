"""The form of manifest.json and of the JSON that `status`, `movements` and `lab` print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict


class Listed(TypedDict):
    """One file of an edition."""

    name: str
    bytes: int
    sha256: str


class InPdf(TypedDict):
    """What a PDF says of itself: its language, the files inside, the digest of each page, and its edition.json."""

    language: str
    inside: list[Listed]
    pages: NotRequired[list[str]]
    edition: Mapping[str, Any]


class SignedBy(TypedDict):
    """Whose key signs a manifest, and that key: 64 hexadecimal digits."""

    name: str
    key: str


class Manifest(TypedDict):
    """manifest.json; the one inside the PDF has no `files`, but `pdf`."""

    schema: int
    draft: NotRequired[bool]
    signed_by: NotRequired[SignedBy]
    after: NotRequired[str]
    context: NotRequired[list[str]]
    mirror: NotRequired[list[str]]
    names: NotRequired[list[str]]
    briefing: str
    period: str
    revision: int
    as_of: str
    releases: list[str]
    inputs: Mapping[str, str]
    inputs_sha256: str
    versions: Mapping[str, Any]
    files: NotRequired[list[Listed]]
    pdf: NotRequired[InPdf]
    desk_only: NotRequired[list[str]]


class Pick(TypedDict):
    """One movement, told or left out; `decided` are the conditions that made it so."""

    code: str
    kind: str
    direction: str | None
    score: str
    flags: list[str]
    rule: str
    why: str
    decided: list[dict[str, Any]]
    parts: Mapping[str, float]
    told_before: str
    since_step: str


class Gaps(TypedDict):
    """The partner's own report, for the editor: how many gaps are known, those of lines and those unlike themselves."""

    source: str
    reporter: str
    partner: str
    flow: str
    releases: list[str]
    known: int
    gaps: list[dict[str, Any]]
    why: str


class Picks(TypedDict):
    """What `movements --json` prints; `unjudged` is why no code can be judged by its own past, "" where one can.

    `published` are the growths that the source prints otherwise than they come out of its levels.
    """

    schema: int
    briefing: str
    period: str
    base: str
    notable: list[Pick]
    left_out: list[Pick]
    past: list[dict[str, Any]]
    past_left_out: list[dict[str, Any]]
    unjudged: str
    before: str | None
    mirror: Gaps | None
    published: list[dict[str, Any]]
    notes: list[str]
    names: Mapping[str, str]


class LabPick(TypedDict):
    """One movement of a month; `again` says that its series was told within the twelve months before."""

    code: str
    name: str
    kind: str
    direction: str
    score: float
    again: bool


class LabMonth(TypedDict):
    """One month: what is told, and how many are left out."""

    period: str
    told: list[LabPick]
    left_out: int


class LabSeries(TypedDict):
    """A series that is told more than once, and when."""

    code: str
    name: str
    months: list[str]


class LabChange(TypedDict):
    """One month that other thresholds tell otherwise."""

    period: str
    added: list[LabPick]
    lost: list[LabPick]


class LabAgainst(TypedDict):
    """What the thresholds of `file` would have told instead; months without a difference are left out."""

    file: str
    told: int
    quiet: int
    again: int
    added: int
    lost: int
    months: list[LabChange]


class LabFile(TypedDict):
    """What `lab --json` prints; `again` counts movements of a series that the twelve months before told as well."""

    schema: int
    briefing: str
    since: str
    until: str
    told: int
    quiet: int
    kinds: Mapping[str, int]
    again: int
    series: list[LabSeries]
    months: list[LabMonth]
    notes: list[str]
    against: LabAgainst | None


class EditionRow(TypedDict):
    """One edition of a desk: a revision, one that is held, or one that could be made.

    `counts` are of its own letters, `notices` of those that tell of its withdrawal; `corrects` says that it is a
    correction. `due` is when the clock was to make it, in the desk's time zone, None where it never awaited it.
    """

    briefing: str
    period: str
    revision: int | None
    state: str
    reason: str
    due: str | None
    manifest_sha256: str | None
    counts: Mapping[str, int]
    notices: Mapping[str, int]
    corrects: bool
    uncertain: list[str]


class SourceRow(TypedDict):
    """One source of a desk."""

    name: str
    last_release: str | None
    last_pull: str | None
    state: str
    flags: list[str]
    accepted: str


class Status(TypedDict):
    """What `status --json` prints; `clock` is when the clock last looked, None where it never ran."""

    schema: int
    desk: str
    now: str
    restored: str | None
    clock: str | None
    faults: list[str]
    editions: list[EditionRow]
    sources: list[SourceRow]
    subscribers: Mapping[str, int]
