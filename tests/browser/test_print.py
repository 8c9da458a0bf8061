"""The print: a clean handout with every fact of the page, and no link address lost."""

import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser

SHEETS = [
    "/canada/", "/canada/offences/intimate-images/", "/canada/ontario/", "/canada/harasser-in-united-states/",
    "/essentials/evidence/",
]  # fmt: skip
# What a sighted reader of the page sees with everything unfolded, in the order of the page.
WORDS = """() => {
  document.querySelectorAll('details').forEach(d => { d.open = true });
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('nav, .crumb, .flag, .visually-hidden, .hidden, svg').forEach(e => e.remove());
  document.body.append(main);
  const text = main.innerText;
  main.remove();
  return text;
}"""
ADDRESSES = "[...document.querySelectorAll('main a[href^=\"http\"]')].map(a => a.getAttribute('href'))"


def squeezed(text):
    """Letters and digits alone: line breaks, spaces and joined letters (fi) differ between screen and paper."""
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", SHEETS)
def test_a_printed_page_has_every_fact_and_every_address(chromium, site, path):
    context = chromium.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.goto(site + path)
    # Printed as it stands, with its cards folded.
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [sheet.extract_text() for sheet in sheets]
    printed = squeezed(" ".join(texts))
    missing = [line for line in page.evaluate(WORDS).splitlines() if squeezed(line) not in printed]
    # A paragraph that goes on overleaf has the next sheet's head inside it: its words must be there all the same.
    lost = [line for line in missing if not all(squeezed(word) in printed for word in line.split())]
    assert not lost, lost
    for address in page.evaluate(ADDRESSES):
        assert squeezed(address) in printed, address
    for number, text in enumerate(texts, start=1):
        assert "911" in text, f"sheet {number} has no emergency number"
    whole = " ".join(texts)
    assert "Leave this site" not in whole
    for line in ("Occurrence number", "Officer's name and badge", "Next follow-up"):
        if path != "/essentials/evidence/":
            assert squeezed(line) in printed, line
    context.close()
