"""How long what is not needed for good is kept: `retention:` of desk.yaml. What is not said there is kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from generator.settings.value_types import Strict

Days = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}d$")]


class Retention(Strict):
    """After how many days `tidy`, or the clock, takes away what can be made again or was only for looking."""

    outbox: Days | None = Field(None, description="letters in outbox/", examples=["400d"])
    bounces: Days | None = Field(None, description="messages in bounces/done/", examples=["400d"])
    inbox: Days | None = Field(
        None, description="files in inbox/SOURCE/done/ that are kept in state/raw/", examples=["90d"]
    )
    held: Days | None = Field(None, description="held editions in state/held/", examples=["90d"])
    previews: Days | None = Field(None, description="previews, lab pages and drafts", examples=["30d"])
    older_state: Days | None = Field(None, description="copies of the database before upgrades", examples=["90d"])


def days(text: str) -> timedelta:
    """Return how long a text of the settings says: "90d"."""
    return timedelta(days=int(text.removesuffix("d")))
