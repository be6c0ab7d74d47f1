"""The desk: the shell, and the only room that knows the others."""
