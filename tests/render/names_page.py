"""The page that tells how names become sentences: its examples and verbs, made from the lexicon."""

import re
import textwrap
from pathlib import Path

from complaintflow.procedure import Procedure
from complaintflow.render.lexicon import VERBS
from complaintflow.render.steps import step_text
from complaintflow.render.words import Voice
from tests.policies import policy

PAGE = (
    Path(__file__).parents[2] / "docs" / "how-to" / "name-steps-so-that-the-leaflet-reads-well.md"
)

LAW = """
roles:
  complainant:      {title: You}
  officer:          {title: The officer}
  supporter:        {title: Your supporter}
  advocacy_service: {title: The advocacy service}
begins:
  complaint_received: {by: complainant, how: writing, then: first}
stages:
  first:
    title: First
    must:
      report_sent:              {by: officer, to: complainant, how: writing}
      looked_into:              {by: officer}
      problem_looked_into:      {by: officer}
      complaint_acknowledged:   {by: officer, to: complainant, how: writing}
      complaint_logged:         {by: officer, to: complainant}
      decision_made:            {by: officer, to: complainant}
      phoned_back:              {by: officer, to: complainant}
      advocacy_service_told:    {by: officer, to: advocacy_service}
      report_talked_through:    {by: officer, with: complainant}
      plan_discussed:           {by: officer, with: complainant}
      late_review_agreed:       {by: officer, to: complainant}
      timescale_agreed:         {by: officer, agreed_by: complainant}
      progress_told:            {by: officer, to: complainant}
      asked_why:                {by: officer, to: complainant}
      not_a_complaint:          {by: officer, to: complainant}
      response_two:             {by: officer, to: complainant}
      reply:                    {by: officer, to: complainant}
      meeting:                  {by: officer, with: complainant}
      investigation:            {by: officer}
      xyz:                      {by: officer, to: complainant}
    may:
      review_requested:         {by: complainant}
      panel_asked:              {by: complainant}
      supporter_chosen:         {by: complainant, appoints: supporter}
      taken_further_by_letter:  {by: complainant, how: letter}
      issue_resolved:           {by: complainant}
      still_dissatisfied:       {by: complainant, to: officer}
"""
"""A step for each example of the page."""


def made_anew(page: str) -> str:
    """The page with its table of examples and its list of verbs as they are now."""
    law = policy(LAW)
    table = "\n".join(("| name | keys | sentence |", "|---|---|---|", *_rows(law)))
    page = re.sub(
        "<!-- names -->.*?<!-- end -->",
        lambda _: f"<!-- names -->\n\n{table}\n\n<!-- end -->",
        page,
        flags=re.DOTALL,
    )
    verbs = textwrap.fill(" ".join(sorted(VERBS)), 96)
    return re.sub("```text\n.*?```", lambda _: f"```text\n{verbs}\n```", page, flags=re.DOTALL)


def _rows(law: Procedure) -> list[str]:
    voice = Voice(law, to_complainant=True)
    written = dict(re.findall(r"^      (\w+): +\{by: \w+(?:, )?(.*)\}$", LAW, re.MULTILINE))
    rows = []
    for step in law.steps.values():
        said = step_text(voice, step).partition(". ")[0].removesuffix(".")
        keys = f"`{written[step.name]}`" if written.get(step.name) else ""
        rows.append(f"| `{step.name}` | {keys} | {said}. |")
    return rows
