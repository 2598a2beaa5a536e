"""What must hold of checklists and answers."""

from collections.abc import Collection

from domain.kernel.correction import ALWAYS, HOUSE
from domain.kernel.law import Citation
from domain.kernel.rule import rule


@rule(
    "inspection.template-in-force",
    cites=Citation("methodology", "inspections"),
    since=ALWAYS,
    cs="Kontrolní list má v ten den platnou verzi.",
    is_structural=True,
)
def template_in_force(*, template: str, version: str | None) -> bool:
    """The checklist has a version in force on that day."""
    return version is not None


@rule(
    "inspection.defect-explained",
    cites=Citation("255/2012", "§ 12(1)(h)"),
    since=ALWAYS,
    cs="U nesplněného bodu je poznámka nebo důkaz.",
)
def defect_explained(*, value: str, has_note: bool, evidence: int) -> bool:
    """A point that is a defect has a note or evidence."""
    return value != "DEFECT" or has_note or evidence > 0


@rule(
    "inspection.corrects-another",
    cites=HOUSE,
    since=ALWAYS,
    cs="Odpověď opravuje jinou odpověď, ne sebe.",
    is_structural=True,
)
def corrects_another(*, answer: str, corrects: Collection[str]) -> bool:
    """An answer corrects other answers, never itself."""
    return answer not in corrects


@rule(
    "inspection.corrects-same-item",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravuje se odpověď na tentýž bod.",
    is_structural=True,
)
def corrects_same_item(*, item: str, items: Collection[str]) -> bool:
    """What is corrected is an answer to the same point."""
    return set(items) <= {item}


@rule(
    "inspection.corrected-answer-known",
    cites=HOUSE,
    since=ALWAYS,
    cs="Opravovaná odpověď ještě nepřišla.",
    label="CORRECTS_UNKNOWN_ANSWER",
)
def corrected_answer_known(*, answer: str, unknown: Collection[str]) -> bool:
    """What an answer corrects has come; where it comes later, the correction holds all the same."""
    return not unknown


@rule(
    "inspection.answers-agree",
    cites=HOUSE,
    since=ALWAYS,
    cs="Na jeden bod stojí vedle sebe různé odpovědi; někdo musí říct, která platí.",
    label="CONFLICTING_ANSWERS",
)
def answers_agree(*, item: str, values: Collection[str], answers: Collection[str]) -> bool:
    """Answers to one point that stand beside each other agree; otherwise somebody says which one holds."""
    return len(set(values)) <= 1
