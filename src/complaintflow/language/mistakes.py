# -- mistakes that leave the structure known -----------------------------------------------


def named(character: str) -> str:
    """Name a character that cannot be shown: U+00A0 NO-BREAK SPACE."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _in_quotes(text: str) -> str | None:
    """Write a text in quotes, to be shown as what to type; None where it is too long."""
    if len(text) > 60 or LINE_BREAK.search(text):
        return None
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def put_in_quotes(key: str, text: str) -> str:
    """Advise to put a text in quotes, showing how where it is short."""
    written = _in_quotes(text)
    return f"put the text in quotes: {key}{written}" if written else "put the text in quotes"


def unreadable_character(page: Page, start: int, end: int) -> Diagnostic:
    message = f"a character that is not text stands here ({named(page.text[start])})"
    return Diagnostic("syntax", message, page.place(start, end), help="delete it")


def directive(page: Page, start: int, end: int) -> Diagnostic:
    message = 'a line that begins with "%" is an instruction to YAML, and only "%YAML 1.2" is known'
    help_ = "take the line out"
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


def second_document(page: Page, start: int) -> Diagnostic:
    message = "a second document begins here, and a file holds one"
    help_ = 'take the "---" out, or put what follows into a file of its own'
    end = start + len("---") if page.text.startswith("---", start) else start
    return Diagnostic("syntax", message, page.place(start, end), help=help_)


def borrowed(word: str) -> tuple[str, str]:
    """Refuse an anchor, an alias or a tag, which are mostly signs of a text without quotes."""
    sign = word[:1]
    what = {
        "&": "names what follows, to be repeated elsewhere (an anchor)",
        "*": "repeats what has that name (an alias)",
        "!": "says of what kind the next thing is (a tag)",
    }[sign]
    mend = "take it out" if sign == "!" else "write out what is meant"
    message = f"{quoted(word)} {what}, which this language does not have"
    return message, f'{mend}; if the "{sign}" belongs to a text, put the text in quotes'


def empty_item(page: Page, node: Node) -> tuple[str, str, Place, str]:
    start, end = node.start, node.end
    if start == end:
        start = max(start - 1, 0)  # the hyphen
    message = "nothing is written in this item of the list"
    return "empty-value", message, page.place(start, end), "write it, or take the item out"


COLON = re.compile(r"[ \t\r\n]*:")
COMMENT = re.compile(r"[ \t]*:[ \t]+#")


def empty_value(
    key: Scalar, node: Node, among: Entries, in_braces: bool
) -> tuple[str, str, Place, str]:
    if isinstance(node, Scalar) and node:
        help_ = (
            f'write the value, or take the key out; if the word is meant, write "{node}" in quotes'
        )
        return "empty-value", f"{quoted(node)} says nothing", node.place, help_
    help_ = "write its value, or take the key out"
    text = key.page.text
    if in_braces and not COLON.match(text, key.end):
        before = next(reversed(among), None)
        name, colon, rest = key.partition(":")
        if key.plain and colon:
            help_ = f"put a space after the colon: {name}: {rest}".rstrip(" \t")
        elif before is not None:
            written = text[among[before].start : key.end]
            help_ = "did a comma slip in? " + put_in_quotes(f"{before}: ", written)
    elif COMMENT.match(text, key.end):
        help_ = 'what follows "#" is a comment; if it is meant, put it in quotes'
    return "empty-value", f"nothing is written after {quoted(key)}", key.place, help_
