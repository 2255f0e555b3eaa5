"""One test of many cases: each is tried, and all that fail are told together.

A parametrised test costs 3 ms of overhead for each of its cases. Where there are hundreds, or a case costs less than
that, this is cheaper. The cases share their fixtures, so each must leave them as it found them.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

Test = Callable[..., None]


def every(name: str, cases: Mapping[str, Any] | Iterable[Any]) -> Callable[[Test], Test]:
    """Call the test with each case as its argument `name`, or with its parts if several names stand there."""
    named = dict(cases) if isinstance(cases, Mapping) else {str(case): case for case in cases}
    assert named, "a test of no case at all cannot fail"
    names = name.replace(",", " ").split()

    def of_one(test: Test) -> Test:
        @wraps(test)
        def of_all(**fixtures: Any) -> None:
            failed = []
            for label, case in named.items():
                given = {name: case} if len(names) == 1 else dict(zip(names, case, strict=True))
                try:
                    test(**given, **fixtures)
                except Exception as error:
                    error.add_note(f"{name}: {label}")
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(named)} fail", failed)

        others = [one for one in inspect.signature(test).parameters.values() if one.name not in names]
        of_all.__signature__ = inspect.Signature(others)  # type: ignore[attr-defined]
        return of_all

    return of_one
