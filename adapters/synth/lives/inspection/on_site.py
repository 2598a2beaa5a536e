"""On site: the start, those present, the checklist, samples, measuring, until the last control act."""

from datetime import date

from adapters.synth.lives.inspection import found
from adapters.synth.lives.inspection.course import Course
from adapters.synth.lives.inspection.diary import Diary, Said
from adapters.synth.lives.service import amount
from domain.inspection import drawing
from domain.inspection.commands.checklists import AnswerChecklistItem, CollectEvidence, OpenChecklist
from domain.inspection.commands.conduct import (
    DeclareComplex,
    EnterDwelling,
    FinishControlActs,
    HoldInterview,
    MeasureCapacity,
    ProposeFine,
    RecomputeTimeUnits,
    RecordConsent,
    RecordConsentWithdrawal,
    RecordObstruction,
    ReturnOriginals,
    TakeOriginals,
)
from domain.inspection.commands.opening import RecordPresence, StartInspection, TakeOpeningMinutes
from domain.inspection.commands.sampling import DrawSample, ExtrapolateSample, ReplaceSampleUnit, ReviewSampleUnit
from domain.inspection.events.sampling import Method
from domain.kernel.money import Money

ITEMS = ("A1", "A2", "B1", "B2", "C1", "D1", "E2", "F1", "G1", "H1", "H3")
"""Points that the template had in every version."""
USUAL_ANSWERS = ("OK", "OK", "OK", "NOT_APPLICABLE")
FRAME = tuple(f"K{number:03}" for number in range(1, 41))
METHODS: tuple[Method, ...] = ("SIMPLE_RANDOM", "SYSTEMATIC")


def start(diary: Diary, *, is_announced: bool) -> None:
    """By the notice on the day of its delivery; else the authorisation is shown, or an act comes before that."""
    director: Said = {"shown_to": diary.person("director"), "shown_to_side": "CONTROLLED"}
    if is_announced:
        diary.act(StartInspection, mode="NOTICE_DELIVERED", first_act="notice delivered")
    elif diary.visit.course is Course.OBSTRUCTED:
        paper = diary.paper("first act")
        diary.act(StartInspection, mode="ACT_BEFORE_SHOWING", first_act="visit as a client", document=paper, **director)
    else:
        diary.act(StartInspection, mode="AUTHORISATION_SHOWN", first_act="authorisation shown", **director)


def open_on_site(diary: Diary) -> None:
    """Those present with their authority, the minutes, and the checklist."""
    diary.later(1, 5)
    director, agent = diary.person("director"), diary.person("agent")
    present = [
        {"person": director, "side": "CONTROLLED", "authority": "STATUTORY_BODY"},
        {"person": agent, "side": "CONTROLLED", "authority": "POWER_OF_ATTORNEY", "proof": diary.paper("power")},
    ]
    diary.act(RecordPresence, presence="1", present=present)
    diary.act(TakeOpeningMinutes, document=diary.paper("minutes"), present=[director, agent])
    diary.note(OpenChecklist, checklist="C", template="on-site")


def answer(diary: Diary, *, defects: tuple[str, ...] = ()) -> None:
    """Some points are answered, by two people on two tablets; the defects among them."""
    others = [item for item in ITEMS if item not in defects]
    for place, item in enumerate(sorted((*defects, *diary.chance.some(others, 5)))):
        tablet = 1 + place % 2
        said = _defect(diary, item) if item in defects else {"value": diary.chance.one_of(USUAL_ANSWERS)}
        diary.act(AnswerChecklistItem, tablet=tablet, answer=f"t{tablet}-{item}", checklist="C", item=item, **said)


def _defect(diary: Diary, item: str) -> Said:
    """With a note and a photo."""
    photo = {"evidence": diary.paper("photo", item), "what": "PHOTO"}
    return {"value": "DEFECT", "note": diary.words(f"Not as agreed: {item}."), "evidence": [photo]}


def contradict(diary: Diary) -> None:
    """Both tablets answer one point, and not the same; the head says which answer holds."""
    both = ("t1-D2", "t2-D2")
    note = diary.words("Two files of ten are incomplete.")
    diary.act(AnswerChecklistItem, tablet=1, answer=both[0], checklist="C", item="D2", value="OK")
    expects = (found.CONFLICT,)
    said: Said = {"checklist": "C", "item": "D2", "value": "DEFECT", "note": note}
    diary.act(AnswerChecklistItem, tablet=2, answer=both[1], expects=expects, **said)
    diary.act(AnswerChecklistItem, tablet=1, answer="t1-D2-2", corrects=list(both), **said)


# Samples -------------------------------------------------------------------------------------------------------------


def sample(diary: Diary, *, is_faulty: bool) -> None:
    """Four of forty files of clients by a seed; one cannot be found and is replaced, then all are examined."""
    method, seed = diary.chance.one_of(METHODS), f"{diary.day:%Y%m%d}-{diary.visit.number}"
    value = Money.czk(40 * 12_000)
    drawn = drawing.draw(FRAME, method=method, size=4, seed=seed)
    frame: Said = {"population": len(FRAME), "frame": list(FRAME), "frame_value": value}
    diary.act(DrawSample, sample="S1", subject="client files", **frame, method=method, size=4, seed=seed)
    units = list(drawn)
    if diary.chance.happens(0.5):
        instead = drawing.next_unit(FRAME, seed, drawn)
        why = diary.words("The file is with the guardianship court.")
        diary.act(ReplaceSampleUnit, sample="S1", unit=drawn[0], ground="OTHER", why=why)
        units = [*units[1:], *([instead] if instead else [])]
    for place, unit in enumerate(units):
        is_wrong = is_faulty and place == 0
        said: Said = {"result": "DEFECT", "error": Money.czk(1_500)} if is_wrong else {"result": "OK"}
        diary.act(ReviewSampleUnit, tablet=2, sample="S1", unit=unit, value=Money.czk(12_000), **said)
    diary.note(ExtrapolateSample, sample="S1", by=diary.chance.one_of(("MEAN", "RATIO")))


# Evidence ------------------------------------------------------------------------------------------------------------


def measure(diary: Diary, *, is_short: bool) -> None:
    """The capacity as it is found, against the mandate or the register; and a photo of the roster."""
    service, mandate = diary.visit.service, diary.visit.mandate
    said: Said = {"service": service.identifier, "form": service.kind.form, "unit": service.kind.unit}
    if mandate is not None:
        said["mandate"] = mandate.file.identifier
    quarters = service.quarters - (1 if is_short else 0)
    diary.act(MeasureCapacity, measurement="M1", **said, found=amount(max(quarters, 0)))
    photo = {"evidence": diary.paper("roster"), "preview": diary.paper("roster, small"), "what": "PHOTO"}
    diary.act(CollectEvidence, key="E1", evidence=photo, number=1, origin="office of the service")


def recompute(diary: Diary) -> None:
    """Time units of a quarter counted again from the evidence, against what the provider stated."""
    contract, year = diary.visit.contract, diary.visit.year
    if contract is None:
        return
    said: Said = {
        "period": {"start": date(year, 7, 1), "end": date(year, 9, 30)},
        "minutes_direct": 60 * diary.chance.number(200, 400),
        "minutes_favour": 60 * diary.chance.number(40, 90),
        "stated": {"direct": "800", "favour": "160"},
    }
    diary.act(RecomputeTimeUnits, recomputation="T1", contract=contract, **said, evidence=[diary.paper("timesheets")])


def ask_people(diary: Diary) -> None:
    """A worker and a client are asked, the client with a consent; where clients live, a dwelling is entered."""
    worker, client = diary.person("worker"), diary.person("client")
    diary.act(HoldInterview, interview="I1", person=worker, side="CONTROLLED", document=diary.paper("interview 1"))
    _consent(diary, "C1", client, "INTERVIEW")
    said: Said = {"person": client, "side": "CLIENT", "document": diary.paper("interview 2"), "consent": "C1"}
    diary.act(HoldInterview, tablet=2, interview="I2", **said)
    if diary.visit.service.kind.form == "T":
        _consent(diary, "C2", client, "ENTRY_TO_DWELLING")
        diary.act(EnterDwelling, tablet=2, entry="W1", person=client, consent="C2")
    diary.note(RecordConsentWithdrawal, consent="C1")


def _consent(diary: Diary, key: str, client: str, purpose: str) -> None:
    said: Said = {"person": client, "purpose": purpose, "given_by": "ONESELF", "document": diary.paper("consent", key)}
    diary.act(RecordConsent, tablet=2, consent=key, **said)


def borrow(diary: Diary) -> None:
    """Originals are taken against a receipt and go back before the end."""
    items = ["ledger of the service", "contracts with clients"]
    diary.act(TakeOriginals, receipt="R1", taken_from=diary.person("director"), items=items)
    diary.later(2, 6)
    diary.act(ReturnOriginals, receipt="R1", items=items, document=diary.paper("return"))


def obstruct(diary: Diary) -> None:
    """The accounts are not handed over; a fine is proposed."""
    breached = {"act": "255/2012", "provision": "§ 10(2)"}
    what = diary.words("The accounts were not handed over although they lay in the next room.")
    diary.act(RecordObstruction, obstruction="O1", side="CONTROLLED", breached=breached, what=what)
    diary.later(1, 3)
    diary.note(ProposeFine, obstruction="O1", amount=Money.czk(diary.chance.number(2, 20) * 5_000))


# The end -------------------------------------------------------------------------------------------------------------


def finish(diary: Diary, *, is_complex: bool = False) -> None:
    """The last control act; the limit for the protocol runs from it."""
    diary.later(1, 8)
    diary.act(FinishControlActs, act="closing talk", document=diary.paper("closing talk"))
    if is_complex:
        diary.later(5, 12)
        why = diary.words("Three sources and two years are mixed in the accounts.")
        diary.note(DeclareComplex, declared_by=diary.person("superior"), why=why)
