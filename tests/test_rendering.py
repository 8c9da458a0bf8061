"""Markdown never becomes active content, whatever an editor pastes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from falseos.rendering import plain, render_block, render_inline

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


@pytest.mark.parametrize(
    ("text", "tel"),
    [("Call 1-888-495-8501 now", "+18884958501"), ("(416-808-2222)", "+14168082222")],
)
def test_phone_numbers_become_links(text, tel):
    assert f'href="tel:{tel}"' in render_inline(text)


@pytest.mark.parametrize("text", ["2026-07-18", "s. 264-1", "ABC-416-808-2222", "https://x.org/416-808-2222"])
def test_other_numbers_do_not(text):
    assert "tel:" not in render_inline(text)


def test_a_linked_number_is_not_linked_twice():
    html = render_inline("[1-888-495-8501](tel:+18884958501)")
    assert html.count("<a ") == 1


def test_plain_text_has_no_markup():
    assert plain("**Call** [911](tel:911) & wait") == "Call 911 & wait"
