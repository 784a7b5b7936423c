"""Letters for PDFs: a font with Latin, Greek and Cyrillic, others for Chinese, Japanese and Korean, and a count of
the characters that none of them has."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby

from assistant.one_line import readable

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "FiraGO", "FiraGO-Bold", "FiraGO-Italic", "FiraGO-BoldItalic"
# What every reader of PDFs is asked to have; they are named in the file, not held in it.
JAPANESE, KOREAN, CHINESE = "HeiseiMin-W3", "HYSMyeongJo-Medium", "STSong-Light"
UNSET = "▯"  # stands for a character that no font has

# Scripts whose letters join, change places or run from right to left, which reportlab does not do by itself: each
# letter for itself would not be their text.
_SHAPED = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPACES = re.compile("[\u2000-\u200a\u205f]")  # thin and wide ones, which the fonts do not tell apart
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_HAN = re.compile("[\u2e80-\u303f\u3200-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff65\uffe0-\uffef]")


@cache
def glyphs() -> Mapping[str, frozenset[int]]:
    """The characters that each of our fonts has; the first call makes all fonts known to reportlab."""
    from pymupdf_fonts import FiraGO_Bold, FiraGO_BoldItalic, FiraGO_Italic, FiraGO_Regular
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    modules = {REGULAR: FiraGO_Regular, BOLD: FiraGO_Bold, ITALIC: FiraGO_Italic, BOLD_ITALIC: FiraGO_BoldItalic}
    fonts = {name: TTFont(name, BytesIO(module.fontbuffer)) for name, module in modules.items()}
    for font in fonts.values():
        registerFont(font)
    for name in (JAPANESE, KOREAN, CHINESE):
        registerFont(UnicodeCIDFont(name))
    return {name: frozenset(font.face.charToGlyph) for name, font in fonts.items()}


class Letters:
    """Turns text into reportlab's markup, each character in a font that has it.

    `unset` counts the characters that none has, and `other_fonts` is true once a font was named that is not in the
    file, for the paper to say so.
    """

    def __init__(self) -> None:
        self.unset = 0
        self.other_fonts = False
        self._glyphs = glyphs()

    def markup(self, text: str, bold: bool = False, italic: bool = False) -> str:
        font = {(False, False): REGULAR, (True, False): BOLD, (False, True): ITALIC, (True, True): BOLD_ITALIC}
        return "".join(
            f'<font name="{name}">{escape(part, quote=False)}</font>'
            for name, part in self._parts(text, font[bold, italic])
        )

    def _parts(self, text: str, font: str) -> Iterator[tuple[str, str]]:
        # A letter and its accent in one, as the fonts have it; file names from a Mac have them apart.
        whole = _SPACES.sub(" ", unicodedata.normalize("NFC", readable(text)).replace("\u202f", "\xa0"))
        han = JAPANESE if _KANA.search(whole) else KOREAN if _HANGUL.search(whole) else CHINESE
        set_ = ((self._font(each, font, han), each) for each in whole if not self._unseen(each, font))
        for name, run in groupby(set_, key=lambda pair: pair[0]):
            letters = "".join(each for _, each in run)
            if name:
                self.other_fonts |= name == han
                yield name, letters
            else:
                self.unset += len(letters)
                yield REGULAR, UNSET * len(letters)

    def _font(self, character: str, font: str, han: str) -> str:
        """The font that sets the character, "" if none does."""
        if _SHAPED.match(character):
            return ""
        if ord(character) in self._glyphs[font]:
            return font
        return han if any(script.match(character) for script in (_KANA, _HANGUL, _HAN)) else ""

    def _unseen(self, character: str, font: str) -> bool:
        """Whether the character only says how its neighbours join: without a glyph it is not missed."""
        return ord(character) not in self._glyphs[font] and unicodedata.category(character) in ("Cf", "Mn")
