"""Compile the kernel into a shared library beside its source, if there is a C compiler.

    python tools/build_kernel.py

The compiler is the one in ``CC``, or cc, gcc or clang. Without one nothing is built, debar works all the same, slower, and
the exit code is 0; a compiler that fails is an error.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from hashlib import sha256
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "debar" / "match" / "native" / "kernel.c"
FLAGS = ("-std=c11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden")
STRICT = ("-Wall", "-Wextra", "-Werror")


def compiler() -> list[str] | None:
    """The command of the C compiler, or None where there is none."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"])
    found = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    return [found] if found else None


def digest() -> str:
    """Of the sources, as `debar.match.kernel` compares it with that in the library."""
    found = sha256()
    for path in sorted(SOURCE.parent.glob("*.c")):
        found.update(path.read_bytes())
    return found.hexdigest()


def build(*, strict: bool = False) -> Path | None:
    """Compile the kernel; gives the library, or None without a compiler.

    Args:
        strict: take warnings for errors, as the project does; a user's compiler may warn of what ours has not heard of.

    Raises:
        subprocess.CalledProcessError: the compiler refuses the source.
    """
    command = compiler()
    if command is None:
        return None
    target = SOURCE.parents[1] / f"_kernel-{sysconfig.get_platform()}.so"
    # A running process keeps the library it has mapped: the new one takes its name.
    fresh = target.with_suffix(f".{os.getpid()}.so")
    try:
        subprocess.run(
            [*command, *FLAGS, *(STRICT if strict else ()), f'-DSOURCES="{digest()}"', "-o", str(fresh), str(SOURCE)],
            check=True,
        )
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return target


if __name__ == "__main__":
    built = build(strict=True)
    print(
        f"{built.name} built" if built else "no C compiler (CC, cc, gcc, clang): debar runs without its kernel",
        file=sys.stderr,
    )
