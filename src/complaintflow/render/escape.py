"""Text from a file, made harmless for the place that it is printed in.

Each function gives text that shows as it was written and does nothing else. A line break in a
title becomes a space; what a terminal would obey is shown as an escape.
"""

import re

from complaintflow.diagnostics import visible

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&#$^{}]")
_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|)([.)]|[-+=:])")
_PLAIN_IN_MERMAID = re.compile(r"[^\w ,()'’“”.?!/:–—-]|(?<=\d)[.)]|^[-+]|(?<=-)-", re.ASCII)

_BACKSLASH = "#92;#8288;"  # a word joiner keeps it from the n with which it would break the line


def flat(text: str) -> str:
    r"""The text on one line, with every run of blanks as one space.

    >>> flat("a title \n of two lines")
    'a title of two lines'
    """
    return visible(" ".join(text.split()))


def markdown(text: str) -> str:
    r"""Text that Markdown shows as it stands, also at the beginning of a line or an item.

    >>> print(markdown("1. <b>*x*</b>"))
    1\. \<b\>\*x\*\</b\>
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", flat(text))
    return _BLOCK.sub(r"\1\\\2", escaped, count=1)


def mermaid(text: str) -> str:
    r"""Text for a label of Mermaid between double quotes.

    Mermaid reads Markdown, HTML and its own codes there, so all but plain words are given as codes.

    >>> mermaid('"Yes" --> <b>')
    '#34;Yes#34; -#45;#62; #60;b#62;'
    """
    coded = _PLAIN_IN_MERMAID.sub(lambda found: f"#{ord(found[0])};", flat(text))
    return coded.replace("#92;", _BACKSLASH)


def dot(text: str) -> str:
    r"""Text for a label of Graphviz between double quotes; a backslash and an entity are text.

    >>> print(dot('say "\\N" &lt;'))
    say \"\\N\" &amp;lt;
    """
    return flat(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
