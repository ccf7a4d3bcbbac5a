"""The libraries of the machine that lay out pages to print. WeasyPrint finds them; pip does not bring them."""

import ctypes

from tradefair.packages import install, may_install

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def is_there() -> bool:
    """Whether a Linux has them: elsewhere nothing of ours could install them."""
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def fetch() -> None:
    """They are there, where we may install them; elsewhere the page of reports says that they are missing."""
    if may_install() and not is_there():
        print("Installing Pango for reports to print", flush=True)
        for package in PACKAGES:
            install(package)
