"""Faults of ours under the clock: told like any other, so that one of them stops nothing else."""

from __future__ import annotations

from generator.errors import GeneratorError


def of_ours(fault: Exception) -> GeneratorError:
    """Return `fault` as an error that can be told; what is one already, as it is."""
    if isinstance(fault, GeneratorError):
        return fault
    return GeneratorError(f"internal error: {type(fault).__name__}: {fault}")
