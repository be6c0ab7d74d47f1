"""The languages, one folder each: grammar, sentences, words and names of goods, and an ear for an editor's sentences.

What an edition says is decided for all of them in generator/story/words.
"""
