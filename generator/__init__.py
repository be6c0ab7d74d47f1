"""tradebrief: trade briefings from customs figures, each figure traced to its cell and audited before it leaves."""

__version__ = "0.1.0"
