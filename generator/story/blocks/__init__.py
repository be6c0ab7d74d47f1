"""The blocks of an edition, one module each. A block without content is None."""
