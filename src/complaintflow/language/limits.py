"""The limits of reading: no file within them can crash, hang or fill the memory."""

MOST_BYTES = 1024 * 1024
"""Bytes, as UTF-8, of the longest file that is read."""

MOST_DEPTH = 50
"""Lists and mappings that may stand inside one another."""

MOST_NODES = 50_000
"""Keys, values, lists and mappings of one file."""

MOST_CHARACTERS = 20_000
"""Characters of one key or value."""

LONGEST_WRITING = 12 * MOST_CHARACTERS
"""Characters that one key or value can take in a file, each written as two escapes."""

MOST_MISTAKES = 100
"""Mistakes after which reading stops."""

MOST_RESTARTS = 20
