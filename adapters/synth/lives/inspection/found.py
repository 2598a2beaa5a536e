"""What the law finds beside an entry of an inspection when something went wrong: the labels of its rules."""

from domain.inspection.rules import authorisation, checklists, closing, objections, protocol, remedies

CONFLICT = checklists.answers_agree.label
DOCUMENTS_LATE = authorisation.documents_in_time.label
LATE = objections.objections_in_time.label
MADE_LATE = protocol.protocol_made_in_time.label
IN_THE_POST = closing.waited_for_the_post.label
REPORTED_LATE = remedies.reported_in_time.label
