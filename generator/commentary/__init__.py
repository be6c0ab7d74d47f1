"""Commentary: an editor's sentences, each anchored to the figures of the releases (`gate.Gate`)."""
