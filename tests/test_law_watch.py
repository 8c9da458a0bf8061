"""The law watch: what Parliament changed is named, what it left is not, and a broken file is told as one."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from offences.law_watch.consolidation import NotAConsolidation, read_consolidation
from offences.models import LawFinding, Offence, OfficialWording

LAW = Path(__file__).resolve().parent / "law"
MAY = {language: str(LAW / f"criminal-code-2026-05.{language}.xml") for language in ("en", "fr")}
JULY = {language: str(LAW / f"criminal-code-2026-07.{language}.xml") for language in ("en", "fr")}
# Sections that cards cite or show, and that Acts in force in July 2026 changed or brought; s. 264.01 is enacted only.
CHANGED = {
    "162", "162.1", "162.2", "163.1", "164.1", "171.1", "172.1", "263.1", "264", "264.01", "319", "320.1001", "346",
    "738", "810", "810.03",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def run(law, **options):
    out = StringIO()
    try:
        call_command("check_law", **law, **options, stdout=out, stderr=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def found():
    return set(LawFinding.objects.values_list("section_number", flat=True))


def test_the_law_of_july_has_nothing_to_report():
    code, text = run(JULY)
    assert (code, text.splitlines()[1:]) == (0, ["Nothing differs."]), text
    assert not LawFinding.objects.exists()


def test_the_law_of_may_reports_exactly_what_changed_in_july():
    code, text = run(MAY)
    assert code == 1
    assert found() == CHANGED, text
    cards = set(LawFinding.objects.exclude(card=None).values_list("card__slug", flat=True))
    assert {"criminal-harassment", "intimate-images", "voyeurism"} <= cards
    harassment = LawFinding.objects.filter(section_number="264", what="wording")
    assert any("in all the circumstances, to fear" in one.difference for one in harassment)
    assert any(
        "10 years" not in one.message and "5 years" in one.message
        for one in LawFinding.objects.filter(card__slug="voyeurism", what="maximum")
    )


def test_every_field_of_a_card_is_compared():
    Offence.objects.filter(slug="criminal-harassment").update(
        maximum_en="Indictable: 5 years in prison.", classification="indictable", in_force_from="2026-07-01",
        law_changed_by_en="S.C. 2026, c. 19, s. 28",
    )  # fmt: skip
    Offence.objects.filter(slug="coercive-control").update(law_status="in_force")
    Offence.objects.filter(slug="public-mischief").update(law_status="not_in_force", law_read_on="2002-01-01")
    run(JULY)
    kinds = set(LawFinding.objects.values_list("card__slug", "what"))
    assert kinds == {
        ("criminal-harassment", "maximum"), ("criminal-harassment", "mode"), ("criminal-harassment", "in_force"),
        ("criminal-harassment", "history"), ("coercive-control", "in_force"), ("public-mischief", "in_force"),
        ("public-mischief", "history"),
    }  # fmt: skip
    assert "By its words s. 264 is a hybrid offence" in LawFinding.objects.get(what="mode").message


def test_what_is_mended_goes_and_what_was_settled_stays_settled(admin_user):
    run(MAY)
    one = LawFinding.objects.first()
    LawFinding.objects.filter(pk=one.pk).update(settled_at=one.found_at, settled_by=admin_user)
    run(MAY)
    assert LawFinding.objects.filter(settled_by=admin_user).count() == 1
    run(JULY)
    assert not LawFinding.objects.exists()


def test_wording_is_taken_from_a_newer_consolidation_only(tmp_path):
    OfficialWording.objects.filter(section_number="264").update(text_en="**(1)** Old.")
    code, _text = run(MAY, take_wording=True)
    assert code == 1
    assert OfficialWording.objects.get(section_number="264").text_en == "**(1)** Old."
    run(JULY, take_wording=True)
    wording = OfficialWording.objects.get(section_number="264")
    assert "- (a.1) monitoring the location" in wording.text_en
    assert run(JULY)[0] == 0


def test_the_report_is_json(tmp_path):
    report = tmp_path / "law.json"
    run(MAY, report=report, dry_run=True)
    content = json.loads(report.read_text())
    assert content["as_of"] == "2026-05-31"
    assert {row["section"] for row in content["findings"]} == CHANGED
    assert not LawFinding.objects.exists()


BROKEN = {
    b"<Statute><Body>": "line 1, column",
    b"": "line 1, column",
    b"\x00\xff": "line 1, column",
    b"<html><body>Not found</body></html>": "root is <html>",
    b'<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="soon"><Body/></Statute>': "pit-date",
    b'<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2026-07-18"><Body/></Statute>': "no section",
    b'<!DOCTYPE x [<!ENTITY a "b">]><Statute>&a;</Statute>': "entities",
}


@pytest.mark.parametrize(("content", "says"), BROKEN.items())
def test_a_file_that_is_no_consolidation_is_named_with_the_reason(tmp_path, content, says):
    path = tmp_path / "C-46.xml"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        run({"en": str(path), "fr": JULY["fr"]})
    assert str(path) in str(error.value)
    assert says in str(error.value)
    assert error.value.returncode == 2
    assert not LawFinding.objects.exists()


def test_what_cannot_be_compared_is_refused(tmp_path):
    for law, says in (
        ({"en": JULY["fr"], "fr": JULY["en"]}, "'fr', not 'en'"),
        ({"en": JULY["en"], "fr": MAY["fr"]}, "of 2026-07-18"),
        ({"en": str(tmp_path / "nothing.xml"), "fr": JULY["fr"]}, "No such file"),
        ({}, "LAW_XML_EN"),
    ):
        with pytest.raises(CommandError, match=says):
            run(law)


# One section as the Department's file has it, ids and all.
PUBLISHED = """<Section lims:inforce-start-date="2019-09-19" lims:enacted-date="2019-06-21"
lims:lastAmendedDate="2019-09-19" lims:fid="122915" lims:id="1202361"><MarginalNote
lims:inforce-start-date="2019-09-19" lims:enacted-date="2019-06-21" lims:fid="1202362" lims:id="1202362">Threat against
internationally protected person</MarginalNote><Label>424</Label><Text>Every person who threatens to commit an offence
under section 235, 236, 266, 267, 268, 269, 269.1, 271, 272, 273, 279 or 279.1 against an internationally protected
person or who threatens to commit an offence under section 431 is guilty of</Text><Paragraph
lims:inforce-start-date="2019-09-19" lims:enacted-date="2019-06-21" lims:fid="1202363" lims:id="1202363"><Label>(a)
</Label><Text>an indictable offence and liable to imprisonment for a term of not more than five years; or</Text>
</Paragraph><Paragraph lims:inforce-start-date="2019-09-19" lims:enacted-date="2019-06-21" lims:fid="1202364"
lims:id="1202364"><Label>(b)</Label><Text>an offence punishable on summary conviction.</Text></Paragraph>
<HistoricalNote><HistoricalNoteSubItem lims:inforce-start-date="2003-01-01" lims:fid="122918" lims:id="122918">R.S.,
1985, c. C-46, s. 424; R.S., 1985, c. 27 (1st Supp.), s. 55; 2001, c. 41, s. 11</HistoricalNoteSubItem>
<HistoricalNoteSubItem lims:inforce-start-date="2019-09-19" lims:enacted-date="2019-06-21" lims:fid="1202365"
lims:id="1202365" lims:enactId="1146953">2019, c. 25, s. 160</HistoricalNoteSubItem></HistoricalNote></Section>"""


def test_a_section_reads_as_published():
    xml = f"""<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2026-07-18" xml:lang="en"><Body>
      <Heading level="1"><TitleText>Intimidation</TitleText></Heading>{PUBLISHED}</Body></Statute>"""
    section = read_consolidation(xml.encode(), "x").sections["424"]
    assert section.heading == "Threat against internationally protected person"
    assert section.last_amended.isoformat() == "2019-09-19"
    assert [item.citation for item in section.history][-1] == "2019, c. 25, s. 160"
    assert section.text.endswith(
        "is guilty of\n\n- (a) an indictable offence and liable to imprisonment for a term of not more than five years;"
        " or\n- (b) an offence punishable on summary conviction.\n"
    )


def test_every_part_of_a_section_is_kept():
    xml = """<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2026-07-18" xml:lang="en"><Body><Section>
      <Label>9</Label><Subsection><MarginalNote>Definition of <DefinitionRef>thing</DefinitionRef></MarginalNote>
      <Label>(2)</Label><Text>In this section,</Text><Definition><Text><DefinedTermEn>thing</DefinedTermEn> means</Text>
      <Paragraph><Label>(a)</Label><Text>one <XRefExternal link="A">Act</XRefExternal>,</Text><Subparagraph>
      <Label>(i)</Label><Text>two</Text></Subparagraph><ContinuedParagraph><Text>and three</Text></ContinuedParagraph>
      </Paragraph></Definition><Definition><Text><DefinedTermEn>data</DefinedTermEn></Text>
      <Repealed>[Repealed, 2014, c. 31, s. 16]</Repealed></Definition><ContinuedSectionSubsection><Text>in all.</Text>
      </ContinuedSectionSubsection></Subsection></Section></Body></Statute>"""
    section = read_consolidation(xml.encode(), "x").sections["9"]
    assert section.text.split("\n") == [
        "**Definition of *thing***", "", "**(2)** In this section,", "", "**thing** means", "", "- (a) one *Act*,",
        "    - (i) two", "", "    and three", "", "**data**", "", "[Repealed, 2014, c. 31, s. 16]", "", "in all.", "",
    ]  # fmt: skip
    assert list(section.lines) == ["(2)"]


def test_what_a_real_act_has_beside_plain_sections():
    """Stars at labels, ranges of repealed sections, notes with titles in them, sections still to come."""
    xml = """<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2026-07-18" xml:lang="en"><Body lims:id="1">
      <Section lims:id="2"><Label>*3</Label><Text lims:id="3">It comes into force later.</Text><Note>[Note: Sections 1
      and 2 of the <XRefExternal link="A">First Act</XRefExternal> in force.]</Note></Section>
      <Section lims:id="4"><Label>8 and 9</Label><Text><Repealed>[Repealed, 2018, c. 29, s. 30]</Repealed></Text>
      </Section>
      <Section lims:id="5"><Label>10</Label>
      <Subsection><Label>(1)</Label><Text><Repealed>[Repealed, 2018, c. 29, s. 31]
      </Repealed></Text></Subsection><Subsection><Label>(2)</Label><Text>Still law.</Text></Subsection></Section></Body>
      <Schedule><BillPiece><RelatedOrNotInForce><Heading level="5"><TitleText>
          — 2026, c. 1, s. 2</TitleText></Heading><Section type="amending"><Label>2</Label><Subsection>
      <Label>(1)</Label><Text>The Act is amended:</Text><AmendedText><Section>
      <Label>9.1</Label><Text>New.</Text></Section></AmendedText>
      </Subsection></Section></RelatedOrNotInForce></BillPiece></Schedule></Statute>"""
    law = read_consolidation(xml.encode(), "x")
    assert list(law.sections) == ["3", "8 and 9", "10"]
    assert law.sections["3"].plain.endswith("later. [Note: Sections 1 and 2 of the First Act in force.]")
    assert [section.is_repealed for section in law.sections.values()] == [False, True, False]
    assert (list(law.pending), law.pending_by) == (["9.1"], {"9.1": "2026, c. 1, s. 2"})


def test_a_repealed_section_is_named_as_repealed(tmp_path):
    content = Path(JULY["en"]).read_text(encoding="utf-8")
    start = content.rindex("<Section", 0, content.index("<Label>140</Label>"))
    end = content.index("</Section>", start)
    repealed = "<Section><Label>140</Label><Text><Repealed>[Repealed, 2026, c. 99, s. 1]</Repealed></Text>"
    path = tmp_path / "repealed.xml"
    path.write_text(content[:start] + repealed + content[end:], encoding="utf-8")
    run({"en": str(path), "fr": JULY["fr"]})
    found_for_card = LawFinding.objects.filter(section_number="140").exclude(card=None)
    assert {(one.what, one.message) for one in found_for_card} == {
        ("missing", "S. 140 is repealed: [Repealed, 2026, c. 99, s. 1]")
    }


def test_a_truncated_file_of_the_real_size_fails_quickly():
    content = (LAW / "criminal-code-2026-07.en.xml").read_bytes()
    with pytest.raises(NotAConsolidation, match="not well-formed"):
        read_consolidation(content[: len(content) // 2], "half.xml")
