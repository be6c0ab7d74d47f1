"""The languages, one folder each: grammar, sentences, words, names of goods, and rules for an editor's sentences.

generator/story/words decides, for all languages at once, what an edition says.
"""
