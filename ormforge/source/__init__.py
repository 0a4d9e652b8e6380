"""Python text as units: cut apart without loss, with what each unit is about."""
