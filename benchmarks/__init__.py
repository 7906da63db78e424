"""What corpuskit costs and what it withstands, measured: each module is a script, `python -m benchmarks.NAME`.

Figures of time are ratios to something else that ran in turn with it, since a second here is not a second elsewhere.
Data that is not part of the project is looked for in `shared/` beside the clone; where it is absent a script says so.
"""
