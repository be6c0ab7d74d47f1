"""Words on a command line: each verb asks the desk and prints what it says."""

from generator.cli.program import main

__all__ = ["main"]
