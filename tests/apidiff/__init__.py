"""Tests of ormforge.apidiff."""
