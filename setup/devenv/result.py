"""What a part of the tests came to."""

from dataclasses import dataclass, field


@dataclass
class Result:
    """One part of the tests.

    :param part: its name
    :param tests: how many tests ran, int
    :param failed: how many of them failed, int
    :param seconds: float
    :param skipped: the reasons, list of str
    :param problems: what else was wrong, e.g. warnings in Odoo's log, list of str
    :param absent: why the part did not run though nobody left it out, str
    """

    part: str
    tests: int = 0
    failed: int = 0
    seconds: float = 0.0
    skipped: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    absent: str = ""

    @property
    def good(self):
        """Whether tests ran and nothing was wrong; an absent part is no fault."""
        if self.absent:
            return True
        return bool(self.tests) and not self.failed and not self.problems

    def __str__(self):
        if self.absent:
            return f"----  {self.part}: not run, {self.absent}"
        verdict = "ok  " if self.good else "FAIL"
        text = f"{verdict}  {self.part}: {self.tests} tests, {self.failed} failed"
        if self.problems:
            text += f", {len(self.problems)} alarming lines in Odoo's log"
        if not self.tests:
            text += " (a part without tests is a failure)"
        return f"{text}, {self.seconds:.0f} s"
