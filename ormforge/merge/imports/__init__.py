"""Imports: those that generated code needs, those that a hand wrote, and those that code brings along."""
