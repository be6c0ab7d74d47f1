"""Intake: figures from sources and files into the store, and whether a period is complete."""
