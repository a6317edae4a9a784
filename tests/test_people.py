"""A name where a role belongs is told; real titles of roles are not taken for one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from reportgen.assessment.validation import validate
from reportgen.common.model import Assessment, Engagement, Interview, Place
from reportgen.common.people import person_in
from reportgen.word.marks import block_key, is_row_key
from reportgen.word.xml import text_run, w
from tests.builders import question_set
from tests.drafts import Parts, edited, parts, short_context
from tests.packages import read_parts
from tests.report_builders import TEMPLATE, bullets, demo_context, fill_template
from tests.test_review import points_of
from tests.workbooks import read_workbook, write_workbook

ROLES = """
Chief Executive Officer; Managing Director; Deputy Managing Director; Chair; Chairman; Chairwoman; Vice Chair
Non-Executive Director; Executive Director; Company Secretary; General Counsel; Chief Operating Officer
Chief Financial Officer; Finance Director; Financial Controller; Group Treasurer; Head of Internal Audit
Chief Marketing Officer; Marketing Director; Head of Marketing; Marketing Manager; Brand Manager; Head of Brand
Director of Marketing and Communications; Head of Communications; Press Officer; Head of Public Relations
Chief Customer Officer; Customer Director; Head of Customer Experience; Customer Insight Manager; Head of Insight
Customer Service Director; Head of Customer Service; Customer Service Manager; Customer Service Adviser
Contact Centre Manager; Contact Centre Team Leader; Call Centre Agent; Complaints Manager; Complaints Handler
Sales Director; Head of Sales; National Account Manager; Key Account Director; Key Account Manager; Area Sales Manager
Regional Sales Manager; Field Sales Executive; Telesales Agent; Sales Administrator; Sales Operations Manager
Commercial Director; Head of Commercial; Pricing Manager; Head of Pricing; Revenue Manager; Yield Analyst
Business Development Director; Business Development Manager; Head of Partnerships; Partner Manager; Franchise Manager
Product Director; Head of Product; Product Manager; Product Owner; Category Manager; Head of Merchandising; Buyer
E-commerce Director; Head of Digital; Digital Marketing Manager; CRM Manager; Head of CRM; Loyalty Manager
Campaign Manager; Email Marketing Executive; Direct Marketing Manager; Database Manager; Data Protection Officer
Chief Information Officer; Chief Technology Officer; IT Director; Head of IT; IT Service Desk Manager; Head of Data
Chief Data Officer; Data Scientist; Data Analyst; Business Analyst; Enterprise Architect; Solutions Architect
MS Dynamics Lead; MS Office Specialist; Ms Office Trainer; Scrum Master; Programme Director; Programme Manager
Project Manager; PMO Lead; Head of Change; Transformation Director; Head of Strategy; Strategy Director; Planner
Human Resources Director; HR Director; HR Business Partner; Head of People; Head of Learning and Development
Training Manager; Recruitment Manager; Reward Manager; Employee Relations Manager; Head of Internal Communications
Operations Director; Head of Operations; Operations Manager; Depot Manager; Branch Manager; Store Manager
Regional Manager; Area Manager; Shift Leader; Team Leader; Supervisor; Warehouse Manager; Logistics Manager
Supply Chain Director; Head of Procurement; Purchasing Manager; Quality Manager; Head of Quality; Works Manager
Production Manager; Plant Manager; Maintenance Engineer; Field Service Engineer; Service Delivery Manager
Technical Director; Head of Engineering; Research and Development Director; Innovation Manager; Design Director
Underwriting Manager; Claims Manager; Claims Handler; Head of Claims; Actuary; Risk Manager; Chief Risk Officer
Head of Compliance; Compliance Officer; Money Laundering Reporting Officer; Fraud Analyst; Collections Manager
Credit Controller; Billing Manager; Head of Billing; Payroll Manager; Tax Manager; Management Accountant
Relationship Manager; Private Banker; Branch Adviser; Mortgage Adviser; Independent Financial Adviser; Fund Manager
Medical Director; Nursing Director; Ward Sister; Practice Manager; Consultant Surgeon; Pharmacist; Matron
Vice-Chancellor; Registrar; Dean; Head of Department; Professor of Marketing; Professor Emeritus; Senior Lecturer
Head Teacher; Bursar; Admissions Officer; Head of Alumni Relations; Librarian; Curator; Head of Visitor Experience
Lord Mayor; Lady Mayoress; Lord Provost; Lord Lieutenant; Lady Captain; Lord Chief Justice; Town Clerk; Councillor
Chief Fire Officer; Chief Constable; Harbour Master; Station Manager; Train Manager; Cabin Crew Manager; Purser
Front Office Manager; Reservations Manager; Head Chef; Maître d'hôtel; Concierge; Event Manager; Box Office Manager
Prof Services Manager; Dr Service Liaison; Senior Vice President; VP Sales EMEA; SVP, Customer; Director, North-West
Head of A&R; Mrs, Ms and Mr: forms of address lead; Sr Account Manager; Sr. Software Engineer; Personal Assistant
"""
TITLES = [title.strip() for line in ROLES.strip().splitlines() for title in line.split(";")]
NAMES = [
    f"{title} {name}"
    for title, name in product(
        ["Mr", "Mr.", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof.", "Professor", "Sir", "Dame", "Herr", "Frau", "Mme"],
        ["Smith", "J. Smith", "O’Brien", "Müller-Lüdenscheidt", "Ågren"],
    )
]


def test_no_real_title_of_a_role_is_taken_for_a_name() -> None:
    assert len(set(TITLES)) >= 200
    assert [title for title in TITLES if person_in(title)] == []


@pytest.mark.parametrize("frame", ["{}", "Head of Sales ({})", "{}, Finance Director", "Sales – {}"])
def test_a_title_with_a_surname_is_told_wherever_it_stands(frame: str) -> None:
    assert [name for name in NAMES if not person_in(frame.format(name))] == []


@pytest.mark.parametrize("text", ["ann@example.com", "Ann Person <ann.person@firm.co.uk>", "Head of Sales, a_b@x.org"])
def test_an_address_is_told(text: str) -> None:
    assert person_in(text) == "an e-mail address"


def test_a_check_warns_at_the_cell_and_does_not_say_the_name() -> None:
    cells = {"date": Place("Interviews", "B2"), "role": Place("Interviews", "C2"), "level": Place("Interviews", "D2")}
    interview = Interview("01", role="Mrs Zebrafink, Head of Sales", place=Place("Interviews", "A2"), places=cells)
    engagement = Engagement(
        commissioner_title="zebrafink@example.com", places={"commissioner_title": Place("Engagement", "B5")}
    )
    made = Assessment("test", "1", engagement, (interview,))
    found = [problem for problem in validate(made, question_set()) if problem.code == "person-named"]
    assert [(p.place.cell, p.is_error) for p in found] == [("B5", False), ("C2", False)]
    assert not [p for p in found if "zebrafink" in p.message.casefold()]


def test_a_check_warns_at_the_owner_of_an_initiative(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "client.xlsx",
        """
        # Road map
        Ref   | Area | Horizon   | Initiative                     | Priority | Effort | Owner
        R-001 | Core | Quick win | Name an owner for each segment | Must     | Low    | Mrs Zebrafink
        R-002 | Core | Quick win | Read the complaints every week | Must     | Low    | Head of Service
        """,
    )
    made, _ = read_workbook(path, question_set())
    found = [problem for problem in validate(made, question_set()) if problem.code == "person-named"]
    assert [problem.place.cell for problem in found] == ["G2"]
    assert not [p for p in found if "Zebrafink" in p.message]


def owned_by(owner: str) -> Parts:
    """A draft in which this is the owner of every initiative, also where recommendations are drafted from them."""

    areas = demo_context().areas[:2]
    cells = tuple(replace(c, items=tuple(replace(i, owner=owner) for i in c.items)) for c in areas[0].road_map)
    recommended = bullets(f"Name an owner for each group (Core; quick win; {owner}).")
    owned = tuple(replace(area, road_map=cells) for area in areas)
    return read_parts(fill_template(TEMPLATE, replace(short_context(), areas=owned, recommendations=recommended)))


@pytest.mark.parametrize("owner", ["Mrs Zebrafink", "Head of Sales (Mr Zebrafink)", "zebrafink@example.com"])
def test_a_review_tells_a_person_wherever_an_owner_is_printed(owner: str) -> None:
    found = [point for point in points_of(owned_by(owner)) if point.code == "person-named"]
    chapters = {point.place.heading.partition(" ")[2] for point in found}
    assert {"Summary of key recommendations", "Core road map"} <= chapters
    assert not any(point.is_error for point in found)


def test_no_real_title_of_an_owner_is_told() -> None:
    assert [p.message for p in points_of(owned_by("; ".join(TITLES))) if p.code == "person-named"] == []


def test_a_review_tells_a_name_in_a_row_of_a_table_and_nowhere_else() -> None:
    def edit(root: etree._Element) -> None:
        keyed = next(
            row
            for row in root.iter(w("tr"))
            if any(is_row_key(block_key(m.get(w("name"), "")) or "") for m in row.iter(w("bookmarkStart")))
        )
        list(keyed.iter(w("p")))[-1].append(text_run(" Mr Zebrafink"))

    assert [point.code for point in points_of(parts()) if point.code == "person-named"] == []
    (point,) = [point for point in points_of(edited(edit)) if point.code == "person-named"]
    assert not point.is_error
