"""Whether the schema knows a spec: what is remembered of its parts must come to what Altair says of it anew."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import altair as alt
import pytest
from jsonschema import ValidationError  # type: ignore[import-untyped]

from generator.charts import canvas, draw_chart, schema
from generator.charts.measure import Ruler
from generator.story.plan import Chart
from tests.page.pictures import contributions, cumulative, dumbbell, heatmap, panels, shares, trend, waterfall

TRIES = 40
STRANGE: tuple[Any, ...] = (None, True, 0, -1, 1e9, "x", "left", "nominal", [], {}, ["x"], {"field": "a"}, {"value": 3})


def of_altair(spec: dict[str, Any]) -> bool:
    """Say whether Altair, which holds all of a spec to its schema, knows it."""
    try:
        alt.TopLevelLayerSpec.validate(spec)
    except ValidationError:
        return False
    return True


def places(node: object) -> Iterator[tuple[Any, Any]]:
    """Yield each part of a spec but its rows as what holds it, and its key there."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in inside:
        yield node, key
        yield from places(part if key != "values" else ())


def spoilt(spec: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return a spec with one part taken away, put under another name, or made something else."""
    other = copy.deepcopy(spec)
    holder, key = chance.choice(list(places(other)))
    part = holder.pop(key)
    if isinstance(holder, list):
        holder.insert(key, copy.deepcopy(chance.choice(STRANGE)))
    elif how := chance.randrange(3):
        holder[key if how == 1 else f"{key}x"] = copy.deepcopy(chance.choice(STRANGE)) if how == 1 else part
    return other


@pytest.mark.parametrize(
    "picture",
    [contributions, cumulative, dumbbell, heatmap, panels, shares, trend, waterfall],
    ids=lambda of: of.__name__,
)
def test_what_is_remembered_of_parts_comes_to_what_altair_says(ruler: Ruler, picture: Callable[[], Chart]) -> None:
    """Of a spec, and of that spec spoilt in one place forty times: known and unknown ones are among them."""
    spec = draw_chart(picture(), canvas.SCREENS[0], ruler).spec
    chance = Random(picture.__name__)  # noqa: S311 -- the same each time
    specs = [spec, *(spoilt(spec, chance) for _ in range(TRIES))]
    expected = [of_altair(one) for one in specs]
    assert expected == [schema.knows(one) for one in specs]
    assert min(Counter(expected)[True], Counter(expected)[False]) > TRIES // 8
    assert expected[0]


@pytest.mark.parametrize("number", [1, 2.5, True])
def test_what_looks_alike_is_told_apart(ruler: Ruler, number: float) -> None:
    """A colour is a text: "1" may be one, as far as the schema goes, and 1 is none, whichever was asked first."""
    spec = draw_chart(trend(), canvas.SCREENS[0], ruler).spec
    assert [True, False] == [schema.knows(spec | {"background": one}) for one in (str(number), number)]
