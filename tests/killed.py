"""The program, killed where a function is called for the first time: `python -m tests.killed FUNCTION VERB …`."""

import os
import signal
import sys
from types import FrameType

from generator.cli import main


def kill_at(function: str) -> None:
    """Have this process killed where it calls a function of the program."""

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_qualname == function and "/generator/" in code.co_filename:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)


if __name__ == "__main__":
    kill_at(sys.argv[1])
    main(sys.argv[2:])
