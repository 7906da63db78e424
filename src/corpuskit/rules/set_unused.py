"""Codes in the settings that silence nothing, or change nothing."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SET103",
    "setting-without-effect",
    Severity.NOTE,
    "0.1.0",
    r"""## What it finds

What the settings, or `--ignore`, say of codes, and nothing in this corpus needs:

- a prefix in `ignore` that silences no finding;
- a code under `[severity]` that is made lighter, or given the severity it has, and is not found;
- a parameter under `[rules]` that has its default;
- the same in `[[overrides]]`: a prefix in `ignore`, or a lighter severity, whose codes are found at none of its paths.

All of them are told in one note, which is not part of a baseline. It is looked for when one whole corpus is checked by settings of its own, since those of a folder above may be meant for another corpus.
A code that is made heavier guards against what may come, and is not asked for; nor is what only a package can show (`PKG`), or what is not selected. Whoever ignores SET103 saves the time in which ignored checks are run.

## Why it matters

An excuse outlives its cause. The day a new fault with the same code appears, it is silenced for a reason that somebody had for another one.

## Example

```sh
printf '%s\n' 'ignore = ["ENC201"]' > corpuskit.toml
```

## Instead

Take it out of the settings.

```sh
mkdir -p raw
printf 'La halle rouvre lundi.\n' > raw/article.txt
: > corpuskit.toml
```

## Source

A principle of this program: what is unused among the settings is reported, as `allow` is by MET105. Unused suppressions are reported by other linters too: RUF100 of ruff, `--report-unused-disable-directives` of ESLint.
""",
)
CODES = (CODE,)
