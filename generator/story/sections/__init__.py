"""The sections of a story, one file each; a section with nothing to say returns None."""
