"""The last pages of the leaflet: what is unclear and how it is read, and where clauses stand."""

from collections.abc import Iterator

from complaintflow.procedure import Clause, Procedure
from complaintflow.render.escape import markdown
from complaintflow.render.lines import clause_ids
from complaintflow.render.sheet import Sheet
from complaintflow.render.words import bare, sentence


def readings(on: Sheet) -> Iterator[str]:
    """Each note: what the source leaves open, and what it is taken to mean."""
    for reading in on.voice.procedure.readings.values():
        number = on.notes[reading.name]
        unclear = sentence(f"unclear in the policy: {' '.join(reading.unclear.split())}")
        taken_as = sentence(f"taken as: {' '.join(reading.taken_as.split())}")
        ids = ", ".join(clause_ids(reading.cites))
        cited = f" *({markdown(ids)})*" if ids else ""
        yield f"{number}. {markdown(unclear)} {markdown(taken_as)}{cited}"


def clauses(law: Procedure) -> Iterator[str]:
    """Where each clause stands and what it says, the policy's own first."""
    documents = dict.fromkeys((law.id, *(clause.document for clause in law.clauses.values())))
    for document in documents:
        listed = [each for each in law.clauses.values() if each.document == document]
        if listed and document != law.id:
            yield f"From “{markdown(document)}”, on which this policy builds:"
            yield ""
        for clause in listed:
            yield f"- **{markdown(clause.id)}** {_clause(law, clause)}"
        if listed:
            yield ""


def _clause(law: Procedure, clause: Clause) -> str:
    said = f"{markdown(clause.at)}: {markdown(sentence(clause.says))}"
    if clause.id in law.left_out:
        said += f" *Not in this leaflet: {markdown(bare(law.left_out[clause.id]))}.*"
    return said
