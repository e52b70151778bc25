"""One theorem per file, `<topic>/<name>.py`.

`derivations.theorems()` lists the catalogue. Python binds a subpackage to its name in the parent as soon as one of its
modules is imported, so the package itself answers the call.
"""

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    def __call__(self) -> tuple[Any, ...]:
        from derivations.proof.catalogue import theorems

        return theorems()


sys.modules[__name__].__class__ = _Callable
