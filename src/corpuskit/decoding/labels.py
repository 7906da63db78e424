"""Names of encodings as people and files write them, and the Python codec each stands for.

Where the web's name means more than the standard of that name (WHATWG Encoding Standard, section 4.2: "latin1" is
windows-1252, "gb2312" is gb18030), it is read as on the web. Codecs that are no character encodings (rot13, base64,
idna, …) and UTF-7, which hides markup, are not known here.
"""

from __future__ import annotations

import codecs
import re

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")

_CODECS = """
    utf-8 utf-16-le utf-16-be utf-32-le utf-32-be
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10
    iso8859-13 iso8859-14 iso8859-15 iso8859-16
    mac-roman mac-cyrillic mac-greek mac-iceland mac-latin2 mac-turkish
    koi8-r koi8-u koi8-t kz1048 ptcp154 hp-roman8
    cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869
    cp1006 cp1125
    cp932 shift_jis_2004 euc_jp euc_jis_2004 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3
    iso2022_jp_ext cp949 johab iso2022_kr gb18030 hz big5hkscs
"""
CODECS = tuple(_CODECS.split())

_WEB = """
    utf-8       utf8 utf-8-sig unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8
    utf-16-le   utf-16 utf16 ucs-2 iso-10646-ucs-2 csunicode unicode unicodefeff
    utf-16-be   unicodefffe
    utf-32-le   utf-32 utf32 ucs-4
    cp1252      ascii us-ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 latin-1 l1 x-cp1252
    cp1254      iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 x-cp1254
    cp874       iso-8859-11 iso8859-11 iso885911 tis-620 dos-874 windows-874
    cp949       euc-kr euckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
    gb18030     gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese euc-cn cp936
    cp932       shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j
    big5hkscs   big5 big5-hkscs big5-tw cn-big5 x-x-big5 csbig5 cp950
    mac-roman   macintosh mac csmacintosh x-mac-roman
    mac-cyrillic x-mac-cyrillic x-mac-ukrainian
    iso8859-8   iso-8859-8-i iso-8859-8-e logical visual
    koi8-u      koi8-ru
    cp1250      x-cp1250
    cp1251      x-cp1251
    cp1253      x-cp1253
    cp1255      x-cp1255
    cp1256      x-cp1256
    cp1257      x-cp1257
    cp1258      x-cp1258
    euc_jp      x-euc-jp
"""
_CODEC_OF = {label: line.split()[0] for line in _WEB.strip().splitlines() for label in line.split()[1:]}
LABELS = (*CODECS, *_CODEC_OF, *(f"windows-{number}" for number in range(1250, 1259)))  # the best known names
_WIDTH = (
    "utf-16",
    "utf16",
    "utf-32",
    "utf32",
    "ucs-2",
    "ucs-4",
)  # names that leave the order of the bytes open


def codec_of(label: str) -> str | None:
    """The canonical name of the codec that a label stands for; None where it stands for no character encoding.

    >>> codec_of("Latin1"), codec_of(" windows-1251 "), codec_of("KOI8-R"), codec_of("rot13")
    ('cp1252', 'cp1251', 'koi8-r', None)
    """
    label = label.strip().lower()
    if label in _CODEC_OF:
        return _CODEC_OF[label]
    if not _LABEL.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _CODEC_OF.get(name.replace("_", "-"), _CODEC_OF.get(name, name))
    return name if name in CODECS else None


def says(label: str, encoding: str) -> bool:
    """Whether a label means this encoding: "utf-16" means either order of the bytes.

    >>> says("UTF-16", "utf-16-be"), says("utf-16le", "utf-16-be")
    (True, False)
    """
    label = label.strip().lower()
    if label in _WIDTH:
        return encoding.startswith("utf-16" if "16" in label or label == "ucs-2" else "utf-32")
    return codec_of(label) == encoding
