"""What can go wrong outside the data.

* CorpuskitError            the request cannot be carried out as asked: exit status 2
  x SettingsError           settings or schema are missing, malformed or contradictory
  x SourceError             a corpus cannot be opened or listed
  x TargetError             the target is locked, or is no package of ours
* MachineError              the disk is full, a write failed, a worker died: exit status 3
* EditMismatch              an edit met a text it was not made for: in a package, damage (a finding); elsewhere, a bug

A fault *in* the data is never an exception; it is a finding. Every message is one sentence: what, where, what to do.
"""


class CorpuskitError(Exception):
    """Base of every error a user can cause and cure."""


class SettingsError(CorpuskitError):
    """Settings or a schema are missing, malformed or contradictory."""


class SourceError(CorpuskitError):
    """A corpus cannot be opened or listed."""


class TargetError(CorpuskitError):
    """The target is locked, or is no package of ours."""


class MachineError(Exception):
    """The machine failed while the request was being carried out."""


class EditMismatch(Exception):
    """An edit expected one text and found another."""
