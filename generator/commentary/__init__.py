"""Commentary: judges an editor's sentences by the figures of the releases (`gate.Gate`) and adds them to a story."""
