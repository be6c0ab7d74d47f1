"""Settings: the files of a desk, read and checked against their models."""
