"""What starts the clock: each file is read by the program that it is written for."""

import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.service.service_files import (
    cron_command,
    debian_packages,
    service_files,
    unit_argument,
    unit_word,
)
from tests.container import image_of, instructions
from tests.program import Ended, run

HOUSE = Path(__file__).parents[2]
AWKWARD = 'my "100\\%" $HOME desk'
UNIT = "tradebrief-my-100-home-desk"
DATABASE = """
  depot:
    kind: sql
    title: {en: Depot}
    url: sqlite:///depot.sqlite
    query: SELECT month, hs, usd FROM imports WHERE month = :period
    columns: {period: month, code: hs, value: usd}
    reporter: PAK
    partner: CHN
    flow: import
"""
SANDBOX = 21  # ten times what systemd-analyze makes of it, from 0 (nothing can be reached) to 100


def asked(program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Return what `program` says; where it is not installed the test is skipped, in CI it fails."""
    if shutil.which(program) is None:
        answer = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        answer(f"{program} is not installed: .ci/install test")
    return subprocess.run((program, *words), capture_output=True, text=True, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a starter desk in a folder whose name units, crontabs and shells would each read in their own way."""
    assert 0 == run("init", tmp_path / AWKWARD).code
    return tmp_path / AWKWARD


def written(desk: Path, kind: str, *words: str) -> dict[str, str]:
    """Return the files that the verb wrote, by name."""
    out = desk.parent / "out"
    done = run("service", kind, "--desk", desk, "--out", out, *words)
    assert (0, "") == (done.code, done.err)
    return {path.name: path.read_text() for path in out.iterdir()}


def refused(desk: Path, kind: str, *words: str) -> Ended:
    """Return what the verb says to a mistake, which leaves nothing."""
    out = desk.parent / "out"
    done = run("service", kind, "--desk", desk, "--out", out, *words)
    assert (2, False) == (done.code, out.exists())
    return done


def changed(desk: Path, old: str, new: str) -> None:
    """Change the settings."""
    file = desk / "desk.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_systemd_takes_the_units(desk: Path) -> None:
    """Its own verifier has nothing to say of them."""
    names = written(desk, "systemd")
    assert {f"{UNIT}.service", f"{UNIT}.timer", f"{UNIT}-clock.service"} == set(names)
    seen = asked("systemd-analyze", "verify", *(desk.parent / "out" / name for name in names))
    assert (0, "", "") == (seen.returncode, seen.stdout, seen.stderr)


def test_a_unit_has_a_path_as_it_is() -> None:
    r"""systemd.syntax(7): a quotation keeps \\ and "; systemd.unit(5): %%; systemd.service(5): $$ in arguments."""
    assert r'"a \"b\" \\ $$HOME 100%%"' == unit_argument(r'a "b" \ $HOME 100%')
    assert r'"a \"b\" \\ $HOME 100%%"' == unit_word(r'a "b" \ $HOME 100%')


def test_systemd_finds_the_services_shut_in(desk: Path) -> None:
    """What it says of an exposure stays at 2.1 of 10."""
    written(desk, "systemd")
    unit = desk.parent / "out" / f"{UNIT}.service"
    seen = asked("systemd-analyze", "security", "--offline=true", f"--threshold={SANDBOX}", unit)
    assert 0 == seen.returncode, seen.stdout.splitlines()[-1]


def test_the_timer_looks_every_ten_minutes(desk: Path) -> None:
    """And says by itself that what was slept through is caught up."""
    timer = written(desk, "systemd")[f"{UNIT}.timer"]
    when = re.findall(r"^OnCalendar=(.*)$", timer, re.MULTILINE)
    seen = asked("systemd-analyze", "calendar", "--base-time=2027-12-31 23:55 UTC", "--iterations=2", *when).stdout
    assert ["00:00", "00:10"] == re.findall(r"2028-01-01 (..:..):00 UTC$", seen, re.MULTILINE)
    assert "\nPersistent=true\n" in timer


def test_the_clock_in_memory_and_the_timer_exclude_each_other(desk: Path) -> None:
    """Who enables both by mistake has one clock."""
    assert f"\nConflicts={UNIT}.timer\n" in written(desk, "systemd")[f"{UNIT}-clock.service"]


def test_cron_takes_the_crontab(desk: Path) -> None:
    """Its own parser takes it."""
    text = written(desk, "cron")[f"{UNIT}.cron"]
    with TemporaryDirectory() as short:  # crontab cuts a name of its file after a hundred signs
        (Path(short) / "tab").write_text(text)
        seen = asked("crontab", "-n", Path(short) / "tab")
    assert (0, "The syntax of the crontab file was successfully checked.\n") == (seen.returncode, seen.stderr)


def test_cron_reaches_the_desk(desk: Path) -> None:
    """What the shell is handed, after cron took its own signs away, names program, verb and folder as they are."""
    line = written(desk, "cron")[f"{UNIT}.cron"].splitlines()[-1]
    _, _, command = line.partition("*/10 * * * * ")
    # Debian's cron, do_command.c: an unescaped % ends the command, a backslash before % or \ goes
    handed = re.sub(r"\\([%\\])", r"\1", re.split(r"(?<!\\)(?:\\\\)*%", command)[0])
    shown = subprocess.run(("sh", "-c", f"printf '%s\\n' {handed}"), capture_output=True, text=True, check=True).stdout
    assert ["run", "--once", "--desk", str(desk)] == shown.splitlines()[1:]
    assert Path(shown.splitlines()[0]).is_file()


def test_a_percent_sign_does_not_end_a_command_of_cron() -> None:
    """crontab(5): "%" is a new line, but for one with a backslash before it."""
    assert r"tell 100\%" == cron_command(["tell", "100%"])


def test_the_container_has_a_user_one_volume_and_a_check(desk: Path) -> None:
    """What it runs is no root's, what it writes lies in the desk, and who watches it gets a code that docker knows."""
    text = written(desk, "container")["Containerfile"]
    image, said = image_of(text), instructions(text)
    assert ["tradebrief", "run"] == image.program + image.words
    assert "10001:10001" == image.user
    assert ["/desk"] == [rest for word, rest in said if word == "VOLUME"]
    assert {"TRADEBRIEF_DESK": "/desk"} == image.environment
    check = next(rest for word, rest in said if word == "HEALTHCHECK")
    assert '"tradebrief status --check || exit 1"]' in check


def test_the_container_installs_what_is_locked(desk: Path) -> None:
    """The lock lies beside the Containerfile, which asks for its hashes."""
    made = written(desk, "container")
    assert (HOUSE / "requirements.lock").read_text() == made["requirements.lock"]
    assert "--require-hashes --requirement /opt/from/requirements.lock" in made["Containerfile"]


def installed(text: str) -> set[str]:
    """Return the Debian packages that a Containerfile installs."""
    found = re.search(r"install -y --no-install-recommends ([a-z0-9 .-]+?) *&&", dict(instructions(text)[:2])["RUN"])
    assert found
    return set(found[1].split())


def test_every_way_to_install_asks_for_the_same_libraries(desk: Path) -> None:
    """A container, a checkout and the page on installing have one list."""
    assert {*debian_packages(), "python3-venv"} == installed(written(desk, "container")["Containerfile"])
    assert (
        "mapfile -t libraries <generator/service/unit_files/debian-packages.txt\n"
        in (HOUSE / ".ci/install").read_text()
    )
    told = re.findall(r"ca-certificates(?: [a-z0-9.-]+)+", (HOUSE / "docs/install.md").read_text())
    assert [set(debian_packages())] * 2 == [set(line.split()) - {"python3-venv"} for line in told]


def test_a_desk_of_more_languages_brings_their_faces(desk: Path) -> None:
    """Chinese and Urdu are drawn with faces of Debian's."""
    shutil.rmtree(desk)
    assert 0 == run("init", desk, "--languages", "en,zh,ur").code
    assert {"fonts-noto-cjk", "fonts-noto-core"} <= installed(written(desk, "container")["Containerfile"])


def test_a_desk_that_asks_a_database_brings_the_extra(desk: Path) -> None:
    """Named by its source's kind."""
    changed(desk, "sources:\n", f"sources:\n{DATABASE}")
    text = written(desk, "container")["Containerfile"]
    assert "py3-none-any.whl[sql]'" in text


def test_the_files_name_whom_the_desk_belongs_to(desk: Path) -> None:
    """A desk of root's gets a user of its own, and the file says how it is made."""
    nobody = pwd.getpwnam("nobody")
    if os.geteuid() == 0:
        files, _ = service_files(desk, {}, "systemd")
        assert "\nUser=tradebrief\n" in files[f"{UNIT}.service"]
        assert f"# Before: chown -R tradebrief: '{desk}'\n" in files[f"{UNIT}.service"]
        os.chown(desk, nobody.pw_uid, nobody.pw_gid)
    owner = pwd.getpwuid(desk.stat().st_uid).pw_name
    files, _ = service_files(desk, {}, "systemd")
    assert f"\nUser={owner}\n" in files[f"{UNIT}.service"]
    assert "# Before:" not in files[f"{UNIT}.service"]


def test_a_user_can_be_named(desk: Path) -> None:
    """In unit and crontab."""
    assert "\nUser=ann\n" in written(desk, "systemd", "--user", "ann")[f"{UNIT}.service"]
    assert "\nMAILTO=ann\n" in written(desk, "cron", "--user", "ann")[f"{UNIT}.cron"]


@pytest.mark.parametrize("user", ["root", "ann; rm", "Ann", "", "a\nExecStart=x"])
def test_nobody_else_is_named(desk: Path, user: str) -> None:
    """Root runs no desk, and no name writes lines of its own into a unit."""
    assert "tradebrief: --user: " in refused(desk, "systemd", "--user", user).err


def test_asking_for_the_files_leaves_nothing_in_the_desk(desk: Path) -> None:
    """Root asks for them: a file of root's would keep the desk's own user out."""
    before = sorted(desk.rglob("*"))
    for kind in ("systemd", "cron", "container"):
        assert 0 == run("service", kind, "--desk", desk).code
    assert before == sorted(desk.rglob("*"))


def test_a_folder_outside_the_desk_is_writable_too(desk: Path) -> None:
    """Editions may lie elsewhere: where the system is read-only for a service, not there."""
    shutil.rmtree(desk)
    assert 0 == run("init", desk, "--output", "../shelf").code
    (desk.parent / "shelf").mkdir()
    assert f'"{desk.parent}/shelf"' in written(desk, "systemd")[f"{UNIT}.service"]


def test_a_folder_that_is_not_there_is_told_before_systemd_stumbles(desk: Path) -> None:
    """A unit that may write into what is not there does not start."""
    shutil.rmtree(desk)
    assert 0 == run("init", desk, "--output", "../shelf").code
    assert f"mkdir -p {desk.parent}/shelf" in refused(desk, "systemd").err


def test_a_container_has_the_desk_alone(desk: Path) -> None:
    """Where editions lie outside the desk its one volume would lack them."""
    shutil.rmtree(desk)
    assert 0 == run("init", desk, "--output", "../shelf").code
    (desk.parent / "shelf").mkdir()
    assert "and a container has the desk's folder alone" in refused(desk, "container").err


def test_a_file_that_somebody_changed_is_not_written_over(desk: Path) -> None:
    """Nor is any other of them written then; the same again is."""
    out = desk.parent / "out"
    written(desk, "systemd")
    changed_one, other = out / f"{UNIT}.timer", out / f"{UNIT}.service"
    assert 0 == run("service", "systemd", "--desk", desk, "--out", out).code
    changed_one.write_text("mine")
    other.unlink()
    done = run("service", "systemd", "--desk", desk, "--out", out)
    assert (2, "mine", False) == (done.code, changed_one.read_text(), other.exists())


def test_another_kind_is_refused(desk: Path) -> None:
    """With those that are known."""
    assert "Write one of systemd, cron, container." in refused(desk, "upstart").err


def test_what_is_printed_can_be_piped(desk: Path) -> None:
    """Every line that is for a person is a comment of the file."""
    printed = run("service", "cron", "--desk", desk).out
    (desk.parent / "crontab").write_text(printed)
    assert 0 == asked("crontab", "-n", desk.parent / "crontab").returncode
    assert printed.splitlines()[-1].startswith("# next: ")
