"""Describe the computer that something was measured on."""

import os
import platform

from corpus.processors import processors


def machine() -> str:
    """One line; what else ran spoils times, so it says how busy the computer was."""
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    # Without cached bytecode every process compiles its imports anew, which is most of a cold start.
    bytecode = "; PYTHONDONTWRITEBYTECODE is set" if os.environ.get("PYTHONDONTWRITEBYTECODE") else ""
    system = f"{platform.system()} {platform.machine()}, {processors()} CPUs{load}{bytecode}"
    return f"{system}; Python {platform.python_version()}"
