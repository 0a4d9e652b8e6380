"""How long the command line takes to start, as ratios to an interpreter that does nothing.

    python benchmarks/startup.py [RUNS]

CPU seconds of whole processes, the median of RUNS (default 15), all commands in turn, so that a noisy machine hurts
them alike.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import typer": ["-c", "import typer"],
    "ormforge --version": ["-m", "ormforge", "--version"],
    "ormforge --help": ["-m", "ormforge", "--help"],
    "import sqlalchemy": ["-c", "import sqlalchemy"],
}


def cpu_seconds(arguments: list[str]) -> float:
    """The CPU time of one process, its own and the kernel's for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs):
        for name, arguments in COMMANDS.items():
            times[name].append(cpu_seconds(arguments))
    base = statistics.median(times["python -c pass"])
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:20} {1000 * median:7.0f} ms {median / base:6.1f} x")


if __name__ == "__main__":
    main()
