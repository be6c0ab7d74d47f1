"""The parts of a monthly edition; `composing.blocks` puts them together."""
