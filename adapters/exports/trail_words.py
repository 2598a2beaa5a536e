"""What each entry of an inspection says, in both languages: one sentence with its plain facts, never any prose.

`{name}` is a fact by its path; `{name_count}` how many a list holds. What stands in `[…]` is left out where one of its
facts is not known, is empty, or is no; in `[…|…]` the second part is said instead.
"""

from collections.abc import Mapping

from adapters.telling.words import Words

PLANNING: Mapping[str, Words] = {
    "inspection.planned": Words(
        "Inspection {number} of service provider {subject.provider} was planned under {regime}, because: {reason}"
        "[, complaint {complaint}][, plan {plan_reference}][; to be made {planned_for}][; inspected period {period}]"
        "[; risk score {risk_score}][; it follows up on {follow_up_of}][; limits agreed in {agreed.clause}].",
        "Byla naplánována kontrola {number} poskytovatele služby {subject.provider} v režimu {regime}, důvod: {reason}"
        "[, stížnost {complaint}][, plán {plan_reference}][; má se konat {planned_for}][; kontrolované období {period}]"
        "[; rizikové skóre {risk_score}][; navazuje na {follow_up_of}][; lhůty sjednány v {agreed.clause}].",
    ),
    "inspection.plan-changed": Words(
        "The plan was changed[: service provider {subject.provider}][: to be made {planned_for}]"
        "[: inspected period {period}][: risk score {risk_score}].",
        "Plán byl změněn[: poskytovatel služby {subject.provider}][: má se konat {planned_for}]"
        "[: kontrolované období {period}][: rizikové skóre {risk_score}].",
    ),
    "inspection.cancelled": Words(
        "The inspection was dropped from the plan, because: {ground}.",
        "Kontrola byla z plánu vypuštěna, důvod: {ground}.",
    ),
    "inspection.preparatory-act-recorded": Words(
        "The preparatory act {act} was recorded.", "Byl zaznamenán úkon předcházející kontrole: {act}."
    ),
    "inspection.bias-declared": Words(
        "{person} made a declaration about ties to the inspected[: there is a conflict{has_conflict}|: there is none].",
        "{person} podal(a) prohlášení o vztahu ke kontrolovanému[: střet je dán{has_conflict}|: bez střetu].",
    ),
    "inspection.bias-objected": Words(
        "The controlled person objected to {person} as biased ({objection}).",
        "Kontrolovaná osoba namítla podjatost {person} ({objection}).",
    ),
    "inspection.bias-decided": Words(
        "{decided_by} decided on the bias of {person}: {outcome}.",
        "{decided_by} rozhodl(a) o podjatosti {person}: {outcome}.",
    ),
}

GROUP: Mapping[str, Words] = {
    "inspection.authorisation-issued": Words(
        "Authorisation {authorisation} to inspect ({form}) was issued by {issued_by} ({issued_as}) for: {team}.",
        "Pověření ke kontrole {authorisation} ({form}) vydal(a) {issued_by} ({issued_as}) pro: {team}.",
    ),
    "inspection.authorisation-amended": Words(
        "The authorisation was amended by {issued_by} ({amendment})[; joins: {joins}][; leaves: {leaves}].",
        "Pověření ke kontrole změnil(a) {issued_by} ({amendment})[; přibývá: {joins}][; odchází: {leaves}].",
    ),
    "inspection.substitute-stepped-in": Words(
        "Substitute {substitute} stepped in for {stands_in_for}[ until {until}].",
        "Náhradník {substitute} nastoupil za {stands_in_for}[ do {until}].",
    ),
    "inspection.person-invited": Words(
        "{issued_by} invited {person} for expertise in {expertise}.",
        "{issued_by} přizval(a) osobu {person}, odbornost: {expertise}.",
    ),
    "inspection.documents-requested": Words(
        "Documents were requested ({request}, items: {items_count}), due by {due.legal_last_day}: {items}.",
        "Byly vyžádány podklady ({request}, položek: {items_count}) do {due.legal_last_day}: {items}.",
    ),
    "inspection.documents-received": Words(
        "Of the request {request} came: {items}[; sent on {sent_on}][; files: {documents_count}].",
        "K žádosti {request} došlo: {items}[; odesláno {sent_on}][; souborů: {documents_count}].",
    ),
    "inspection.notice-issued": Words(
        "The start was announced[; planned start {planned_start}].",
        "Zahájení bylo oznámeno[; plánované zahájení {planned_start}].",
    ),
    "inspection.notice-delivered": Words(
        "The notice of the start was delivered ({delivery.way})[, sent on {delivery.sent_on}]"
        "[, delivered on {delivery.delivered_on}].",
        "Oznámení o zahájení bylo doručeno ({delivery.way})[, odesláno {delivery.sent_on}]"
        "[, doručeno {delivery.delivered_on}].",
    ),
    "inspection.notice-waived": Words(
        "It was decided not to announce the start, because: {ground}.",
        "Bylo rozhodnuto zahájení předem neoznámit, důvod: {ground}.",
    ),
}

ON_SITE: Mapping[str, Words] = {
    "inspection.started": Words(
        "{by} started the inspection ({mode}) with the first act {first_act}"
        "[; the authorisation was shown to {shown_to}][ ({shown_to_side})].",
        "{by} zahájil(a) kontrolu ({mode}) prvním kontrolním úkonem {first_act}"
        "[; pověření ke kontrole předloženo: {shown_to}][ ({shown_to_side})].",
    ),
    "inspection.presence-recorded": Words(
        "{by} recorded who was present ({presence}): {present}.", "{by} zaznamenal(a) přítomné ({presence}): {present}."
    ),
    "inspection.opening-minutes-taken": Words(
        "{by} took the opening minutes[, present: {present}].",
        "{by} sepsal(a) zápis o zahájení[, přítomni: {present}].",
    ),
    "inspection.checklist-opened": Words(
        "Checklist {checklist} was opened from template {template}, version {version}, points: {items_count}.",
        "Byl otevřen kontrolní list {checklist} podle vzoru {template}, verze {version}, bodů: {items_count}.",
    ),
    "inspection.checklist-item-answered": Words(
        "{by} answered point {item} of checklist {checklist}: {value}[; corrects the answers {corrects}]"
        "[; evidence: {evidence_count}].",
        "{by} odpověděl(a) na bod {item} kontrolního listu {checklist}: {value}[; opravuje odpovědi {corrects}]"
        "[; důkazů: {evidence_count}].",
    ),
    "inspection.evidence-collected": Words(
        "{by} collected evidence {key} ({evidence.what})[, no. {number}][, from {origin}].",
        "{by} pořídil(a) důkaz {key} ({evidence.what})[, č. {number}][, původ {origin}].",
    ),
    "inspection.sample-drawn": Words(
        "{by} drew sample {sample} of {subject}: population {population}, frame {frame_count}, method {method}, "
        "size {size}[, seed {seed}][, value of the frame {frame_value}]; drawn: {drawn}.",
        "{by} vybral(a) vzorek {sample}, předmět {subject}: základní soubor {population}, opora {frame_count}, "
        "metoda {method}, rozsah {size}[, semínko {seed}][, hodnota opory {frame_value}]; vybráno: {drawn}.",
    ),
    "inspection.sample-unit-replaced": Words(
        "{by} replaced unit {unit} of sample {sample}[ by {replaced_by}], because: {ground}.",
        "{by} nahradil(a) jednotku {unit} vzorku {sample}[ jednotkou {replaced_by}], důvod: {ground}.",
    ),
    "inspection.sample-unit-reviewed": Words(
        "{by} examined unit {unit} of sample {sample}: {result}[, value {value}][, error {error}].",
        "{by} přezkoumal(a) jednotku {unit} vzorku {sample}: {result}[, hodnota {value}][, chyba {error}].",
    ),
    "inspection.sample-extrapolated": Words(
        "Sample {sample} was extrapolated ({by}): {units_with_defect} of {units} units with a defect, "
        "error found {error_found}, projected {error_projected}.",
        "Vzorek {sample} byl zobecněn ({by}): vada u {units_with_defect} z {units} jednotek, "
        "zjištěná chyba {error_found}, odhad pro celek {error_projected}.",
    ),
    "inspection.capacity-measured": Words(
        "{by} measured the capacity of {service} ({form}, {unit}): found {found}[, on file {reported}].",
        "{by} změřil(a) kapacitu služby {service} ({form}, {unit}): zjištěno {found}[, v evidenci {reported}].",
    ),
    "inspection.time-units-recomputed": Words(
        "{by} counted the time units of {contract} again for {period}: direct {found.direct}[ (reported "
        "{reported.direct})], in favour {found.favour}[ (reported {reported.favour})]; "
        "{minutes_per_unit} minutes each.",
        "{by} přepočítal(a) časové jednotky {contract} za {period}: přímé {found.direct}[ (vykázáno "
        "{reported.direct})], ve prospěch {found.favour}[ (vykázáno {reported.favour})]; po {minutes_per_unit} min.",
    ),
    "inspection.interview-held": Words(
        "{by} held interview {interview} with {person} ({side})[, consent {consent}].",
        "{by} vedl(a) rozhovor {interview} s {person} ({side})[, souhlas {consent}].",
    ),
    "inspection.consent-given": Words(
        "{by} received consent {consent} of {person} to {purpose}, given by {given_by}.",
        "{by} přijal(a) souhlas {consent} osoby {person} k: {purpose}, udělil: {given_by}.",
    ),
    "inspection.consent-withdrawn": Words("Consent {consent} was withdrawn.", "Souhlas {consent} byl odvolán."),
    "inspection.dwelling-entered": Words(
        "{by} entered a dwelling of {person} ({entry})[, consent {consent}].",
        "{by} vstoupil(a) do obydlí osoby {person} ({entry})[, souhlas {consent}].",
    ),
    "inspection.originals-taken": Words(
        "{by} took originals from {taken_from} on receipt {receipt}: {items}.",
        "{by} převzal(a) od {taken_from} originály na potvrzení {receipt}: {items}.",
    ),
    "inspection.originals-returned": Words(
        "{by} returned originals of receipt {receipt}: {items}.",
        "{by} vrátil(a) originály z potvrzení {receipt}: {items}.",
    ),
    "inspection.obstruction-recorded": Words(
        "{by} recorded obstruction {obstruction} by {side}, in breach of {breached}.",
        "{by} zaznamenal(a) nesoučinnost {obstruction}, strana: {side}, porušeno: {breached}.",
    ),
    "inspection.fine-proposed": Words(
        "A fine of {amount} was proposed for obstruction {obstruction}.",
        "Za nesoučinnost {obstruction} byla navržena pokuta {amount}.",
    ),
    "inspection.last-control-act-done": Words(
        "{by} did the last control act {act}[; the protocol is due by {protocol_by.legal_last_day}].",
        "{by} provedl(a) poslední kontrolní úkon {act}[; protokol má být hotov do {protocol_by.legal_last_day}].",
    ),
    "inspection.declared-complex": Words(
        "{declared_by} declared the case especially complex[; the protocol is due by {protocol_by.legal_last_day}].",
        "{declared_by} označil(a) případ za zvlášť složitý[; protokol má být hotov do {protocol_by.legal_last_day}].",
    ),
}

FINDINGS: Mapping[str, Words] = {
    "inspection.finding-recorded": Words(
        "{by} recorded finding {finding}: {wording.severity}[, with a defect{wording.has_defect}|, without a defect]"
        "[, breached {wording.breached}][, amounts {wording.amounts}][; remedied on the spot{is_remedied}].",
        "{by} zaznamenal(a) zjištění {finding}: {wording.severity}"
        "[, s nedostatkem{wording.has_defect}|, bez nedostatku][, porušeno {wording.breached}]"
        "[, částky {wording.amounts}][; napraveno na místě{is_remedied}].",
    ),
    "inspection.finding-remedied": Words(
        "{by} recorded that finding {finding} was put right[; evidence: {evidence_count}].",
        "{by} zaznamenal(a), že zjištění {finding} bylo napraveno[; důkazů: {evidence_count}].",
    ),
    "inspection.finding-changed": Words(
        "Finding {finding} reads otherwise, because of {because}[ {objection}]: {wording.severity}"
        "[, with a defect{wording.has_defect}|, without a defect][, breached {wording.breached}]"
        "[, amounts {wording.amounts}].",
        "Zjištění {finding} zní jinak, důvod: {because}[ {objection}]: {wording.severity}"
        "[, s nedostatkem{wording.has_defect}|, bez nedostatku][, porušeno {wording.breached}]"
        "[, částky {wording.amounts}].",
    ),
    "inspection.finding-withdrawn": Words(
        "Finding {finding} fell, because of {because}[ {objection}].",
        "Zjištění {finding} padlo, důvod: {because}[ {objection}].",
    ),
    "inspection.finding-maintained": Words(
        "Finding {finding} stands after objections {objection}.", "Zjištění {finding} po námitkách {objection} trvá."
    ),
}

PROTOCOL: Mapping[str, Words] = {
    "inspection.protocol-drafted": Words(
        "Version {version} of the protocol was drafted[; findings: {findings}]; to be signed by {signers}"
        "[; objections within {objection_days} days][; due by {make_by.legal_last_day}].",
        "Byla vyhotovena verze {version} protokolu[; zjištění: {findings}]; podepíše {signers}"
        "[; námitky do {objection_days} dnů][; měl být hotov do {make_by.legal_last_day}].",
    ),
    "inspection.protocol-signed": Words(
        "{signer} signed the protocol[, addendum {addendum}] ({signing})[, certificate {certificate}].",
        "{signer} podepsal(a) protokol[, dodatek {addendum}] ({signing})[, certifikát {certificate}].",
    ),
    "inspection.protocol-sent": Words(
        "The protocol[, addendum {addendum},] was sent ({route})[, {reference}]"
        "[; a closed data box has it on {fiction_on}].",
        "Protokol[, dodatek {addendum},] byl odeslán ({route})[, {reference}][; fikce doručení {fiction_on}].",
    ),
    "inspection.protocol-delivered": Words(
        "The protocol[, addendum {addendum},] was delivered ({delivery.way})[ on {delivery.delivered_on}]"
        "[; objections until {objections_until.legal_last_day}].",
        "Protokol[, dodatek {addendum},] byl doručen ({delivery.way})[ dne {delivery.delivered_on}]"
        "[; námitky do {objections_until.legal_last_day}].",
    ),
    "inspection.protocol-error-corrected": Words(
        "An obvious error in the protocol was corrected.", "V protokolu byla opravena zřejmá nesprávnost."
    ),
    "inspection.protocol-addendum-issued": Words(
        "Addendum {addendum} to the protocol was made[; findings: {findings}]; to be signed by {signers}.",
        "Byl vyhotoven dodatek {addendum} k protokolu[; zjištění: {findings}]; podepíše {signers}.",
    ),
}

OBJECTIONS: Mapping[str, Words] = {
    "inspection.objections-received": Words(
        "Objections {objection} came ({filing})[, sent on {sent_on}][, received on {received_on}]"
        "[, by {filer}], against: {points}[; they could be made until {due_on}]"
        "[; the head may uphold them until {head_by.legal_last_day}]"
        "[; the superior decides by {decide_by.legal_last_day}].",
        "Došly námitky {objection} ({filing})[, odeslány {sent_on}][, doručeny {received_on}]"
        "[, podal(a) {filer}], proti: {points}[; lhůta k podání do {due_on}]"
        "[; vedoucí skupiny může vyhovět do {head_by.legal_last_day}]"
        "[; nadřízený rozhodne do {decide_by.legal_last_day}].",
    ),
    "inspection.objections-waived": Words(
        "The right to object was given up[ by {filer}].", "Kontrolovaný se vzdal práva podat námitky[, {filer}]."
    ),
    "inspection.objection-deadline-extended-notified": Words(
        "It was announced that objections {objection} take longer[: until {decide_by.legal_last_day}].",
        "Bylo oznámeno prodloužení lhůty k vyřízení námitek {objection}[: do {decide_by.legal_last_day}].",
    ),
    "inspection.objections-upheld-by-head": Words(
        "{by} as head of the group upheld objections {objection} in full.",
        "{by} jako vedoucí skupiny námitkám {objection} plně vyhověl(a).",
    ),
    "inspection.objections-decided-by-superior": Words(
        "{by} as superior decided on objections {objection}: {points}.",
        "{by} jako nadřízený rozhodl(a) o námitkách {objection}: {points}.",
    ),
    "inspection.objection-settlement-delivered": Words(
        "The settlement of objections {objection} was delivered ({delivery.way})[ on {delivery.delivered_on}].",
        "Vyřízení námitek {objection} bylo doručeno ({delivery.way})[ dne {delivery.delivered_on}].",
    ),
    "inspection.objections-handed-to-proceeding": Words(
        "Objections {objection} were handed over to {authority}[, proceeding {proceeding}].",
        "Námitky {objection} byly předány orgánu {authority}[, řízení {proceeding}].",
    ),
}

REMEDIES: Mapping[str, Words] = {
    "inspection.corrective-measure-imposed": Words(
        "{asks_for} {measure} was imposed about {findings} by {power}, due by {due.legal_last_day}.",
        "Bylo uloženo: {asks_for} {measure} ke zjištění {findings} podle {power}, do {due.legal_last_day}.",
    ),
    "inspection.measure-extension-requested": Words(
        "More time was asked for measure {measure}[: until {asks_until}].",
        "Byla podána žádost o delší lhůtu k opatření {measure}[: do {asks_until}].",
    ),
    "inspection.corrective-measure-extended": Words(
        "Measure {measure} got more time: until {due.legal_last_day}.",
        "Lhůta opatření {measure} byla prodloužena do {due.legal_last_day}.",
    ),
    "inspection.measure-extension-refused": Words(
        "More time for measure {measure} was refused.", "Delší lhůta k opatření {measure} byla odmítnuta."
    ),
    "inspection.corrective-report-received": Words(
        "A report on measure {measure} came[, a partial one{is_partial}][; evidence: {evidence_count}].",
        "Došla zpráva o opatření {measure}[, zatím částečná{is_partial}][; důkazů: {evidence_count}].",
    ),
    "inspection.corrective-measure-verified": Words(
        "{by} verified that measure {measure} was fulfilled[; evidence: {evidence_count}].",
        "{by} ověřil(a), že opatření {measure} je splněno[; důkazů: {evidence_count}].",
    ),
    "inspection.measure-partly-fulfilled": Words(
        "{by} found measure {measure} fulfilled in part[; evidence: {evidence_count}].",
        "{by} zjistil(a), že opatření {measure} je splněno zčásti[; důkazů: {evidence_count}].",
    ),
    "inspection.measure-not-fulfilled": Words(
        "{by} found that measure {measure} was not fulfilled.", "{by} zjistil(a), že opatření {measure} splněno není."
    ),
    "inspection.measure-lifted": Words("Measure {measure} is no longer asked for.", "Opatření {measure} se už nežádá."),
    "inspection.follow-up-inspection-ordered": Words(
        "A follow-up inspection was ordered[: {number}][; measures: {measures}].",
        "Byla nařízena následná kontrola[: {number}][; opatření: {measures}].",
    ),
    "inspection.result-referred": Words(
        "Findings were passed on to {to}[ ({name})] as {referral}[: {findings}][, by {ground}].",
        "Zjištění byla předána: {to}[ ({name})], {referral}[: {findings}][, podle {ground}].",
    ),
    "inspection.external-inspection-result-recorded": Words(
        "The result {result} of {body}[ ({name})] was recorded[, after referral {referral}]"
        "[; it found something{has_findings}].",
        "Byl zaznamenán výsledek {result}: {body}[ ({name})][, po předání {referral}][; se zjištěním{has_findings}].",
    ),
}

CLOSING: Mapping[str, Words] = {
    "inspection.ended": Words(
        "The inspection ended on {ended_on}: {reason}.", "Kontrola byla ukončena ke dni {ended_on}: {reason}."
    ),
    "inspection.end-taken-back": Words(
        "The end does not hold[, because of objections {objection}]: the inspection goes on.",
        "Ukončení neplatí[, kvůli námitkám {objection}]: kontrola pokračuje.",
    ),
    "inspection.archived": Words(
        "The file was put away as {file_reference}, disposal sign {disposal_sign}[, {years} years]"
        "[, kept until {kept_until}].",
        "Spis byl uložen pod {file_reference}, skartační znak {disposal_sign}[, {years} let]"
        "[, uchovat do {kept_until}].",
    ),
    "inspection.legal-hold-placed": Words(
        "Hold {hold} was placed on the file, because: {ground}.", "Spis byl zadržen ({hold}), důvod: {ground}."
    ),
    "inspection.legal-hold-released": Words("Hold {hold} was lifted.", "Zadržení {hold} skončilo."),
    "inspection.disposed": Words(
        "The file was disposed of, procedure {procedure}.", "Spis byl skartován, řízení {procedure}."
    ),
}

CORRECTIONS: Mapping[str, Words] = {
    "entry.corrected": Words(
        "Entry no. {target} was corrected and reads from now on: {sentence}",
        "Záznam č. {target} byl opraven a nyní zní: {sentence}",
    ),
    "entry.taken-back": Words(
        "Entry no. {target} was taken back: it reads as if it had not been recorded.",
        "Záznam č. {target} byl vzat zpět: čte se, jako by nebyl.",
    ),
}

SENTENCES: Mapping[str, Words] = {
    **PLANNING,
    **GROUP,
    **ON_SITE,
    **FINDINGS,
    **PROTOCOL,
    **OBJECTIONS,
    **REMEDIES,
    **CLOSING,
    **CORRECTIONS,
}
"""By topic; a test fails for an event of inspections that has none."""
