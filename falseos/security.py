"""What browsers are told to allow, one line and one reason each. Public pages and the admin get the same, save two."""

import re
from typing import Any

from django_permissions_policy import _FEATURE_NAMES

# Everything is forbidden first. What a page needs comes from this host and nowhere else.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        # Audits fetch robots.txt from the page; without this the fetch itself counts as a violation.
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        # Forms (search, sign-in) may only post to us; the exit is a link because a redirect would be blocked here.
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
# The admin's jQuery assigns HTML strings, which Trusted Types forbid: public pages only. No page may make a policy of
# its own but the case folder, which starts a worker under the name that its view allows.
TRUSTED_TYPES = {"require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"]}

# A static file by itself. The case folder's worker obeys it: it may import our scripts and reach nothing else.
STATIC_POLICY = "default-src 'none'; script-src 'self'"

# Everything that the package in requirements.in has a name for is off, and what it learns tomorrow is off too. Our own
# pages may copy and share a link when a reader presses the button for it, scroll, and move the focus; the admin closes
# its pop-up windows when a page goes.
OWN_FEATURES = ("clipboard-write", "focus-without-user-activation", "unload", "vertical-scroll", "web-share")
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    feature: "self" if feature in OWN_FEATURES else [] for feature in sorted(_FEATURE_NAMES)
}

# A site that is left by a link must not learn where the reader came from.
PUBLIC_REFERRER_POLICY = "no-referrer"
# The admin's sign-in compares the referrer with its own host, so it needs one there.
ADMIN_REFERRER_POLICY = "same-origin"

# Browsers keep nothing, so that a shared computer has no readable copy. It costs a reload on every Back.
BROWSER_CACHE = "no-store"
# A cache in front of us may hold a public page for a minute: it is the same for everybody.
CDN_CACHE = "public, max-age=60"

# An answer to what a reader chose or typed belongs to that reader alone. Their browser may show it again on Back, which
# `no-store` would turn into a warning about sending the form again; the way out orders the browser to clear it.
ANSWER_CACHE = "private, max-age=0"
ANSWER_CDN_CACHE = "no-store"
# The only public addresses that take a POST. All but the last change nothing: what is sent asks for a page, in the body
# so that it stands in no address, no history and no log. The last counts a reader's flag. French stands under /fr/.
PUBLIC_POSTS = re.compile(r"/(?:plan|search|[a-z-]+/police|wrong)/")

HSTS_SECONDS = 63_072_000
