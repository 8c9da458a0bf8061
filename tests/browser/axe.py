"""axe-core on a page that is open: every rule asked for, and of the answer only what is wrong.

What axe passes is most of its answer, and describing and handing over that part takes most of its time.
"""

from axe_playwright_python.base import AXE_SCRIPT

RUN = "options => axe.run(options).then(results => results.violations)"


def violations(page, options):
    """Return what axe finds. A page keeps its axe, so looking again in another guise is quick."""
    if not page.evaluate("typeof window.axe?.run === 'function'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, options | {"resultTypes": ["violations"]})
