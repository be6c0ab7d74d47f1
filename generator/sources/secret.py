"""A key that a source requires. It is sent in a header, and never shown."""

from __future__ import annotations


class Secret:
    """A key. Printing it, or an object that contains it, does not show it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep the key without surrounding blanks. Raise ValueError if a header could not contain it."""
        self._text = text.strip()
        del text  # a traceback could print local variables
        if not self._text or not self._text.isascii() or not self._text.isprintable():
            msg = "the key is empty or has characters that no header may hold"
            raise ValueError(msg)

    def __repr__(self) -> str:
        """Return a text that stands for any key."""
        return "<a key>"

    def reveal(self) -> str:
        """Return the key itself. Use it only for the header."""
        return self._text

    def hide(self, text: str) -> str:
        """Return `text` without the key."""
        return text.replace(self._text, repr(self))

    def is_in(self, body: bytes | bytearray) -> bool:
        """Whether `body` contains the key. Such a body must not be kept or quoted."""
        return self._text.encode() in body
