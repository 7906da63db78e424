"""A raw folder filled by an enemy: every row of the list of faults that one folder can hold, and what must be said of it.

Rows 1 to 5, 7, 8, 10, 11, 14, 15, 20 and 21; the network's part of row 9 is an address in every field.
"""

from __future__ import annotations

import json
import os
import socket
import stat
from collections import Counter
from pathlib import Path
from typing import Any

from tests.corpus import BODY, record

Expected = Counter[tuple[str, str]]  # code and path below raw/

HIDDEN = "ce que personne ne doit lire"  # stands in files outside of the raw folder
LINES = 2_000_000  # characters of one line

NAMES = {  # row 4
    b"a\nb.txt": "SRC009", b"\x1b[31mred.txt": "SRC009", b"caf\xe9.txt": "SRC009", b"back\\slash.txt": "SRC009",
    "rtl\N{RIGHT-TO-LEFT OVERRIDE}txt.txt".encode(): "SRC009", b"nel\xc2\x85.txt": "SRC009",
    b"::error::x.txt": "SRC101", b"##[error] ::set-output name=a::b.txt": "SRC101", b"-x.txt": "SRC101", b"a:b.txt": "SRC101",
    b"CON.txt": "SRC101", b"aux.md": "SRC101", b"com1.txt": "SRC101", b"what?.txt": "SRC101", b"star*.txt": "SRC101", b"a|b.txt": "SRC101",
    b"<a>.txt": "SRC101", b'quote".txt': "SRC101",
}  # fmt: skip
RECORDS = (  # row 7: each line, and the column of its fault
    (b'{"file_name": "j0.txt", "title": ' + b"[" * 100 + b"]" * 100 + b"}", 97),
    (b'{"file_name": "j1.txt", "extra": {"n": ' + b"9" * 5000 + b"}}", 40),
    (b'{"file_name": "j2.txt", "extra": {"n": NaN}}', 40),
    (b'{"file_name": "j3.txt", "extra": {"n": 1e400}}', 40),
    (b'{"file_name": "j4.txt", "title": "a", "title": "b"}', 39),
    (b'{"file_name": "j5.txt", "title": "\\ud800"}', 35),
    (b'{"file_name": "j6.txt", "title": "\\u0000"}', 35),
    (b'{"file_name": "j7.txt", "title": "\xff"}', 35),
)
YAMLS = {  # row 8
    "y0": b"a: &a [x, x]\nb: *a\n",
    "y1": b"title: !!python/object/apply:os.system ['touch pwned']\n",
    "y2": b"title: a\ntitle: b\n",
    "y3": b"extra: " + b"[" * 30_000,
    "y4": b"extra: {" + b"? " * 10_000,
    "y5": b"title: x\n---\ntitle: y\n",
}
ORDERS = {  # rows 10 and 11, in fields and in texts: to a terminal, to the log of a runner, to a reader of markup
    "\x1b]0;owned\x07\x1b[2J\x1b[31m": "TXT002", "\x9b31m\x90q\x9c": "TXT002", "\u2028::warning::b": "", "##[error]b": "",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\N{POP DIRECTIONAL FORMATTING}": "TXT003", "\U000e0041\U000e0042": "TXT003",
    "::set-output name=a::b": "", "\n::error file=a::b": "", "\r##[group]b": "", "[/x][bold red]b[link=https://evil.example]": "",
}  # fmt: skip
UNSEEN = {  # row 14; what stands in ordinary writing is no fault
    "zero-width": ("\N{ZERO WIDTH SPACE}", "TXT102"), "private": ("\ue80a", "TXT102"), "isolate": ("\N{LEFT-TO-RIGHT ISOLATE}", "TXT003"),
    "normal": ("\N{SOFT HYPHEN}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", ""),
}  # fmt: skip
TITLES = (
    "---",
    "license: mit",
    "no",
    "12:30:45",
    "\n---\n",
    "!!python/object:os.system",
    "&a *a",
    "'",
    "#",
    "%TAG",
    "\x85---\x85",
)


def put(path: Path | bytes, body: bytes = BODY.encode()) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - names that are not UTF-8 are no Path
        file.write(body)


def described(name: str, **fields: Any) -> bytes:
    fields = {"url": "https://journal.example/x"} | fields
    return json.dumps(record(name, **fields), ensure_ascii=False).encode() + b"\n"


def fill(base: Path, host: str) -> Expected:
    """Writes the corpus below `base`, with addresses of `host` wherever one can stand; what must be found in it."""
    raw = base / "raw"
    raw.mkdir()
    expected: Expected = Counter()
    lines = [described("good.txt")]
    put(raw / "good.txt")
    for part in (_links, _kinds, _sizes, _names, _twins, _metadata, _orders, _texts):
        lines += part(base, raw, expected)
    lines += _addresses(raw, host, expected)
    (raw / "metadata.jsonl").write_bytes(b"".join(lines).replace(b"https://journal.example", host.encode()))
    return expected


def _links(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    (base / "secret.txt").write_text(HIDDEN, encoding="utf-8")
    (base / "secrets").mkdir()
    (base / "secrets" / "in.txt").write_text(HIDDEN, encoding="utf-8")
    for name, target in {
        "l-in.txt": "good.txt", "l-out.txt": "../secret.txt", "l-absolute.txt": str(base / "secret.txt"), "l-nowhere.md": "nothing",
        "l-self.txt": "l-self.txt", "l-folder": "../secrets", "l-loop": ".", "l-device.txt": "/dev/zero", "l-x.txt.meta.json": "../secret.txt",
    }.items():  # fmt: skip
        (raw / name).symlink_to(target)
        expected["SRC002", name] += 1
    (raw / "linked").mkdir()
    for name in ("metadata.jsonl", "metadata.csv"):
        (raw / "linked" / name).symlink_to("../../secret.txt")
        expected["SRC002", f"linked/{name}"] += 1
    out = ("../secret.txt", "/etc/passwd", "linked/../../secret.txt", "C:/x.txt")
    out = (*out, "a\\b.txt", "l-folder/in.txt")
    expected["SRC003", "metadata.jsonl"] += len(out) - 1
    expected["SRC007", "metadata.jsonl"] += 1  # a link that is not followed leads to no article
    return [described(name, id=f"out-{at}") for at, name in enumerate(out)]


def _kinds(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    os.mkfifo(raw / "k-pipe.txt")
    os.mkfifo(raw / "good.txt.meta.yaml")
    (raw / "kinds").mkdir()
    os.mkfifo(raw / "kinds" / "metadata.csv")
    (raw / "k-folder.txt").mkdir()
    put(raw / "k-folder.txt" / "in.txt")
    names = ["k-pipe.txt", "good.txt.meta.yaml", "kinds/metadata.csv", "k-folder.txt", "k-socket.txt"]
    there = Path.cwd()
    os.chdir(raw)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("k-socket.txt")
    finally:
        os.chdir(there)
    if os.geteuid() == 0:
        os.mknod(raw / "k-zero.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        names.append("k-zero.txt")
    expected.update(("SRC001", name) for name in names)
    return []


def _sizes(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    tables = ("sparse/metadata.jsonl", "sparse/metadata.csv", "s-a.txt.meta.json", "s-b.txt.meta.yaml")
    (raw / "sparse").mkdir()
    for name in ("s-sparse.txt", *tables):
        put(raw / name, b"")
        os.truncate(raw / name, 2**40)
    for name in ("s-a.txt", "s-b.txt"):
        put(raw / name)
    put(raw / "s-line.txt", b"mot " * (LINES // 4))
    expected.update(("MET004", name) for name in tables)
    expected.update({("SRC004", "s-sparse.txt"): 1, ("TXT106", "s-line.txt"): 1})
    return [described("s-sparse.txt"), described("s-line.txt")]


def _names(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    lines = []
    for name, code in NAMES.items():
        put(os.fsencode(raw) + b"/" + name)
        expected[code, name.decode("utf-8", "backslashreplace")] += 1
        if code == "SRC101":
            lines.append(described(name.decode()))
    for folder in (b"f\x1b]0;x\x07", b"aux"):
        os.mkdir(os.fsencode(raw) + b"/" + folder)  # noqa: PTH102 - as above
    expected.update({("SRC009", "f\x1b]0;x\x07"): 1, ("SRC101", "aux"): 1})
    return lines


def _twins(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    names = ("t-faro.txt", "T-Faro.txt", "t-\u00e9t\u00e9.txt", "t-e\u0301te\u0301.txt")
    for name in (*names, "t-one.txt", "t-two.txt", "t-three.txt", "t-four.txt"):
        put(raw / name)
    for folder in ("t-sub", "T-SUB"):
        (raw / folder).mkdir()
    expected.update(("SRC010", name) for name in (*names, "T-SUB"))
    expected["MET002", "metadata.jsonl"] += 4
    ids = {"t-one.txt": "same", "t-two.txt": "same", "t-three.txt": "Case", "t-four.txt": "case"}
    return [*map(described, names), *(described(name, id=own) for name, own in ids.items())]


def _metadata(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    (raw / "json").mkdir()
    (raw / "json" / "metadata.jsonl").write_bytes(b"".join(line + b"\n" for line, _ in RECORDS))
    expected["MET004", "json/metadata.jsonl"] += len(RECORDS)
    for at in range(len(RECORDS)):
        put(raw / f"json/j{at}.txt")
    put(raw / "json/bom.txt")
    (raw / "json/bom.txt.meta.json").write_bytes(b'\xef\xbb\xbf{"language": "fr"}')
    expected["MET004", "json/bom.txt.meta.json"] += 1
    (raw / "yaml").mkdir()
    for name, body in YAMLS.items():
        put(raw / f"yaml/{name}.txt")
        (raw / f"yaml/{name}.meta.yaml").write_bytes(body)
        expected["MET004", f"yaml/{name}.meta.yaml"] += 1
    (raw / "csv").mkdir()
    (raw / "csv/metadata.csv").write_bytes(b'file_name,title\nc0.txt,"a\n' + b"c1.txt,\n" * 100)
    expected["MET004", "csv/metadata.csv"] += 1
    (raw / "binary").mkdir()
    put(raw / "binary/paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100))
    put(raw / "binary/bomb.txt", b"\x1f\x8b\x08" + bytes(100))
    expected.update({("SRC011", "binary/paper.txt"): 1, ("SRC011", "binary/bomb.txt"): 1})
    return [described("binary/paper.txt"), described("binary/bomb.txt")]


def _orders(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    lines = []
    for at, (order, code) in enumerate(ORDERS.items()):
        name = f"o-{at}.txt"
        put(raw / name, f"{order}\n{BODY}\nLire aussi : {order}\nPartager {order}\ntexte {order}\n".encode())
        who = {"publisher": f"{order} La Gazette", "authors": [order]}
        lines.append(described(name, title=order, license=f"MIT {order}", **who))
        expected["MET001", "metadata.jsonl"] += 1
        if code:
            expected[code, name] += 1
    return lines


def _texts(base: Path, raw: Path, expected: Expected) -> list[bytes]:
    bodies = {
        f"u-{name}.txt": BODY.replace("pont", f"po{sign}nt").encode() for name, (sign, _) in UNSEEN.items()
    }
    expected.update((code, f"u-{name}.txt") for name, (_, code) in UNSEEN.items() if code)
    bodies |= {
        f"e-{at}.txt": BODY.encode().replace(b"\n", end) for at, end in enumerate((b"\r\n", b"\r"))
    }  # row 20
    bodies |= {"z-nul.txt": BODY.encode() + b"\0", "surrogate.txt": BODY.encode() + b"\xed\xa0\xbd"}  # row 21
    expected.update({("ENC103", "z-nul.txt"): 1, ("ENC102", "surrogate.txt"): 1})
    titled = {f"y-{at}.txt": title for at, title in enumerate(TITLES)}  # row 15
    for name, body in (bodies | dict.fromkeys(titled, BODY.encode())).items():
        put(raw / name, body)
    return [*map(described, bodies), *(described(name, title=title) for name, title in titled.items())]


def _addresses(raw: Path, host: str, expected: Expected) -> list[bytes]:
    page = f'<!doctype html><html><head><link rel="stylesheet" href="{host}/c.css"></head><body><img src="{host}/i.png"></body></html>'
    put(raw / "n-page.txt", page.encode())
    put(raw / "n-entity.txt", f'<?xml version="1.0"?><!DOCTYPE a SYSTEM "{host}/a.dtd">\n{BODY}'.encode())
    put(raw / "n-picture.md", f"![un pont]({host}/p.png)\n\n{BODY}".encode())
    put(raw / "n-side.txt")
    side = {key: value for key, value in record("n-side.txt", url=f"{host}/s").items() if key != "file_name"}
    (raw / "n-side.txt.meta.json").write_text(
        json.dumps(side | {"extra": {"$ref": f"{host}/r"}}), encoding="utf-8"
    )
    (raw / "address").mkdir()
    put(raw / "address/row.txt")
    table = f"file_name,language,url,retrieved_at,license\nrow.txt,fr,{host}/row,2024-05-13,CC0-1.0\n"
    (raw / "address/metadata.csv").write_text(table, encoding="utf-8")
    expected["SRC011", "n-page.txt"] += 1
    extra = {"$ref": f"{host}/e", "$schema": f"{host}/schema", "href": [f"{host}/h"]}
    return [described(name, extra=extra) for name in ("n-page.txt", "n-entity.txt", "n-picture.md")]
