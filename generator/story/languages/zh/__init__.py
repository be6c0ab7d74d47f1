"""Chinese (zh-Hans): grammar, sentences and words."""
