"""How long what is not needed for good is kept: `retention:` of desk.yaml. What is not said there is kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generator.settings.value_types import Strict

Days = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}d$")]


class Retention(Strict):
    """After how many days `tidy`, or the clock, takes away what can be made again or was only for looking."""

    outbox: Days | None = Field(
        None, description="letters that were written into outbox/: they hold addresses", examples=["400d"]
    )
    bounces: Days | None = Field(
        None, description="messages that were read, in bounces/done/: they hold addresses", examples=["400d"]
    )
    inbox: Days | None = Field(
        None, description="files of inbox/SOURCE/done/ whose bytes are kept in state/raw/", examples=["90d"]
    )
    held: Days | None = Field(
        None, description="what the audit refused, with its findings, in state/held/", examples=["90d"]
    )
    previews: Days | None = Field(
        None, description="what was only looked at: state/preview/, state/lab/, drafts in output/", examples=["30d"]
    )
    older_state: Days | None = Field(
        None, description="the database as it was before an upgrade: it holds addresses", examples=["90d"]
    )


def days(text: str) -> timedelta:
    """Return how long a text of the settings says: "90d"."""
    return timedelta(days=int(text.removesuffix("d")))
