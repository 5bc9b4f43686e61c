"""Text of a document is shown as text, whatever is in it, in each of the four forms."""

import html
import re

import pytest
from markdown_it import MarkdownIt

from complaintflow.procedure import Procedure
from complaintflow.render.dot import dot
from complaintflow.render.duties import duties
from complaintflow.render.duty_list import WIDTH
from complaintflow.render.escape import flat
from complaintflow.render.leaflet import leaflet
from complaintflow.render.mermaid import mermaid
from tests.policies import fusion_care, policy, round_and_round

HOSTILE = [
    'say "yes"',
    "a\nsecond line\n# heading",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`code` and ```fence",
    "a | b | c",
    "a --> b",
    "%%{init: {}}%% %% comment",
    "# heading",
    "#quot; #35; &lt; &amp;",
    "1. one",
    "- item",
    "+ item",
    "> quote",
    "---",
    "=== x",
    "***bold*** __x__ ~~s~~",
    "[link](javascript:alert)",
    "![image](x)",
    "[x]: http://example.org",
    '"] --> p9["x',
    '", shape=star];',
    "back\\slash \\N \\n \\G",
    "ends with \\",
    "{ref}`x` $x$",
    "end",
    "subgraph x",
    "red\x1b[31m \u202etxet",
    "<!-- x",
    "\u201cquoted\u201d \u00e9\u4e2d\U0001f600",
    ":::{note}",
]

POLICY = """
clauses:
  TEXT: {at: TEXT, says: TEXT}
relations: {subject: TEXT}
roles:
  customer: {title: You}
  officer:  {title: TEXT, reach: TEXT}
facts:
  urgent: {means: TEXT, decided_by: officer}
begins:
  complaint_received: {by: customer, if: urgent, then: first}
stages:
  first:
    title: TEXT
    must: {report_sent: {by: officer, to: customer, within: 3 working days of start of first}}
    may:  {report_rejected: {by: officer, then: shut, cites: TEXT}}
ends: {shut: {title: TEXT}}
conflicts: {aside: {who: subject, may_not: report_sent}}
standing_duties: {yearly: {by: officer, says: TEXT}}
information: {advice: {says: TEXT}}
readings: {which: {bears_on: report_sent, unclear: TEXT, taken_as: TEXT}}
left_out: {TEXT: TEXT}
"""


def with_text(text: str) -> Procedure:
    quoted = "".join(c if c.isalnum() or c == " " else rf"\U{ord(c):08x}" for c in text)
    return policy(POLICY.replace("TEXT", f'"{quoted}"'))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_makes_nothing_of_it_but_text(text: str) -> None:
    plain, hostile = (
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(leaflet(with_text(each)))
        for each in ("Plain words", text)
    )
    kinds = [[token.type for token in tokens] for tokens in (plain, hostile)]
    assert kinds[0] == kinds[1]
    inline = [child for token in hostile for child in token.children or ()]
    assert {child.type for child in inline} <= {
        "text", "text_special", "strong_open", "strong_close", "em_open", "em_close",
    }  # fmt: skip
    shown = "".join(child.content for child in inline)
    assert shown.count(flat(text).rstrip(".")[1:]) >= 12


@pytest.mark.parametrize("text", HOSTILE)
def test_dot_has_it_within_quotation_marks_alone(text: str) -> None:
    quoted = r'"(?:[^"\\]|\\.)*"'
    outside = [re.sub(quoted, '""', line) for line in dot(with_text(text)).splitlines()]
    assert outside == [re.sub(quoted, '""', line) for line in dot(with_text("x")).splitlines()]
    [title] = re.findall(r'p1 \[label="(.*)", style', dot(with_text(text)))
    lines = title.replace("\\\\", "\0").replace(r"\n", "\n").replace(r"\"", '"').replace("\0", "\\")
    shown = html.unescape(lines).replace("\n", " ").replace(" ", "")
    assert shown.casefold().startswith(flat(text).replace(" ", "").rstrip(".").casefold())


@pytest.mark.parametrize("text", HOSTILE)
def test_mermaid_has_it_as_plain_words_and_codes(text: str) -> None:
    def labels(page: str) -> list[str]:
        return re.findall(r'"((?:[^"])*)"', page)

    page = mermaid(with_text(text))
    words = r"(?:[\w ,()'’“”.?!/:–—\-]|#\d+;|</?b>|<br>)*"
    assert all(re.fullmatch(words, label) for label in labels(page))
    bare = [re.sub(r'"[^"]*"', '""', line) for line in page.splitlines()]
    wanted = [re.sub(r'"[^"]*"', '""', line) for line in mermaid(with_text("x")).splitlines()]
    assert bare[2:] == wanted[2:]
    [stage] = [
        label
        for line, label in zip(page.splitlines()[2:], labels(page), strict=False)
        if "p1[" in line
    ]
    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", re.sub(r"<[^>]*>", " ", stage)))
    shown = shown.replace("\u2060", "").replace(" ", "").casefold()
    assert shown.startswith(flat(text).replace(" ", "").rstrip(".").casefold())


@pytest.mark.parametrize("text", HOSTILE)
def test_the_duty_list_has_no_line_that_the_text_made(text: str) -> None:
    shown = str(duties(with_text(text)))
    assert shown.isprintable() or all(line.isprintable() for line in shown.splitlines())
    assert all(len(line) <= WIDTH for line in shown.splitlines())
    assert (
        len(shown.splitlines())
        <= len(str(duties(with_text("x " * (len(text) // 2)))).splitlines()) + 12
    )
    assert flat(text).rstrip(".") in " ".join(shown.split())


def test_no_line_of_a_picture_is_wider_than_can_be_read() -> None:
    long = with_text("a" * 200 + " and many words more " * 10)
    for page, cut in ((dot(long), r"\\n"), (mermaid(long), "<br>")):
        labels = re.findall(r'"((?:[^"\\]|\\.)*)"[,|\]]', page)
        for label in labels:
            assert max(len(part) for part in re.split(cut, label)) <= 40


# Pictures


def test_stages_and_ends_are_nodes_and_what_leads_on_is_a_way() -> None:
    law = fusion_care()
    leading = [step for step in law.steps.values() if step.then is not None]
    for page, arrow in ((dot(law), " -> p"), (mermaid(law), "-->|")):
        assert page.count(arrow) == len(leading)
        joined = re.sub(r"\\n|<br>", " ", page)
        assert [p.title for p in (*law.stages, *law.ends) if p.title not in joined] == []


def test_a_deadline_stands_in_the_place_in_which_it_runs() -> None:
    page = dot(fusion_care())
    assert r"\n\nSend the report\nwithin 20 working days\nof the start of this stage" in page
    assert r"must\nmeet\nwithin 20 working days\nof the day the resolution\nwas rejected" in page


def test_a_window_stands_beside_its_way() -> None:
    law = policy(
        POLICY.replace("TEXT", "x").replace(
            "then: shut", "within: 2 weeks of first report_sent, then: shut"
        )
    )
    assert "within 2 weeks<br>of the first day the<br>report was sent" in mermaid(law)


def test_what_may_happen_in_every_stage_is_drawn_once() -> None:
    page = mermaid(fusion_care())
    assert page.count("withdraw the complaint") == 1
    assert '[/"<b>In every stage</b><br><br>Log the complaint<br><br>' in page
    without = policy(POLICY.replace("TEXT", "x"))
    assert "In every stage" not in mermaid(without)


def test_a_period_in_a_picture_is_short() -> None:
    text = POLICY.replace("TEXT", "x").replace(
        "{shut: {title: x}}",
        "{shut: {title: x, must: {filed: {by: officer, within: 2 weeks of end of first}, "
        "closed: {by: officer, within: 1 day of start of shut}}}}".replace("1 day", "1 week"),
    )
    page = mermaid(policy(text))
    assert "File the complaint<br>within 2 weeks<br>of the end of x" in page
    assert "Close the complaint<br>within 1 week<br>of the start of this end" in page


def test_a_step_that_is_a_duty_without_a_date_is_drawn_while_there_is_room() -> None:
    steps = ", ".join(f"s{n}_checked: {{by: officer}}" for n in range(8))
    text = POLICY.replace("TEXT", "x").replace(
        "{shut: {title: x}}", f"{{shut: {{title: x, must: {{{steps}}}}}}}"
    )
    assert "<br><br>Check the s5<br><br>and 2 more without a date" in mermaid(policy(text))
    timed = text.replace("s7_checked: {", "s7_checked: {within: 1 week of start of shut, ")
    page = mermaid(policy(timed))
    assert "<br><br>Check the s4<br><br>Check the s7<br>within 1 week" in page
    assert "and 2 more without a date" in page


def test_an_end_from_which_something_leads_on_is_not_drawn_as_the_end() -> None:
    law = round_and_round()
    assert "peripheries=2" not in dot(law)
    assert "class p" not in mermaid(law)
    assert dot(fusion_care()).count("peripheries=2") == len(fusion_care().ends)


def test_what_is_drawn_says_its_condition() -> None:
    page = mermaid(fusion_care())
    assert "Send a copy to the placing<br>authority<br>if there is a placing<br>authority" in page
    assert "unless the interest in the<br>other is sufficient" in page


def test_what_is_due_on_the_day_itself_says_so() -> None:
    text = POLICY.replace("TEXT", "x").replace(
        "{shut: {title: x}}",
        "{shut: {title: x, must: {filed: {by: officer, within: 1 calendar day beginning with report_sent}}}}",
    )
    assert "on the same day as the<br>report was sent" in mermaid(policy(text))


def test_a_policy_whose_complaints_never_end_has_a_picture() -> None:
    law = policy(
        "roles: {customer: {title: You}}\nbegins: {came: {by: customer, then: first}}\nstages: {first: {title: First}}\n"
    )
    assert mermaid(law).splitlines()[-1] == "    classDef ending stroke-width:3px"
    assert "p0 -> p1" in dot(law)
