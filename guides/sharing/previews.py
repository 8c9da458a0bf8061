"""The picture that a link shows elsewhere: drawn here, neutral unless its sender chose the title."""

import io
from functools import lru_cache
from importlib.resources import files
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 90
PAPER, INK, SOFT, MARK = (251, 248, 242), (35, 30, 43), (75, 68, 85), (211, 154, 23)
# Few enough colours that lettering with soft edges stays far below 60 kB.
COLOURS = 32
HEADING_SIZES = (84, 72, 60, 50)
HEADING_LINES = 3
TEXT_SIZE = 40


@lru_cache(maxsize=512)
def preview_picture(heading: str, lines: tuple[str, ...] = ()) -> bytes:
    """Return a PNG with a heading and, below it, short lines."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=MARK)
    y = _heading(draw, heading)
    for line in lines:
        draw.text((MARGIN, y), _cut(line, _font("Regular", TEXT_SIZE)), font=_font("Regular", TEXT_SIZE), fill=SOFT)
        y += TEXT_SIZE + 18
    draw.line((MARGIN, SIZE[1] - 76, MARGIN + 120, SIZE[1] - 76), fill=MARK, width=8)
    stream = io.BytesIO()
    picture.quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _heading(draw: ImageDraw.ImageDraw, text: str) -> int:
    """Draw the heading as large as it fits; return the y at which the next line starts."""
    for size in HEADING_SIZES:
        font = _font("Bold", size)
        lines = _wrapped(text, font)
        if len(lines) <= HEADING_LINES:
            break
    lines = lines[:HEADING_LINES]
    y = MARGIN
    for line in lines:
        draw.text((MARGIN, y), line, font=font, fill=INK)
        y += round(size * 1.2)
    return y + 30


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    room = SIZE[0] - 2 * MARGIN
    for letters in range(60, 10, -1):
        lines = wrap(text, letters)
        if all(font.getlength(line) <= room for line in lines):
            return lines
    return wrap(text, 10)


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    room = SIZE[0] - 2 * MARGIN
    while font.getlength(text) > room:
        text = text.rstrip("…").rsplit(" ", 1)[0] + "…"
    return text


@lru_cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    font = files("font_roboto") / "files" / f"Roboto-{weight}.ttf"
    return ImageFont.truetype(io.BytesIO(font.read_bytes()), size)
