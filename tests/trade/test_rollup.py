"""What may be added up: parts never overlap, and hold whatever may be held."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from generator.trade.codes import is_within, lines_of, parts, roots

TARIFF = (
    "TOTAL",
    "26",
    "2603",
    "260300",
    "26030010",
    "2603001010",
    "26030090",
    "2606",
    "260600",
    "74",
    "7403",
    "98010010",
)
CODES = st.lists(st.sampled_from(TARIFF), unique=True)


def test_the_parts_of_a_chapter_are_its_largest() -> None:
    """A heading stands for its lines; where it is not there, they stand for themselves."""
    among = ("TOTAL", "26", "2603", "26030010", "26060010", "260600", "74")
    assert ("2603", "260600") == parts("26", among)
    assert ("26", "74") == parts("TOTAL", among)
    assert () == parts("98", among)


def test_roots_lie_within_no_other() -> None:
    """In the order they came, each once."""
    assert ("74", "2603", "260690") == roots(("74", "7403", "2603", "260690", "26030010", "74"))
    assert ("TOTAL",) == roots(("74", "TOTAL", "26"))


@given(CODES)
def test_roots_hold_every_code_and_never_overlap(codes: list[str]) -> None:
    """So their sum is that of all, with nothing twice."""
    found = roots(codes)
    assert [] == [(one, other) for one, other in permutations(found, 2) if is_within(one, other)]
    assert [1] * len(codes) == [sum(is_within(code, root) for root in found) for code in codes]


@given(st.sampled_from(TARIFF), CODES)
def test_parts_never_overlap(code: str, among: list[str]) -> None:
    """Each lies within the code, is not the code, and shares no line with another part."""
    found = parts(code, among)
    assert all(is_within(part, code) and part != code for part in found)
    assert [] == [(one, other) for one, other in permutations(found, 2) if is_within(one, other)]
    inside = [one for one in among if one != code and is_within(one, code)]
    assert [1] * len(inside) == [sum(is_within(one, part) for part in found) for one in inside]


@given(st.sampled_from((*TARIFF, "2", "99")), CODES)
def test_the_lines_of_a_code_lie_side_by_side(code: str, among: list[str]) -> None:
    """As many as lie within it, itself among them."""
    ordered = sorted(among)
    assert [one for one in ordered if is_within(one, code)] == list(lines_of(code, ordered))
