"""Read finished files back, each format as a reader's program shows it."""
