"""From the draft to the conclusion: what each step records, what it refuses, what it does the second time."""

from dataclasses import replace
from typing import Any

import pytest

from domain.contract.commands import RecordApproval, RecordSignature, VerifyPreconditions
from domain.contract.contract import Contract
from domain.contract.events import (
    ContractApproved,
    ContractConcluded,
    ContractDrafted,
    ContractSigned,
    PreconditionsVerified,
)
from domain.contract.payloads import PublicationDuty
from domain.contract.rules import conclusion as rules
from domain.kernel.answer import Answer
from domain.kernel.calendar import TimeLimit
from domain.kernel.ids import derived_id, release, take
from domain.kernel.money import czk
from domain.kernel.registry import Body, ContractNumber, Programme, ResolutionNumber
from tests.domain.contract.stories import (
    OTHER_TEXT,
    RESOLUTION,
    TEXT,
    approval,
    conclude,
    concluded,
    conclusion,
    draft,
    period,
    provider_signature,
    signature,
    signed,
)
from tests.spec import THIS, given

# Draft ---------------------------------------------------------------------------------------------------------------


def test_draft_records_the_terms_and_takes_the_number() -> None:
    """A draft holds what the contract is to be, and its number from then on."""
    story = given(Contract).when(draft(), on="2017-12-01").then_notes()
    (event,) = (entry.event for entry in story.entries)
    assert event == ContractDrafted(number="OLP/9050/2018", regime="grant", provider="Provider o.p.s.")  # type: ignore[arg-type]  # read from text
    assert list(event.claims()) == [take("contract-number", "OLP/9050/2018")]
    assert not story.state.is_concluded


def test_a_number_is_held_as_written_and_found_with_any_zeros() -> None:
    """The ledger holds what the paper says; whoever writes another number of zeros still finds it."""
    story = given(Contract).when(draft(number="OLP/0306/2010"), on="2010-01-04")
    assert list(story.entries[0].event.claims()) == [take("contract-number", "OLP/0306/2010")]
    assert ("contract-number", "OLP/0306/2010") in Contract.keys("olp 306/2010")
    assert ("contract-number", "OLP/306/2010") in draft(number="OLP/0306/2010").resembles()
    assert list(Contract.keys("3596108")) == []


def test_draft_without_number_takes_none() -> None:
    """A number may come later."""
    story = given(Contract).when(draft(number=None), on="2017-12-01").then_notes()
    assert list(story.entries[0].event.claims()) == []


def test_second_draft_is_refused() -> None:
    """A file is opened once."""
    story = given(Contract).when(draft(), on="2017-12-01")
    story.when(draft(), on="2017-12-01").then_refused("contract.opened-once")


def test_draft_whose_number_looks_familiar_needs_a_reason_and_a_second_person() -> None:
    """A duplicate-looking number is a warning, not a wall."""
    twin = draft()
    story = replace(given(Contract), resembling=("OLP/09005/2018",))
    story.when(twin, on="2017-12-01").then_refused("contract.number-looks-new")
    waived = ("contract.number-looks-new",)
    story.when(twin, on="2017-12-01", waived=waived, reason="checked: another provider").then_notes()
    alone = story.when(twin, on="2017-12-01", waived=waived, second_person="clerk@")
    alone.then_refused("contract.number-looks-new")


# Preconditions -------------------------------------------------------------------------------------------------------


def _check(**holds: bool) -> VerifyPreconditions:
    names = ("registered", "in_network", "sgei_vp", "mandated")
    fields = {name: {"holds": holds.get(name, True), "reference": "KULK 1/2023"} for name in names}
    return VerifyPreconditions.model_validate({"target": THIS} | fields)


def test_preconditions_are_recorded_and_the_later_check_holds() -> None:
    """A second check replaces the first: what was missing may have come."""
    story = given(Contract).when(draft(), on="2023-01-02").when(_check(mandated=False), on="2023-01-10")
    assert story.state.preconditions is not None
    assert not story.state.preconditions.mandated.holds
    story = story.when(_check(), on="2023-02-10").then(PreconditionsVerified(**_fields(_check())))
    assert story.state.preconditions is not None
    assert story.state.preconditions.mandated.holds


def _fields(command: VerifyPreconditions) -> dict[str, Any]:
    return {name: getattr(command, name) for name in ("registered", "in_network", "sgei_vp", "mandated")}


def test_precondition_without_evidence_is_refused() -> None:
    """What holds is shown; what does not hold needs no proof."""
    drafted = given(Contract).when(draft(), on="2023-01-02")
    fields = _check(sgei_vp=False).model_dump() | {"mandated": {"holds": True}, "sgei_vp": {"holds": False}}
    story = drafted.when(VerifyPreconditions.model_validate(fields), on="2023-01-10")
    story.then_refused("contract.preconditions-evidenced")
    assert story.facts_of("contract.preconditions-evidenced") == {"without_evidence": ["mandated"]}
    shown = fields | {"mandated": {"holds": True, "document": TEXT}}
    drafted.when(VerifyPreconditions.model_validate(shown), on="2023-01-10").then_notes()


def test_preconditions_need_a_file() -> None:
    given(Contract).when(_check(), on="2023-01-10").then_refused("contract.on-file")


@pytest.mark.parametrize(
    ("programme", "flags", "expected"),
    [
        (Programme.OPZ_PLUS, (True, True, True, True), True),
        (Programme.OPZ_PLUS, (True, True, True, False), False),
        (Programme.OPZ_PLUS, (None, True, True, False), False),
        (Programme.OPZ_PLUS, (None, None, None, None), None),
        (Programme.OPZ, (False, False, False, False), True),
        (None, (None, None, None, None), True),
    ],
)
def test_four_preconditions_bind_opz_plus_only(
    programme: Programme | None, flags: tuple[bool | None, ...], expected: bool | None
) -> None:
    """One missing condition is enough to say no; an unknown one leaves it open."""
    names = ("registered", "in_network", "sgei_vp", "mandated")
    expression = rules.four_preconditions.versions[0].expression
    assert expression(programme=programme, **dict(zip(names, flags, strict=True))) is expected
    assert rules.four_preconditions.is_waivable


# Approval ------------------------------------------------------------------------------------------------------------


def test_approval_by_the_assembly_is_recorded() -> None:
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(), on="2017-12-19").then_notes()
    assert isinstance(story.entries[-1].event, ContractApproved)
    assert story.state.approved


def test_approval_needs_a_file() -> None:
    given(Contract).when(approval(), on="2017-12-19").then_refused("contract.on-file")


@pytest.mark.parametrize(
    ("regime", "body", "maximum", "refused"),
    [
        ("grant", "RK", 200_000, False),
        ("grant", "RK", "200 000,01", True),
        ("grant", "ZK", "200 000,01", False),
        ("tender", "RK", 2_000_000, False),
        ("tender", "VSV", 100_000, True),
    ],
)
def test_grants_above_the_threshold_are_for_the_assembly(
    regime: str, body: str, maximum: int | str, refused: bool
) -> None:
    """The council decides grants up to CZK 200 000 and approves procured contracts; a committee approves nothing."""
    resolution = {"RK": "1451/19/RK", "ZK": "258/17/ZK", "VSV": "10/23/VSV/88"}[body]
    vote = {"votes_for": 30, "against": 0, "abstained": 0, "members": 45}
    command = approval(body=body, resolution=resolution, maximum=czk(maximum), vote=vote)
    story = given(Contract).when(draft(regime=regime), on="2017-12-01").when(command, on="2017-12-19")
    if refused:
        story.then_refused("contract.approved-by-competent-body")
    else:
        story.then_notes()


def test_approval_found_in_the_file_by_the_wrong_body_is_noted() -> None:
    """The resolution happened; that it was not for this body to decide is an anomaly."""
    found = RecordApproval.model_validate(approval(body="RK", resolution="1451/19/RK").model_dump())
    story = given(Contract).when(draft(), on="2017-12-01").when(found, on="2017-12-19")
    story.then_notes("NOT_APPROVED_BY_COMPETENT_BODY")
    assert story.facts_of("NOT_APPROVED_BY_COMPETENT_BODY")["body"] == "RK"


@pytest.mark.parametrize(("votes_for", "refused"), [(22, True), (23, False)])
def test_vote_needs_more_than_half_of_all_members(votes_for: int, refused: bool) -> None:
    """Of 45 members 23 carry a resolution, whoever was present."""
    vote = {"votes_for": votes_for, "against": 0, "abstained": 3, "members": 45}
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(vote=vote), on="2017-12-19")
    if refused:
        story.then_refused("contract.vote-carries")
    else:
        story.then_notes()


def test_vote_of_exactly_half_does_not_carry() -> None:
    vote = {"votes_for": 5, "against": 5, "abstained": 0, "members": 10}
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(vote=vote), on="2017-12-19")
    story.then_refused("contract.vote-carries")


def test_resolution_of_another_body_is_refused_even_when_found() -> None:
    """The number of a resolution says whose it is; a contradiction is a typing error, not a fact."""
    found = RecordApproval.model_validate(approval(body="RK").model_dump())
    story = given(Contract).when(draft(), on="2017-12-01").when(found, on="2017-12-19")
    story.then_refused("contract.resolution-of-body")


def test_approval_after_the_conclusion_is_refused_and_noted_when_found() -> None:
    """A body approves what is to be signed, not what was; on the day itself it still may."""
    story = concluded("2018-02-01", regime="grant", maximum=czk(150_000), clause=approval().resolution)
    story.when(approval(), on="2018-02-02").then_refused("contract.approved-before-conclusion")
    story.when(approval(), on="2018-02-01").then_notes()
    found = RecordApproval.model_validate(approval().model_dump())
    story.when(found, on="2018-02-02").then_notes("APPROVED_AFTER_CONCLUSION")


# Signatures ----------------------------------------------------------------------------------------------------------


def test_signatures_are_recorded_once_for_each_party() -> None:
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(), on="2017-12-19")
    story = story.when(signature(), on="2018-02-01").then(ContractSigned(party="region", level="QES", text=TEXT))
    story.when(signature(), on="2018-02-02").then_refused("contract.signed-once")
    story.when(provider_signature(), on="2018-02-02").then_notes()


def test_signature_before_the_draft_is_refused() -> None:
    given(Contract).when(signature(), on="2018-02-01").then_refused("contract.on-file")


def test_region_signs_only_the_approved_text() -> None:
    """Approved = signed: another text is refused, and so is one of which no approval is known."""
    drafted = given(Contract).when(draft(), on="2017-12-01")
    drafted.when(signature(), on="2018-02-01").then_refused("contract.signed-as-approved")
    approved = drafted.when(approval(), on="2017-12-19")
    story = approved.when(signature(text=OTHER_TEXT), on="2018-02-01")
    story.then_refused("contract.signed-as-approved")
    assert story.facts_of("contract.signed-as-approved") == {"approved": TEXT, "signed": [OTHER_TEXT]}


def test_providers_signature_on_another_text_is_noted() -> None:
    """What came in signed otherwise came in."""
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(), on="2017-12-19")
    other = story.when(provider_signature(text=OTHER_TEXT), on="2018-01-25")
    other.then_notes("SIGNED_OTHERWISE_THAN_APPROVED")


@pytest.mark.parametrize(
    ("level", "on", "refused"),
    [
        ("ADVANCED", "2018-09-19", True),
        ("RECOGNISED", "2018-09-19", True),
        ("RECOGNISED", "2018-09-18", False),
        ("QES", "2018-09-19", False),
        ("QSEAL", "2018-09-19", False),
        ("HANDWRITTEN", "2018-09-19", False),
    ],
)
def test_region_signs_electronically_with_a_qualified_signature(level: str, on: str, refused: bool) -> None:
    """From 19 September 2018 no lesser electronic signature binds the region."""
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(), on="2017-12-19")
    story = story.when(signature(level=level), on=on)
    if refused:
        story.then_refused("contract.region-signs-qualified")
    else:
        story.then_notes()


def test_provider_may_sign_with_a_lesser_signature() -> None:
    story = given(Contract).when(draft(), on="2019-12-01").when(approval(), on="2019-12-19")
    story.when(provider_signature(level="ADVANCED"), on="2020-01-25").then_notes()


# Conclusion by the region --------------------------------------------------------------------------------------------


def test_conclusion_records_what_was_agreed_with_the_limits_of_the_register() -> None:
    """The limits are computed once, with the calendar of the day, and kept."""
    story = signed().when(conclude(), on="2018-02-01")
    story.then(
        ContractConcluded(
            maximum=czk(1_000_000),
            clause=ResolutionNumber(RESOLUTION),
            text=TEXT,
            period=period("2018-01-01", "2018-12-31"),
            publication=PublicationDuty(
                publish_by=_limit(raw="2018-03-03", legal="2018-03-05", safe="2018-03-02"),
                void_after=_limit(raw="2018-05-01", legal="2018-05-02", safe="2018-04-30"),
            ),
        )
    )
    assert story.state.number == "OLP/9050/2018"
    assert list(story.entries[-1].event.claims()) == []


def _limit(*, raw: str, legal: str, safe: str) -> TimeLimit:
    return TimeLimit.model_validate({"raw_end": raw, "legal_last_day": legal, "safe_last_day": safe})


def test_contract_is_concluded_once() -> None:
    story = signed().when(conclude(), on="2018-02-01")
    story.when(conclude(), on="2018-02-01").then_refused("contract.concluded-once")
    story.when(conclusion(number=None, regime=None), on="2018-02-01").then_refused("contract.concluded-once")


def test_conclusion_without_draft_or_terms_is_refused() -> None:
    """Without number and kind nobody knows what was concluded."""
    given(Contract).when(conclude(), on="2018-02-01").then_refused("contract.identified")
    without_number = given(Contract).when(draft(number=None), on="2017-12-01")
    without_number.when(conclude(), on="2018-02-01").then_refused("contract.identified")


def test_conclusion_without_approval_or_signature_names_every_objection_in_order() -> None:
    """What a lawyer would object to a bare draft, from the body to the signatures."""
    story = given(Contract).when(draft(), on="2017-12-01").when(conclude(), on="2018-02-01")
    story.then_refused(
        "contract.approved-by-competent-body",
        "contract.approved-before-conclusion",
        "contract.concluded-within-approval",
        "contract.clause-names-resolution",
        "contract.signed-as-approved",
        "contract.signed-by-both",
        "contract.concluded-by-last-signature",
    )
    assert story.refusal is not None
    assert all(violation.is_undecided for violation in story.refusal.violations)


def test_grant_that_grew_after_the_councils_approval_is_refused() -> None:
    """The council approved a sum it may decide; the contract is then concluded for one that it may not."""
    vote = {"votes_for": 5, "against": 0, "abstained": 0, "members": 9}
    command = approval(body="RK", resolution="1451/19/RK", maximum=czk(200_000), vote=vote)
    story = (
        given(Contract)
        .when(draft(), on="2017-12-01")
        .when(command, on="2017-12-19")
        .when(provider_signature(), on="2018-01-25")
        .when(signature(), on="2018-02-01")
    )
    story = story.when(conclude(maximum=czk(200_001), clause="1451/19/RK"), on="2018-02-01")
    story.then_refused("contract.approved-by-competent-body", "contract.concluded-within-approval")


@pytest.mark.parametrize(("maximum", "refused"), [(1_000_000, False), (1_000_001, True)])
def test_conclusion_stays_within_the_approved_sum(maximum: int, refused: bool) -> None:
    story = signed().when(conclude(maximum=czk(maximum)), on="2018-02-01")
    if refused:
        story.then_refused("contract.concluded-within-approval")
    else:
        story.then_notes()


@pytest.mark.parametrize("clause", [None, "259/17/ZK"])
def test_clause_names_the_approving_resolution(clause: str | None) -> None:
    """A contract without the clause of § 23, or with that of another resolution, is not concluded."""
    signed().when(conclude(clause=clause), on="2018-02-01").then_refused("contract.clause-names-resolution")


def test_concluded_text_is_the_approved_one() -> None:
    signed().when(conclude(text=OTHER_TEXT), on="2018-02-01").then_refused("contract.signed-as-approved")


def test_conclusion_with_one_signature_is_refused() -> None:
    story = given(Contract).when(draft(), on="2017-12-01").when(approval(), on="2017-12-19")
    story = story.when(signature(), on="2018-02-01")
    story.when(conclude(), on="2018-02-01").then_refused("contract.signed-by-both")


@pytest.mark.parametrize("on", ["2018-01-31", "2018-02-02"])
def test_contract_is_concluded_on_the_day_of_the_last_signature(on: str) -> None:
    signed().when(conclude(), on=on).then_refused("contract.concluded-by-last-signature")


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        ("od 1. 1. 2018 do 31. 11. 2018", ["IMPOSSIBLE_DATE"]),
        ("od ledna 2018 do 31. 12. 2018", ["IMPRECISE_DATE"]),
        ("11 měsíců od 1. 1. 2018 do 31. 12. 2018", ["LENGTH_MISMATCH"]),
    ],
)
def test_new_contract_with_an_unreadable_period_is_refused(written: str, problems: list[str]) -> None:
    """An impossible day blocks a contract that is concluded now."""
    story = signed().when(conclude(period=None, period_as_written=written), on="2018-02-01")
    story.then_refused("contract.period-readable")
    assert story.facts_of("contract.period-readable") == {"raw": written, "problems": problems}


def test_readable_text_of_the_period_is_enough() -> None:
    """Where the text states both days the period follows from it."""
    story = signed().when(conclude(period=None, period_as_written="od 1. 1. 2018 do 31. 12. 2018"), on="2018-02-01")
    story.then_notes()
    assert story.state.period.latest == period("2018-01-01", "2018-12-31")


@pytest.mark.parametrize(
    ("start", "end", "differs"),
    [
        ("2018-01-01", "2018-12-31", []),
        ("2017-12-31", "2018-12-31", ["start"]),
        ("2018-01-01", "2019-01-01", ["end"]),
    ],
)
def test_period_on_file_is_that_of_the_text(start: str, end: str, differs: list[str]) -> None:
    command = conclude(period=period(start, end), period_as_written="od 1. 1. 2018 do 31. 12. 2018")
    story = signed().when(command, on="2018-02-01")
    if differs:
        story.then_refused("contract.period-as-its-text")
        assert story.facts_of("contract.period-as-its-text")["differs"] == differs
    else:
        story.then_notes()


@pytest.mark.parametrize(("maximum", "refused"), [("850 000", False), ("850 000,01", True)])
def test_price_stays_within_its_share_of_the_compensation(maximum: str, refused: bool) -> None:
    """85 % of a compensation payment of one million is 850 000, to the haléř."""
    basis = {"compensation": czk(1_000_000), "percent": 85}
    story = signed().when(conclude(maximum=czk(maximum), price_basis=basis), on="2018-02-01")
    if refused:
        story.then_refused("contract.price-within-share")
    else:
        story.then_notes()


@pytest.mark.parametrize(("second", "refused"), [(400_000, False), (400_001, True)])
def test_instalments_stay_within_the_maximum(second: int, refused: bool) -> None:
    plan = [{"number": 1, "amount": czk(600_000)}, {"number": 2, "amount": czk(second)}]
    story = signed().when(conclude(payment_plan=plan), on="2018-02-01")
    if refused:
        story.then_refused("contract.plan-within-maximum")
    else:
        story.then_notes()
        assert story.state.payment_plan.latest is not None


# Conclusion as a fact ------------------------------------------------------------------------------------------------


def test_recorded_conclusion_opens_the_file_and_takes_the_number() -> None:
    """A contract that was not prepared here: unknown approval and signatures are no anomaly."""
    story = concluded("2017-06-30").then_notes()
    assert list(story.entries[0].event.claims()) == [take("contract-number", "OLP/9001/2017")]
    state = story.state
    assert (state.number, state.regime, state.original_maximum) == ("OLP/9001/2017", "tender", czk(2_400_000))
    assert state.maximum.on(None) is None
    assert state.provider.on(None) is not None


def test_recorded_conclusion_of_a_draft_takes_no_number_twice() -> None:
    story = given(Contract).when(draft(), on="2017-12-01")
    story = story.when(conclusion(number="OLP/9050/2018", regime="grant", maximum=czk(100_000)), on="2018-02-01")
    story.then_notes()
    assert list(story.entries[-1].event.claims()) == []
    assert story.state.number == "OLP/9050/2018"


@pytest.mark.parametrize("fields", [{"number": "OLP/9051/2018"}, {"number": None, "regime": "tender"}])
def test_recorded_conclusion_does_not_contradict_the_draft(fields: dict[str, Any]) -> None:
    """A wrong number or kind is corrected in the entry that said it."""
    story = given(Contract).when(draft(), on="2017-12-01")
    story.when(conclusion(**fields), on="2018-02-01").then_refused("contract.terms-kept")


def test_recorded_conclusion_notes_what_is_wrong_about_it() -> None:
    """Signed by one, on another day, in other words, without the clause, approved by the wrong body: all facts now."""
    vote = {"votes_for": 9, "against": 0, "abstained": 0, "members": 9}
    command = approval(body="RK", resolution="1451/19/RK", maximum=czk(200_000), vote=vote)
    story = given(Contract).when(draft(), on="2017-12-01").when(command, on="2017-12-19")
    story = story.when(provider_signature(text=OTHER_TEXT), on="2018-01-25")
    fact = conclusion(number=None, regime="grant", period=None, period_as_written="od 1.1.2018 do 31.11.2018")
    story = story.when(fact, on="2018-02-01")
    story.then_notes(
        "NOT_APPROVED_BY_COMPETENT_BODY",
        "ABOVE_APPROVED_SUM",
        "NO_CLAUSE_ON_APPROVAL",
        "SIGNED_OTHERWISE_THAN_APPROVED",
        "NOT_SIGNED_BY_BOTH",
        "CONCLUDED_ON_ANOTHER_DAY",
        "IMPOSSIBLE_DATE",
    )
    found = RecordSignature.model_validate(signature(text=OTHER_TEXT).model_dump())
    story.when(found, on="2018-02-01").then_closes("NOT_SIGNED_BY_BOTH", "CONCLUDED_ON_ANOTHER_DAY")


def test_effect_agreed_before_the_conclusion_is_refused() -> None:
    """The order of things refuses a fact, too."""
    fact = conclusion(effect_agreed_on="2018-01-31")
    given(Contract).when(fact, on="2018-02-01").then_refused("contract.effect-after-conclusion")
    given(Contract).when(conclusion(effect_agreed_on="2018-02-01"), on="2018-02-01").then_notes()


def test_contract_without_known_end_is_not_said_to_be_in_force() -> None:
    """Without a period nobody can tell whether it still lasts."""
    story = concluded("2017-06-30", period=None)
    assert story.state.effect(None) is Answer.CANNOT_BE_DECIDED
    assert story.state.in_force(story.state.concluded_on) is Answer.CANNOT_BE_DECIDED


def test_wrong_number_is_corrected_and_released() -> None:
    """A typing error in the number gives it back and takes the right one."""
    from domain.kernel.correction import CorrectEntry

    story = given(Contract).when(draft(number="OLP/9500/2018"), on="2017-12-01")
    entry = story.entries[0]
    data = entry.event.model_dump(mode="json", exclude_none=True) | {"number": "OLP/9050/2018"}
    story = story.when(CorrectEntry(target=THIS, entry=entry.event_id, data=data), on="2017-12-01", reason="a slip")
    assert story.state.number == "OLP/9050/2018"
    assert list(story.entries[-1].event.claims()) == [
        release("contract-number", "OLP/9500/2018"),
        take("contract-number", "OLP/9050/2018"),
    ]


def test_project_is_relied_on() -> None:
    """A contract names its project; whoever decides has looked at it."""
    project = derived_id("a project")
    assert list(Contract(THIS).relies_on(draft(project=project))) == [project]


def test_number_and_body_are_read_from_text() -> None:
    assert approval().body is Body.ASSEMBLY
    assert isinstance(draft().number, ContractNumber)
