"""The figures that an editor may print; the parts of an edition are in blocks/ and pictures/."""
