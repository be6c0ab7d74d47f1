"""Published: the growth on a year before that a source prints itself, kept beside ours.

A source may have revised the year before and print no new level of it, so that the two differ (design, 0.6).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.movements.engine.known import Known
from generator.movements.engine.measures import Frame
from generator.movements.engine.panel import FEBRUARY, Published
from generator.movements.engine.unit_values import Floats

NAME = "published_yoy"
NOT_PUBLISHED = "not published"
APART = 0.1  # percentage points


def published_yoy(frame: Frame) -> Mapping[str, Known]:
    """Return `published_yoy`, per cent, as the source prints it of the period; null where it prints none."""
    found = _rates(frame, frame.panel.published)
    return {NAME: Known(found, np.where(np.isnan(found), NOT_PUBLISHED, ""))}


def differs(frame: Frame, ours: Floats) -> Floats:
    """Return by how many points what is published lies beyond `ours`; NaN where it is not over a tenth of a point.

    NaN, too, of a February that is compared with its January and was published alone: it is of another span.
    """
    alone = frame.panel.is_lunar and frame.panel.month(frame.at) == FEBRUARY and not frame.panel.combined[frame.at]
    gap = np.round(_rates(frame, frame.panel.published) - ours, 6)
    return np.where((np.abs(gap) > APART) & (not alone), gap, np.nan)


def _rates(frame: Frame, published: Published | None) -> Floats:
    """Return what is published of the frame's row, in its columns; a family goes by the code that it became."""
    panel, nothing = frame.panel, np.full(len(frame.panel.codes), np.nan)
    row = frame.at - panel.row(published.first) if published is not None else -1
    if published is None or not 0 <= row < len(published.rates):
        return nothing
    places = [published.places.get(code, -1) for code in panel.codes]
    return np.asarray(np.append(published.rates[row], np.nan)[places], dtype=float)
