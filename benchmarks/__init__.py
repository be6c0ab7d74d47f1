"""Benchmarks: each prints a ratio of two commands that ran in turns on this machine; none is a test."""
