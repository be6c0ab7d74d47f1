"""A key that a source wants: it travels in a header, and is shown nowhere."""

from __future__ import annotations


class Secret:
    """A key: printing it, or an object that has it, shows no letter of it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep the key without blanks around it; ValueError where a header could not hold it."""
        self._text = text.strip()
        del text  # a traceback that prints what a frame holds
        if not self._text or not self._text.isascii() or not self._text.isprintable():
            msg = "the key is empty or has characters that no header may hold"
            raise ValueError(msg)

    def __repr__(self) -> str:
        """Say that there is one."""
        return "<a key>"

    def reveal(self) -> str:
        """Return the key, for the header alone."""
        return self._text

    def hide(self, text: str) -> str:
        """Return `text` without the key."""
        return text.replace(self._text, repr(self))

    def is_in(self, body: bytes | bytearray) -> bool:
        """Say whether the key stands in `body`, which may then be neither kept nor quoted."""
        return self._text.encode() in body
