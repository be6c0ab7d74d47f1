"""A matrix: one file of settings is read as the settings of each member, and every fault keeps its line."""

from pathlib import Path

import pytest

from generator.editions.edition_sheet import kept_inputs
from generator.settings.desk import faults, read_desk
from generator.settings.matrix import canonical
from generator.settings.wiring import open_desk, reopened
from generator.settings.yaml_reader import read_yaml
from tests.desk.test_settings import DESK, write

MATRIX = """\
title: {en: "{reporter} and {partner}: {partner_adjective} fish"}
frequency: annual
for_each: {partner: [PAK, ir, "398"]}
figures:
  source: customs
  reporter: NA
  flow: export
  codes: ["0303", "0304"]
  group: {en: "{partner_adjective} line"}
watch:
  - {when: {en: Soon}, what: {en: "More from {partner}."}}
"""
BY_CODES = """\
title: {en: "Namibia’s {key}"}
frequency: annual
for_each:
  codes:
    fish: ["0303", "0304"]
    ores: ["26"]
figures: {source: customs, reporter: NA, partner: ZA, flow: export}
labels:
  "0303": {en: {full: frozen fish, short: fish, head: fish}}
  "2603": {en: {full: copper ores, short: copper ores, head: copper ores}}
thresholds:
  series: {"0304": {notable: {metric: yoy, abs_gte: 25}}}
"""

HOLE = "fish.yaml:8: {partner} is no economy: the partner is the World."


def files(matrix: str = MATRIX, **others: str) -> dict[str, bytes]:
    """Return a desk with one matrix and `others` by name."""
    more = {f"briefings/{name}.yaml": text.encode() for name, text in others.items()}
    return {"desk.yaml": DESK.encode(), "briefings/fish.yaml": matrix.encode(), **more}


def first_fault(old: str, new: str, matrix: str = MATRIX) -> str:
    """Return the first thing that is said after one change of the matrix."""
    assert old in matrix
    return str(faults(files(matrix.replace(old, new, 1)))[0])


def test_a_matrix_is_its_members_and_no_briefing_itself() -> None:
    """Each by the letters of its economy, whatever the file calls it."""
    desk = read_desk(files())
    assert ["fish.PAK", "fish.IRN", "fish.KAZ"] == list(desk.briefings) == list(desk.matrices["fish"])
    assert ["PAK", "IRN", "KAZ"] == [briefing.figures.partner for briefing in desk.briefings.values()]


def test_placeholders_are_filled_for_each_member() -> None:
    """In title, group and what to watch: names and adjectives of both sides."""
    member = read_desk(files()).briefing("fish.KAZ")
    group = member.figures.group or {}
    assert "Namibia and Kazakhstan: Kazakh fish" == member.title["en"]
    assert ("Kazakh line", "More from Kazakhstan.") == (group["en"], member.watch[0].what["en"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{partner: [PAK", "{partner: [PAKK", "fish.yaml:3: partner cannot be used: 'PAKK' is no economy"),
        ("ir,", "PK,", "fish.yaml:3: partner names PAK twice."),
        ('[PAK, ir, "398"]', "[]", "fish.yaml:3: partner is empty."),
        ("{partner: [", "{reporter: [CHN], partner: [", "fish.yaml:3: for_each names none or more than one."),
        ("for_each: {partner", "for_each: {parner", "fish.yaml:3: for_each has the key parner, which is not known."),
        ("  flow:", "  partner: ZA\n  flow:", "fish.yaml:7: partner stands here and in for_each."),
        ("{partner}:", "{partnr}:", "fish.yaml:1: {partnr} is no placeholder. Nearest: partner."),
        ("en: Soon", 'en: "{x}"', "fish.yaml:11: {x} is no placeholder."),
        ('"398"', "BTN", "fish.yaml:1: no adjective of Bhutan is known. Write {partner}."),
        ("codes: [", "codes: [0302, ", "fish.yaml:8: codes holds the number 0302, which is not text."),
        ("source: customs", "source: custom", "fish.yaml:5: source is custom, which desk.yaml does not have."),
    ],
)
def test_a_fault_of_a_matrix_names_its_line(old: str, new: str, said: str) -> None:
    """Whatever is wrong with the list, the placeholders or what all members share."""
    assert said in first_fault(old, new)
    assert 1 == len(faults(files(MATRIX.replace("source: customs", "source: custom"))))  # once for three members


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"26"]', '"2x"]', "fish.yaml:6: ores cannot be used: '2x' is no HS code"),
        ("ores:", "Fish:", "fish.yaml:3: for_each has the key fish twice, in other capitals."),
        ("ores:", '"a/b":', "fish.yaml:6: codes holds the key a/b."),
        ('  "2603"', '  "2709"', "fish.yaml:10: 2709 lies in none of figures.codes."),
        ("labels:", "themes: []\nlabels:", "fish.yaml:8: themes are of one list of codes"),
        ("{key}", "goods", "fish.yaml:1: title is the same for several members"),
        ("ZA, flow: export}", 'World, flow: export}\nwatch: [{when: {en: x}, what: {en: "{partner}"}}]', HOLE),
    ],
)
def test_a_fault_of_lists_of_codes_names_its_line(old: str, new: str, said: str) -> None:
    """A code that is none, a key that no file can have, a label of nobody's line."""
    assert said in first_fault(old, new, BY_CODES)


def test_a_member_has_no_second_file() -> None:
    """Two files that say different things of one name would leave the choice to chance."""
    own = MATRIX.replace('for_each: {partner: [PAK, ir, "398"]}\n', "").replace("  flow", "  partner: PAK\n  flow")
    fault = str(faults(files(**{"fish.PAK": own}))[0])
    assert "fish.yaml:3: fish.PAK has a file of its own, briefings/fish.PAK.yaml." in fault


def test_the_environment_sets_a_key_of_all_members_or_of_one() -> None:
    """The one comes last."""
    env = {"TRADEBRIEF_BRIEFINGS__FISH__APPROVAL": "two", "TRADEBRIEF_BRIEFINGS__FISH_IRN__APPROVAL": "none"}
    assert ["two", "none", "two"] == [one.approval for one in read_desk(files(), env).briefings.values()]


def test_what_is_kept_of_a_member_is_its_own_and_reads_the_same(tmp_path: Path) -> None:
    """No other key, no comment; and another matrix around it changes nothing."""
    more = MATRIX.replace('"398"]', "CHN]").replace("frequency", "# of China too\nfrequency")
    kept = []
    for place, text in (("one", MATRIX), ("two", more)):
        desk = open_desk(write(tmp_path / place, files(text)), {})
        with desk.store:
            inputs = kept_inputs(desk.desk, desk.store, "fish.PAK", "2025")
            raw = {name: desk.store.raw(sha) for name, sha in inputs.items()}
            assert desk.desk.briefing("fish.PAK") == reopened(desk.desk, raw).briefing("fish.PAK")
        kept.append(raw["briefings/fish.PAK.yaml"])
    assert kept[0] == kept[1]
    assert not any(word in kept[0] for word in (b"IRN", b"KAZ", b"Kazakh", b"China", b"for_each"))


@pytest.mark.parametrize("text", [MATRIX, BY_CODES, MATRIX.replace("for_each: {", "thresholds: {")])
def test_settings_are_kept_without_loss(text: str) -> None:
    """Numbers keep their digits, codes their quotes, texts their signs."""
    data = read_yaml(
        "x.yaml", f'{text}# a comment\naudience: "a: \\"b\\" # 铜 {{}}"\nnumbers: [0.50, 12, 1e3, true]'
    ).data
    assert data == read_yaml("x.yaml", canonical(data).decode()).data
