"""Markdown never becomes active content, whatever an editor pastes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from falseos.rendering import plain, render_block, render_inline, render_name

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    '<https://example.org/" onclick="alert(1)>',
    "<iframe src='https://example.org'></iframe>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<div><p>unclosed <b>tags <script>alert(1)",
    "![x](https://example.org/pixel.gif)",
    "<form action='https://example.org'><input></form>",
    "<base href='https://example.org/'>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<!--<img src=x onerror=alert(1)>-->",
    '<a href="https://example.org" onmouseover="alert(1)" style="x" target="_blank">x</a>',
]
TAG = re.compile(r"<\s*([a-z0-9]+)([^>]*)>", re.IGNORECASE)
ALLOWED = {
    "a", "abbr", "code", "em", "strong", "p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ADDRESS = re.compile(r'href="([^"]*)"')


def assert_inert(html):
    for tag, attributes in TAG.findall(html):
        assert tag in ALLOWED, html
        names = re.findall(r"([\w-]+)=", re.sub(r'"[^"]*"', "", attributes))
        assert set(names) <= {"href", "rel", "title", "start"}, html
    for address in ADDRESS.findall(html):
        assert re.match(r"(https:|tel:|mailto:|/|#|[^:]*$)", address), html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_is_inert(text):
    assert_inert(render_block(text))
    assert_inert(render_inline(text))


@given(st.text(alphabet=st.sampled_from(list("<>\"'&/=[]()!:;#*_`\\ \n\tabjscriptonerdt")), max_size=80))
def test_no_text_at_all_becomes_active(text):
    assert_inert(render_block(text))
    assert_inert(render_inline(text))


def test_script_text_is_not_printed():
    assert "alert" not in render_block("before\n\n<script>alert(1)</script>\n\nafter")


def test_outward_links_carry_no_referrer():
    assert render_inline("[RCMP](https://rcmp.ca/en)") == (
        '<a href="https://rcmp.ca/en" rel="noreferrer noopener">RCMP</a>'
    )


def test_inward_links_stay_plain():
    assert render_inline("[ladder](/canada/#ladder)") == '<a href="/canada/#ladder">ladder</a>'


def test_headings_follow_the_level_of_the_page():
    assert render_block("## One\n\n### Two", 3) == "<h3>One</h3>\n<h4>Two</h4>"


NUMBERS = {
    "Call 1-888-495-8501 now": "+18884958501",
    "(416-808-2222)": "+14168082222",
    "au 1 888 495-8501.": "+18884958501",
    "Lifeline on 13 11 14.": "131114",
    "call 131 444 or go to a station": "131444",
    "Call 1800RESPECT, 1800 737 732, to plan": "1800737732",
    "Crime Stoppers, 1800 333 000.": "1800333000",
    "Kids Helpline on 1800 55 1800": "1800551800",
    "answers on 1300 292 371.": "1300292371",
    "on 0800 428 428 from a phone": "0800428428",
    "the SADAG line, 0800 567 567. Children": "0800567567",
    "crime line 08600 10111": "0860010111",
    "Childline: 0800 1111.": "08001111",
    "Lifeline on 0808 808 8000.": "08088088000",
    "0808 2000 247": "08082000247",
    "0800 83 85 87": "0800838587",
    "020 3866 4107": "02038664107",
    "+44 28 9065 0222": "+442890650222",
    "Samaritans on 116 123. Then": "116123",
    "Call 101 to report": "101",
    "In danger, call 10111. Then": "10111",
    "call 105 for the file": "105",
    "phone 111": "111",
    "Call or text 1737 any time": "1737",
    "dial 000": "000",
    "If it happens now, call 999.": "999",
    "Appelez le 911.": "911",
    "Appelez ou textez le 988, jour et nuit": "988",
    "composez le 112": "112",
    "téléphonez au 101": "101",
}


@pytest.mark.parametrize(("text", "tel"), NUMBERS.items())
def test_phone_numbers_become_links(text, tel):
    html = render_inline(text)
    assert ADDRESS.findall(html) == [f"tel:{tel}"]
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-18", "s. 264-1", "ABC-416-808-2222", "https://x.org/416-808-2222", "section 101", "s. 111", "105 days",
        "art. 101", "within 111 days", "999 people", "under section 105, call police", "call 105 days later",
        "call 101 times", "appelez le 105 fois", "Call 101(2)", "call 111.5", "call 1015", "recall 101", "c. 31",
        "S.I. 2008 No. 1769", "$5,000 000", "1 800 000 $", "18 U.S.C. 1030", "call 101 444", "10 000 ans", "000", "911",
        "Textphone: 18001 0808 808 8000", "in 1800 to 1900", "13 July 2026", "file 0800-428", "1300 CYBER1", "116 124",
    ],
)  # fmt: skip
def test_other_numbers_do_not(text):
    assert "tel:" not in render_inline(text)


@given(
    st.sampled_from(["section ", "s. ", "art. ", "ss. 9 and ", "in ", "", "No. ", "$", "c. ", "§ "]),
    st.integers(0, 99_999),
    st.sampled_from(["", "(1)", " days", " jours", ".", ", ", "-1", " to 120", " $", "%", "/2"]),
)
def test_a_short_number_that_nobody_is_told_to_call_stays_text(before, number, after):
    assert "tel:" not in render_inline(f"{before}{number}{after}")


@pytest.mark.parametrize("text", NUMBERS)
def test_a_link_dials_the_digits_that_the_page_shows(text):
    found = re.findall(r'<a href="tel:([^"]*)">([^<]*)</a>', render_block(f"**{text}**\n\n- {text}"))
    assert len(found) == 2
    for tel, shown in found:
        assert tel.replace("+", "").endswith(re.sub(r"\D", "", shown))


@pytest.mark.parametrize("text", NUMBERS)
def test_a_name_has_no_link_of_its_own(text):
    assert "<a " not in render_name(text)


def test_a_linked_number_is_not_linked_twice():
    html = render_inline("[1-888-495-8501](tel:+18884958501)")
    assert html.count("<a ") == 1


def test_plain_text_has_no_markup():
    assert plain("**Call** [911](tel:911) & wait") == "Call 911 & wait"
