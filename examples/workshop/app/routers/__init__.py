"""The routes, a module for each table; all but the hand-written parts are generated."""
