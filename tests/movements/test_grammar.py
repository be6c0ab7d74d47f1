"""Bad thresholds fail with a path, a problem and the nearest known word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.movements import RuleFault, Thresholds


@pytest.mark.parametrize(
    ("notable", "path", "nearest"),
    [
        ({"metric": "yoyo", "gte": 1}, ("metric",), "yoy"),
        ({"metric": "yoy", "gtee": 1}, ("gtee",), "gte"),
        ({"alll": []}, ("alll",), "all"),
        ({"any": [{"metric": "yoy", "gte": 1}, {"event": ["newer"]}]}, ("any", 1, "event", 0), "new"),
        ({"event": "vanish"}, ("event",), "vanished"),
        ({"flag": ["partail"]}, ("flag", 0), "partial"),
        ({"event": "new", "minvalue": 1}, ("minvalue",), "min_value"),
        ({"all": [{"metric": "yoy", "gte": 1}], "unles": {"flag": "partial"}}, ("unles",), "unless"),
    ],
)
def test_an_unknown_word_is_named_with_the_nearest(notable: object, path: tuple[str | int, ...], nearest: str) -> None:
    """The path leads through keys and list places to the word itself."""
    with pytest.raises(RuleFault) as caught:
        Thresholds.read({"defaults": {"notable": notable}}, ("thresholds",))
    assert (("thresholds", "defaults", "notable", *path), nearest) == (caught.value.path, caught.value.nearest)


@pytest.mark.parametrize(
    ("notable", "words"),
    [
        ({"gte": 3}, "gte needs a metric"),
        ({}, "needs one of"),
        ([], "is a mapping"),
        ({"all": []}, "a list with something in it"),
        ({"all": [{"event": "new"}], "any": [{"event": "new"}]}, "side by side"),
        ({"metric": "yoy"}, "compared with nothing"),
        ({"metric": "yoy", "gte": "25"}, "not a number"),
        ({"metric": "yoy", "gte": True}, "not a number"),
        ({"metric": "yoy", "gte": float("nan")}, "not finite"),
        ({"metric": "yoy", "gte": Decimal("Infinity")}, "not finite"),
        ({"metric": "yoy", "between": [1]}, "two numbers"),
        ({"metric": "yoy", "between": [2, 1]}, "two numbers"),
        ({"metric": "yoy", "is": 0}, "null only"),
        ({"metric": ["yoy"], "gte": 1}, "no known metric"),
        ({74: 1}, "quote it"),
    ],
)
def test_a_malformed_condition_is_refused(notable: object, words: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(RuleFault, match=words):
        Thresholds.read({"defaults": {"notable": notable}})


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"default": {}}, ("default",)),
        ({"defaults": {"notble": {}}}, ("defaults", "notble")),
        ({"defaults": {"codes": ["74"]}}, ("defaults", "codes")),
        ({"defaults": {"floor": {"ratoi": 5}}}, ("defaults", "floor", "ratoi")),
        ({"defaults": {"floor": {"ratio": -5}}}, ("defaults", "floor", "ratio")),
        ({"groups": {"ores": {"floor": {"ratio": 5}}}}, ("groups", "ores")),
        ({"groups": {"ores": {"codes": [26]}}}, ("groups", "ores", "codes", 0)),
        ({"groups": {"a": {"codes": ["26"]}, "b": {"codes": ["26"]}}}, ("groups", "b", "codes")),
        ({"series": {2606: {}}}, ("series", "2606")),
        ({"series": {"2606": {"extend": True}}}, ("series", "2606", "extend")),
        ({"series": {"2606": {"extend": "yes", "notable": {"event": "new"}}}}, ("series", "2606", "extend")),
        ("z > 3", ()),
    ],
)
def test_a_malformed_block_is_refused_at_its_place(data: object, path: tuple[str | int, ...]) -> None:
    """An unquoted code, a group without codes or with another's, a negative floor."""
    with pytest.raises(RuleFault) as caught:
        Thresholds.read(data)
    assert path == caught.value.path


def test_a_fault_reads_as_one_line() -> None:
    """Path, problem, nearest word."""
    with pytest.raises(RuleFault) as caught:
        Thresholds.read({"defaults": {"notable": {"metric": "yoyo", "gte": 1}}})
    assert "defaults.notable.metric: 'yoyo' is no known metric; nearest: yoy" == str(caught.value)
