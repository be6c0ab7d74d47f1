"""A matrix: one file of settings is read as the settings of each member, and every fault keeps its line."""

import json
import shutil
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pypdfium2
import pytest

from generator.editions.edition_sheet import kept_inputs
from generator.settings.desk import faults, gather, read_desk
from generator.settings.matrix import canonical
from generator.settings.wiring import open_desk, reopened
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests
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
HOLE = "fish.yaml:8: {partner} is not an economy: the partner is the World."


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
        ("{partner: [PAK", "{partner: [PAKK", "fish.yaml:3: partner cannot be used: 'PAKK' is not an economy"),
        ("ir,", "PK,", "fish.yaml:3: partner names PAK twice."),
        ('[PAK, ir, "398"]', "[]", "fish.yaml:3: partner is empty."),
        ("{partner: [", "{reporter: [CHN], partner: [", "fish.yaml:3: for_each names none or more than one."),
        ("for_each: {partner", "for_each: {parner", "fish.yaml:3: for_each has the key parner, which is not known."),
        ("  flow:", "  partner: ZA\n  flow:", "fish.yaml:7: partner stands here and in for_each."),
        ("{partner}:", "{partnr}:", "fish.yaml:1: {partnr} is not a placeholder. Nearest: partner."),
        ("en: Soon", 'en: "{x}"', "fish.yaml:11: {x} is not a placeholder."),
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


def test_what_is_kept_of_a_member_is_its_own_and_reads_the_same(tmp_path: Path) -> None:
    """No other key, no comment; and another matrix around it changes nothing."""
    more = MATRIX.replace('"398"]', "CHN]").replace("frequency", "# of China too\nfrequency")
    kept = []
    for place, text in (("one", MATRIX), ("two", more)):
        desk = open_desk(write(tmp_path / place, files(text)), {})
        with desk.store:
            inputs = kept_inputs(desk.desk, desk.store, "fish.PAK", "2025")
            raw = {name: desk.store.raw.read(sha) for name, sha in inputs.items()}
            assert desk.desk.briefing("fish.PAK") == reopened(desk.desk, raw).briefing("fish.PAK")
        kept.append(raw["briefings/fish.PAK.yaml"])
    assert kept[0] == kept[1]
    assert not any(word in kept[0] for word in (b"IRN", b"KAZ", b"Kazakh", b"China", b"for_each"))


SOURCE = """
  office:
    kind: tables
    title: {en: Test office}
    covers: listed
    reporter: CHN
    flow: import
    columns: {period: period, partner: partner, code: code, value: value, published: published}
"""
GOODS = """
# A word of Tehran and Astana.
title: {en: "China’s {partner_adjective} goods"}
frequency: annual
for_each: {partner: [PAK, IRN, KAZ]}
figures: {source: office, reporter: CHN, flow: import, codes: ["2603", "2608", "7403"]}
"""
MEMBERS = ("PAK", "IRN", "KAZ")
LEVELS = {  # now and a year before, every one of them unlike the others
    "PAK": {"2603": (91_230_417, 70_151_203), "2608": (41_870_951, 38_460_777), "7403": (7_315_662, 9_128_334)},
    "IRN": {"2603": (62_719_328, 59_240_816), "2608": (13_452_886, 21_904_155), "7403": (83_607_249, 44_586_190)},
    "KAZ": {"2603": (25_096_173, 19_347_528), "2608": (54_138_067, 47_682_309), "7403": (36_924_580, 32_071_945)},
}
WORDS = {"PAK": ("Pakistan",), "IRN": ("Iran", "Tehran"), "KAZ": ("Kazakh", "Astana")}


def table(partners: tuple[str, ...] = MEMBERS) -> str:
    """Return one file of figures for all partners."""
    rows = [
        f"{year},{partner},{code},{level},2026-02-10"
        for partner in partners
        for code, pair in LEVELS[partner].items()
        for year, level in zip((2025, 2024), pair, strict=True)
    ]
    return "\n".join(["period,partner,code,value,published", *rows])


def matrix_desk(
    finished: StarterDesk, folder: Path, briefings: dict[str, str], partners: tuple[str, ...]
) -> StarterDesk:
    """Return a desk with these briefings alone, their file of figures in the inbox."""
    desk = StarterDesk(folder)
    assert desk.run("init", str(folder), "--unsigned").code == 0
    shutil.copytree(finished.folder / "state" / "faces", folder / "state" / "faces")
    shutil.rmtree(folder / "commentary")
    settings = folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nsources:", f"\nsources:{SOURCE}"), "utf-8")
    for old in (folder / "briefings").iterdir():
        old.unlink()
    for name, text in briefings.items():
        (folder / "briefings" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "inbox" / "office").mkdir()
    (folder / "inbox" / "office" / "table.csv").write_text(table(partners), "utf-8")
    return desk


@pytest.fixture(scope="module")
def made(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk whose matrix was built; tests copy it, none changes it."""
    desk = matrix_desk(finished, tmp_path_factory.mktemp("matrix") / "desk", {"goods": GOODS}, MEMBERS)
    done = desk.run("build")
    assert done.code == 0, done.said
    return desk


@pytest.fixture
def copied(made: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk."""
    shutil.copytree(made.folder, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


def read(path: Path) -> str:
    """Return all that a file says, packed or not."""
    if path.suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    if path.suffix == ".eml":
        message = BytesParser(EmailMessage, policy=default).parsebytes(path.read_bytes())
        leaves = [part.get_content() for part in message.walk() if not part.is_multipart()]
        return "\n".join(leaf if isinstance(leaf, str) else leaf.decode("latin-1") for leaf in leaves)
    return path.read_bytes().decode("latin-1")


def edition(desk: StarterDesk, key: str) -> Path:
    """Return where a member's edition lies."""
    return desk.folder / "output" / f"goods.{key}" / "2025" / "r1"


@pytest.mark.long
def test_a_member_is_a_single_briefing_byte_for_byte(finished: StarterDesk, made: StarterDesk, tmp_path: Path) -> None:
    """Every file, the manifest included, though the single briefing is written by hand, with comments."""
    text = """
title: {en: China’s Pakistani goods}   # by hand
figures: {partner: PAK, codes: ["2603", "2608", "7403"], flow: import, reporter: CHN, source: office}
frequency: annual
"""
    members = read_desk(gather(made.folder)).documents
    alone = {f"goods.{key}": canonical(members[f"briefings/goods.{key}.yaml"].data).decode() for key in MEMBERS[1:]}
    single = matrix_desk(finished, tmp_path / "single", {"goods.PAK": text, **alone}, MEMBERS)
    assert single.run("build", "goods.PAK").code == 0
    assert digests(edition(single, "PAK")) == digests(edition(made, "PAK"))


@pytest.mark.parametrize("key", MEMBERS)
def test_no_file_of_a_member_holds_a_word_or_a_figure_of_another(made: StarterDesk, key: str) -> None:
    """Neither names, nor levels, nor a word of the comment that all share."""
    others = [other for other in MEMBERS if other != key]
    canaries = [word for other in others for word in WORDS[other]]
    canaries += [form for other in others for form in (f'"{other}"', f",{other},", f".{other}")]
    canaries += [str(level) for other in others for pair in LEVELS[other].values() for level in pair]
    texts = {path.name: read(path) for path in edition(made, key).rglob("*") if path.is_file()}
    assert [] == [(name, word) for name, text in texts.items() for word in canaries if word in text]
    assert all(WORDS[key][0] in texts[name] for name in ("en.pdf", "en.html", "en.eml", "en.txt", "edition.json"))


@pytest.mark.long
def test_one_member_that_fails_stops_no_other(copied: StarterDesk) -> None:
    """Each failure is one line; the exit code is the worst; a program gets all of it as data."""
    text = GOODS.replace("[PAK", "[MNG, PAK")
    (copied.folder / "briefings" / "goods.yaml").write_text(text, "utf-8")
    shutil.rmtree(edition(copied, "KAZ"))
    done = copied.run("build", "goods")
    failed = [line for line in done.said.splitlines() if line.startswith("tradebrief: ")]
    assert (3, 1, True) == (done.code, len(failed), failed[0].startswith("tradebrief: goods.MNG: 2025")), done.said
    assert edition(copied, "KAZ").is_dir()
    data = json.loads(copied.run("build", "goods.*", "--json").said.partition("tradebrief:")[0])
    assert ["goods.PAK", "goods.IRN", "goods.KAZ"] == [item["name"] for item in data[:3]]
    assert ("goods.MNG", 3) == (data[3]["briefing"], data[3]["exit"])


def test_each_reader_gets_the_members_that_they_chose(copied: StarterDesk) -> None:
    """One of them, two, or all by the name of the matrix; a letter of each member, of its own id."""
    readers = (
        "address,briefings\none@example.org,goods.PAK\ntwo@example.org,goods.PAK goods.KAZ\nall@example.org,goods\n"
    )
    (copied.folder / "list.csv").write_text(f"{readers}every@example.org,goods.*\n", "utf-8")
    enlisted = copied.run("subscribers", "import", f"{copied.folder}/list.csv", "--confirmed", "--basis", "they asked")
    assert 0 == enlisted.code, enlisted.said
    for verb, more in (("approve", []), ("send", ["--yes"])):
        done = copied.run(verb, "goods.*/2025", *more)
        assert 0 == done.code, done.said
    got: dict[str, set[str]] = {}
    for file in (copied.folder / "outbox").iterdir():
        to = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())["To"]
        got.setdefault(str(to).partition("@")[0], set()).add(file.name.split(".")[1])
    assert {"one": {"PAK"}, "two": {"PAK", "KAZ"}, "all": set(MEMBERS), "every": set(MEMBERS)} == got
