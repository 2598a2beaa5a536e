"""What is wrong with a text that should be JSON, in the reader's language, whatever the library calls it."""

import re

from adapters.telling.words import Words

REASONS: tuple[tuple[re.Pattern[str], Words], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"Expecting value", Words("a value is missing", "chybí hodnota")),
        (
            r"Expecting property name enclosed in double quotes",
            Words("a name in double quotes is missing", "chybí název v uvozovkách"),
        ),
        (r"Expecting '(.)' delimiter", Words("“{0}” is missing", "chybí „{0}“")),
        (r"Unterminated string starting at", Words("a text has no closing quote", "textu chybí koncová uvozovka")),
        (
            r"Invalid control character at",
            Words(
                "a line end or tab stands in a text; write \\n, \\t",
                "v textu je konec řádku či tabulátor; pište \\n, \\t",
            ),
        ),
        (
            r"Invalid \\+escape.*|Invalid \\+uXXXX escape.*",
            Words("a backslash stands before a wrong sign", "zpětné lomítko stojí před chybným znakem"),
        ),
        (r"Extra data", Words("something follows the object", "za objektem ještě něco následuje")),
        (r"Illegal trailing comma.*", Words("a comma stands before the end", "před koncem je čárka navíc")),
        (r"nested too deeply", Words("nested too deeply", "příliš hluboko vnořené")),
        (
            r"nested deeper than ([0-9]+) levels",
            Words("nested deeper than {0} levels", "vnořené hlouběji než {0} úrovní"),
        ),
        (r"not an object in braces", Words("not an object in braces", "není to objekt ve složených závorkách")),
        (r"(.+) is no JSON number", Words("{0} is no JSON number", "{0} není v JSON číslo")),
        (
            r"the name (.+) stands twice in one object",
            Words("the name {0} stands twice in one object", "název {0} je v jednom objektu dvakrát"),
        ),
        (
            r"a sign that no text holds, in a key",
            Words("a sign that no text holds, in a name", "v názvu je znak, který v textu být nesmí"),
        ),
        (
            r"a sign that no text holds, in (.+)",
            Words("a sign that no text holds, in {0}", "znak, který v textu být nesmí, v {0}"),
        ),
        (r"Exceeds the limit .*", Words("a number has too many digits", "číslo má příliš mnoho číslic")),
    )
)
"""By what the library or the reader of lines says; groups fill `{0}`."""
UNREADABLE = Words("it cannot be read", "nelze je přečíst")


def json_reason(reason: str) -> Words:
    """The same in both languages."""
    for pattern, words in REASONS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return Words(*(text.format(*found.groups()) if found.groups() else text for text in words))
    return UNREADABLE
