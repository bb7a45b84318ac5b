"""Builds the kernel when the package is built: a wheel for this machine with it, a pure one without a compiler."""

from __future__ import annotations

import importlib.util
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class KernelHook(BuildHookInterface):
    """See ``tools/build_kernel.py``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the wheel after the platform that it is for."""
        spec = importlib.util.spec_from_file_location("build_kernel", Path(self.root) / "tools" / "build_kernel.py")
        assert spec is not None
        assert spec.loader is not None
        build_kernel = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(build_kernel)
        built = build_kernel.build()
        if built is None:
            self.app.display_warning("no C compiler: debar is installed without its kernel, and is slower")
            return
        build_data["artifacts"].append(f"src/debar/match/{built.name}")
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"
