"""Every error the program raises, as one tree; the sentence says what happened, to what, and what to do.

GeneratorError                  exit 1
  SettingsError                 exit 2   a key, a value, what was expected; with file and line
    SettingsFaults              exit 2   several of them at once
      Contradicted              exit 2   the figures have otherwise what an editor's sentences say
    TemplateRefused             exit 2   a template names what no edition has
  PeriodUnknown                 exit 2   a period outside the figures' history
  FiguresIncomplete             exit 3   the period's figures are not all there
  Held                          exit 3   the audit refused the edition
  FiguresDoubtful               exit 3   a release that cannot be what it says: nothing was recorded
  FiguresMissing                exit 4   not out yet
  SourceError                   exit 4
    SourceUnavailable           exit 4   no answer, or a broken one: worth another try
    SourceRefused               exit 4   it will not give what was asked: a quota, an address that is gone
      KeyRefused                exit 2   no key, or one that the source does not know
    SourceChanged               exit 2   layout unknown: nothing was stored
      NothingUsable             exit 2   every row was refused: nothing was stored
  RenderError                   exit 1   a chart or page could not be made
    FacesMissing                exit 2   a language of the desk needs faces that are not installed
  NotApproved                   exit 3   nobody, or not everybody, has said yes to these bytes
  DeliveryError                 exit 4   the mail server failed, and may work later
    ServerRefused               exit 2   it does not let us in: a password, a certificate, no STARTTLS
    Unfinished                  exit 4   letters wait: for another try, or for tomorrow's allowance
  AddressRefused                exit 2   no address that a letter can go to
  TokenRefused                  exit 2   a reader's token that counts no more, or never did
  IntegrityError                exit 6   bytes differ from what the manifest says
  DeskBusy                      exit 7   another run holds the desk
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


class GeneratorError(Exception):
    """The root: a fault of ours unless a class below says otherwise."""

    code = "fault"
    exit_code = 1


class SettingsError(GeneratorError):
    """A setting that cannot be used; `where` is `file:line` or the file alone."""

    code = "settings"
    exit_code = 2

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        """Keep the place, the problem and the remedy; as text they are one line."""
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(where, problem, remedy)

    def __str__(self) -> str:
        """Return the one line."""
        return f"{self.where}: {self.problem}" + (f" {self.remedy}" if self.remedy else "")


class SettingsFaults(SettingsError):
    """All that cannot be used in some files; it says the first and counts the others."""

    def __init__(self, faults: Iterable[SettingsError]) -> None:
        """Say the first of `faults`."""
        self.faults = tuple(faults)
        first, others = self.faults[0], len(self.faults) - 1
        super().__init__(
            first.where, first.problem, f"{first.remedy} ({others} more.)".strip() if others else first.remedy
        )


class Contradicted(SettingsFaults):
    """What the figures contradict in an editor's file: each sentence with its line and the right figure."""

    code = "contradicted"

    def __str__(self) -> str:
        """Return every fault, one a line."""
        return "\n".join(map(str, self.faults))


class TemplateRefused(SettingsError):
    """A template that names what no edition has."""

    code = "template"


class PeriodUnknown(GeneratorError):
    """A period outside the history of the figures."""

    code = "period-unknown"
    exit_code = 2


class FiguresIncomplete(GeneratorError):
    """The period is known, but its figures are not all there."""

    code = "figures-incomplete"
    exit_code = 3


class FiguresDoubtful(GeneratorError):
    """A release that cannot be what it says, by its own parts or beside the past; a person may accept it.

    `reason` says why, `place` where its bytes were put aside, `remedy` how it is accepted.
    """

    code = "figures-doubtful"
    exit_code = 3

    def __init__(self, document: str, reason: str, place: str, remedy: str) -> None:
        """Keep the parts; as text they are one line."""
        self.reason, self.place, self.remedy = reason, place, remedy
        super().__init__(f"{document} is set aside: {reason} Nothing was recorded; its bytes are in {place}. {remedy}")


class FiguresMissing(GeneratorError):
    """The period is not out yet."""

    code = "figures-missing"
    exit_code = 4


class Held(GeneratorError):
    """The audit refused the edition; its files are in state/held/."""

    code = "held"
    exit_code = 3


class SourceError(GeneratorError):
    """A source that could not be read.

    `worth_retrying` says whether the same question may be answered later, `resume` from when (None: not known).
    """

    code = "source"
    exit_code = 4
    worth_retrying = False

    def __init__(self, message: str, resume: datetime | None = None) -> None:
        """Keep the sentence, which names the source and the remedy, and the time."""
        self.resume = resume
        super().__init__(message)


class SourceUnavailable(SourceError):
    """A source that gave no answer or a broken one: nothing is known about its figures."""

    code = "source-unavailable"
    worth_retrying = True


class SourceRefused(SourceError):
    """A source that answered and will not give what was asked: a quota, an address that is gone, a wrong question."""

    code = "source-refused"


class KeyRefused(SourceRefused):
    """A source that wants a key, or does not know the one it was given."""

    code = "source-key"
    exit_code = 2


class SourceChanged(SourceError):
    """A layout that the source's settings do not describe: nothing was stored."""

    code = "source-changed"
    exit_code = 2


class RenderError(GeneratorError):
    """A chart or a page that could not be made."""

    code = "render"


class FacesMissing(RenderError):
    """Faces that a language of the desk needs and this machine lacks; `package` is Debian's that has them."""

    code = "faces"
    exit_code = 2

    def __init__(self, family: str, package: str) -> None:
        """Keep the package; as text it is one line."""
        self.package = package
        super().__init__(f"{family} is not installed, which a language of the desk needs: apt-get install {package}")


class NotApproved(GeneratorError):
    """An edition to which nobody, or not everybody who must, has said yes."""

    code = "not-approved"
    exit_code = 3


class DeliveryError(GeneratorError):
    """A mail server that failed and may work later; every letter that it has not taken is still queued."""

    code = "delivery"
    exit_code = 4


class ServerRefused(DeliveryError):
    """A mail server that does not let us in, or to which no safe way leads; a person must act."""

    code = "server-refused"
    exit_code = 2


class Unfinished(DeliveryError):
    """Letters that wait for another try, or for what the server allows tomorrow."""

    code = "unfinished"


class AddressRefused(GeneratorError):
    """Text that is no address a letter can go to; `reason` says why, without the address."""

    code = "address"
    exit_code = 2

    def __init__(self, given: str, reason: str) -> None:
        """Keep the reason; as text it is one line."""
        self.reason = reason
        super().__init__(f"{given!r} is no address: {reason}.")


class TokenRefused(GeneratorError):
    """A reader's token that was not made here, or counts no more; the message never repeats it."""

    code = "token"
    exit_code = 2

    def __init__(self, reason: str) -> None:
        """Say why the token does nothing."""
        super().__init__(f"this token does nothing: {reason}")


class IntegrityError(GeneratorError):
    """Bytes that differ from what the manifest says."""

    code = "integrity"
    exit_code = 6


class DeskBusy(GeneratorError):
    """Another run holds the desk."""

    code = "busy"
    exit_code = 7
