"""The blocks of an edition, one module each; one with nothing to say is None."""
