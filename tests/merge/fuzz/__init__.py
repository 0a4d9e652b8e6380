"""Random sequences of edits by hand, migrations and runs, each step held against the promises of the merge.

Most are played on one file, in memory. A recipe that says how a project is configured (`layout=per-table style=dataclass`)
is played on all the files of one, through the pipeline's own entry point.

A sequence is a recipe: a line of text that says every step of it. Played again it does the same, and any step may be
taken out of it, so that a failure is cut down to the few steps that it needs.
"""
