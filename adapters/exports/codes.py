"""The words of the program as readers see them; a code that has none stands as it is."""

from collections.abc import Mapping

from adapters.cli.words import Words

CODES: Mapping[str, Words] = {
    "YES": Words("yes", "ano"),
    "NO": Words("no", "ne"),
    "CANNOT_BE_DECIDED": Words("cannot be decided", "nelze rozhodnout"),
    "project": Words("project", "projekt"),
    "contract": Words("contract", "smlouva"),
}
