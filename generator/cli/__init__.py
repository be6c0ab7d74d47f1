"""The command line: each verb calls the rooms below and prints what comes back."""

from generator.cli.program import main

__all__ = ["main"]
