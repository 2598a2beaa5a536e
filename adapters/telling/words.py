"""Texts in both languages, side by side: none can be written in one alone."""

from typing import Literal, NamedTuple

Language = Literal["cs", "en"]


class Words(NamedTuple):
    """A text in both languages; `{names}` stand for facts."""

    en: str
    cs: str


class Counted(NamedTuple):
    """A noun with its number: English one and many; Czech one, few (2–4), many, and part of one."""

    en: tuple[str, str]
    cs: tuple[str, str, str, str]


NOT_KNOWN = Words("not known", "neuvedeno")
INFERRED = Words("{value} (inferred)", "{value} (odvozeno)")
UNDECIDED = Words("cannot be decided", "nelze rozhodnout")
YES = Words("yes", "ano")
NO = Words("no", "ne")
