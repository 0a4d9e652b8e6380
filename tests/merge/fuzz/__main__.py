"""Sequences for as long as wanted: `python -m tests.merge.fuzz --count 100000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from os import cpu_count

from tests.merge.fuzz.play import failure, smallest
from tests.merge.fuzz.recipe import Recipe, made_up, made_up_whole

_BATCH = 25
_RARE = 5
"""Every fifth seed is played on a whole project too, which takes as long as ten on a file."""


def main() -> int:
    """0 where every sequence has kept every promise; each that has not is told, cut down to what it needs."""
    options = _options()
    began = time.monotonic()
    failed = played = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        for found in _results(pool, options, began):
            played += _BATCH
            for line in found:
                failed += 1
                print(f"\r{line}\n", flush=True)
            if sys.stderr.isatty() or played % (40 * _BATCH) == 0:
                spent = time.monotonic() - began
                told = f"{played:,} sequences, {failed} failed, {played / spent:.0f} a second"
                print(f"\r{told}", end="", file=sys.stderr, flush=True)
            if failed >= options.failures:
                pool.shutdown(cancel_futures=True)
                break
    last = options.seed + played - 1
    print(f"\n{played:,} sequences, seeds {options.seed} to {last}: {failed} failed")
    return int(bool(failed))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.merge.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, help="how many sequences")
    parser.add_argument("--seconds", type=float, help="for how long")
    parser.add_argument("--jobs", type=int, default=cpu_count(), help="processes")
    parser.add_argument("--failures", type=int, default=10, help="stop after so many")
    parser.add_argument("--only", choices=("files", "projects"), help="one kind of sequences")
    parser.add_argument("--raw", action="store_true", help="do not cut failures down")
    return parser.parse_args()


def _results(
    pool: ProcessPoolExecutor, options: argparse.Namespace, began: float
) -> Iterator[list[str]]:
    """What failed, a list per batch; a few batches wait for each process, not all of them."""
    starts: Iterator[int] = count(options.seed, _BATCH)
    if options.count:
        starts = islice(starts, (options.count + _BATCH - 1) // _BATCH)
    waiting = [
        pool.submit(_batch, at, options.only, options.raw)
        for at in islice(starts, options.jobs * 3)
    ]
    while waiting:
        yield waiting.pop(0).result()
        late = options.seconds and time.monotonic() - began > options.seconds
        at = None if late else next(starts, None)
        if at is not None:
            waiting.append(pool.submit(_batch, at, options.only, options.raw))


def _batch(start: int, only: str | None, raw: bool) -> list[str]:
    seeds = range(start, start + _BATCH)
    recipes = [] if only == "projects" else [(seed, made_up(seed)) for seed in seeds]
    whole = [] if only == "files" else seeds if only else seeds[::_RARE]
    recipes += [(seed, made_up_whole(seed)) for seed in whole]
    return [line for seed, recipe in recipes for line in _told(seed, recipe, raw)]


def _told(seed: int, recipe: Recipe, raw: bool) -> Iterator[str]:
    broken = failure(recipe)
    if broken is None:
        return
    least = recipe if raw else smallest(recipe, broken.kind)
    yield f"seed {seed}\nrecipe {least}\n{failure(least) or broken}"


if __name__ == "__main__":
    raise SystemExit(main())
