"""`python -m generator.cli` is `tradebrief`."""

from generator.cli.program import main

main()
