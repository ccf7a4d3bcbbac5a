"""Packages of Debian's, installed where we are root and there is apt: the rest says what is missing."""

import os
import shutil
import subprocess


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str, *options: str) -> None:
    """A package of Debian's, if it can be had."""
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *options, package]):
        subprocess.run(command, env=quietly, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
