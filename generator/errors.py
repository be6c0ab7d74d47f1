"""Every error that the program raises, as one tree. Each message says what happened, to what, and what to do.

GeneratorError                  exit 1
  SettingsError                 exit 2   a key, a value, what was expected; with file and line
    SettingsFaults              exit 2   several of them at once
      Contradicted              exit 2   the figures contradict an editor's sentences
    TemplateRefused             exit 2   a template cannot be filled
  PeriodUnknown                 exit 2   a period outside the figures' history
  FiguresIncomplete             exit 3   some figures of the period are missing
  Held                          exit 3   the audit refused the edition
  FiguresDoubtful               exit 3   a release is implausible: nothing was recorded
  FiguresMissing                exit 4   the period is not published yet
  SourceError                   exit 4
    SourceUnavailable           exit 4   no answer, or a broken one: worth another try
    SourceRefused               exit 4   the source refuses the request: a quota, an address that is gone
      KeyRefused                exit 2   no key, or one that the source does not accept
    SourceChanged               exit 2   the layout is unknown: nothing was stored
      NothingUsable             exit 2   every row was refused: nothing was stored
  RenderError                   exit 1   a chart or page could not be made
    FacesMissing                exit 2   a language of the desk needs faces that are not installed
  NotApproved                   exit 3   these bytes lack an approval, or may not be sent or changed now
  DeliveryError                 exit 4   the mail server failed, and may work later
    ServerRefused               exit 2   the mail server refuses us: a password, a certificate, no STARTTLS
    Unfinished                  exit 4   letters wait for another try, or for tomorrow's allowance
  AddressRefused                exit 2   the text is not a usable mail address
  TokenRefused                  exit 2   a reader's token is invalid or no longer valid
  IntegrityError                exit 6   bytes differ from what the manifest says
  DeskBusy                      exit 7   another run holds the desk
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


class GeneratorError(Exception):
    """The base class of all errors. Raised itself, it means a fault of the program."""

    code = "fault"
    exit_code = 1


class SettingsError(GeneratorError):
    """A setting that cannot be used. `where` is `file:line`, or only the file."""

    code = "settings"
    exit_code = 2

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        """Keep place, problem and remedy. The message joins them."""
        self.where, self.problem, self.remedy = where, problem, remedy
        super().__init__(where, problem, remedy)

    def __str__(self) -> str:
        """Return the message in one line."""
        return f"{self.where}: {self.problem}" + (f" {self.remedy}" if self.remedy else "")


class SettingsFaults(SettingsError):
    """Several faults of settings. The message has the first one and the count of the others."""

    def __init__(self, faults: Iterable[SettingsError]) -> None:
        """Keep all `faults`; there is at least one."""
        self.faults = tuple(faults)
        first, others = self.faults[0], len(self.faults) - 1
        super().__init__(
            first.where, first.problem, f"{first.remedy} ({others} more.)".strip() if others else first.remedy
        )


class Contradicted(SettingsFaults):
    """Sentences of an editor's file that the figures contradict, each with its line and the right figure."""

    code = "contradicted"

    def __str__(self) -> str:
        """Return every fault on its own line."""
        return "\n".join(map(str, self.faults))


class TemplateRefused(SettingsError):
    """A template that cannot be compiled or filled."""

    code = "template"


class PeriodUnknown(GeneratorError):
    """A period outside the history of the figures."""

    code = "period-unknown"
    exit_code = 2


class FiguresIncomplete(GeneratorError):
    """The period is known, but some of its figures are missing."""

    code = "figures-incomplete"
    exit_code = 3


class FiguresDoubtful(GeneratorError):
    """An implausible release: it contradicts itself or the past. A person may accept it.

    `reason` says why, `place` is where its bytes are now, `remedy` says how to accept it.
    """

    code = "figures-doubtful"
    exit_code = 3

    def __init__(self, document: str, reason: str, place: str, remedy: str) -> None:
        """Keep reason, place and remedy. The message joins them."""
        self.reason, self.place, self.remedy = reason, place, remedy
        super().__init__(f"{document} is set aside: {reason} Nothing was recorded; its bytes are in {place}. {remedy}")


class FiguresMissing(GeneratorError):
    """The period is not published yet."""

    code = "figures-missing"
    exit_code = 4


class Held(GeneratorError):
    """The audit refused the edition; its files are in state/held/."""

    code = "held"
    exit_code = 3


class SourceError(GeneratorError):
    """A source that could not be read.

    `worth_retrying` is True if the same request may succeed later. `resume` is the time from which on; None if unknown.
    """

    code = "source"
    exit_code = 4
    worth_retrying = False

    def __init__(self, message: str, resume: datetime | None = None) -> None:
        """Keep `resume`. The message names the source and the remedy."""
        self.resume = resume
        super().__init__(message)


class SourceUnavailable(SourceError):
    """A source that gave no answer or a broken one. A later try may succeed."""

    code = "source-unavailable"
    worth_retrying = True


class SourceRefused(SourceError):
    """A source that answered but refused the request: a quota, an address that is gone, a wrong question."""

    code = "source-refused"


class KeyRefused(SourceRefused):
    """A source that requires a key, or does not accept the one that it got."""

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
    """Fonts that a language of the desk needs and this machine lacks. `package` is the Debian package with them."""

    code = "faces"
    exit_code = 2

    def __init__(self, family: str, package: str) -> None:
        """Keep the package. The message says how to install it."""
        self.package = package
        super().__init__(f"{family} is not installed, which a language of the desk needs: apt-get install {package}")


class NotApproved(GeneratorError):
    """An edition that lacks an approval, or whose state does not allow the command."""

    code = "not-approved"
    exit_code = 3


class DeliveryError(GeneratorError):
    """A mail server that failed and may work later. Letters that it has not accepted are still queued."""

    code = "delivery"
    exit_code = 4


class ServerRefused(DeliveryError):
    """A mail server that refuses us, or has no safe connection. A person must act."""

    code = "server-refused"
    exit_code = 2


class Unfinished(DeliveryError):
    """Letters that wait for another try, or for tomorrow's allowance of the mail server."""

    code = "unfinished"


class AddressRefused(GeneratorError):
    """Text that is not a usable mail address. `reason` says why, without the address."""

    code = "address"
    exit_code = 2

    def __init__(self, given: str, reason: str) -> None:
        """Keep the reason. The message also has the text."""
        self.reason = reason
        super().__init__(f"{given!r} is no address: {reason}.")


class TokenRefused(GeneratorError):
    """A reader's token that was not made here or is no longer valid. The message never repeats it."""

    code = "token"
    exit_code = 2

    def __init__(self, reason: str) -> None:
        """Put the reason into the message."""
        super().__init__(f"this token does nothing: {reason}")


class IntegrityError(GeneratorError):
    """Bytes that differ from what the manifest says."""

    code = "integrity"
    exit_code = 6


class DeskBusy(GeneratorError):
    """Another run holds the desk."""

    code = "busy"
    exit_code = 7
