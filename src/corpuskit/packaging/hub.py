"""Publishing a package on the Hugging Face Hub, with its own client: nothing is sent that was not shown first.

The token is the Hub's own business (`hf auth login`, HF_TOKEN): it is never asked for, kept or shown here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpuskit.errors import CorpuskitError, MachineError, TargetError
from corpuskit.packaging.bagit import TAGS
from corpuskit.packaging.manifest import NAME
from corpuskit.packaging.opening import open_package

_KEPT = frozenset({".gitattributes"})  # the Hub's own
_NO_XET = re.compile(r"\b(?:404|405|501)\b.*/xet-write-token/")  # a Hub of one's own that speaks LFS alone
_OF_XET = re.compile(r"HTTP status (?:client|server) error \((\d{3})")  # how hf_xet tells it: in words alone
_REFUSALS = frozenset({400, 401, 403, 404, 409, 412, 422})  # answers that running again does not change


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing would do, as far as can be seen beforehand.

    repo, revision   where to; revision None is the main branch
    files            path and size (bytes) of each file that goes
    deleted          paths that stand there and would go away
    exists, private  whether the repository is there; whether it is, or would be, private
    branch           whether the branch is there
    head             the commit that was seen, None where there is none: another one since then stops the upload
    message          of the commit, with the digest of the package
    """

    folder: Path
    repo: str
    revision: str | None
    files: tuple[tuple[str, int], ...]
    deleted: tuple[str, ...]
    exists: bool
    private: bool
    branch: bool
    head: str | None
    message: str


def plan(dist: str | Path, repo: str, *, private: bool = False, revision: str | None = None) -> Plan:
    """What publishing the package in `dist` would do; nothing is sent.

    TargetError where there is no package, or where a private repository is wanted and a public one is there; CorpuskitError
    where the Hub refuses; MachineError where it cannot be reached.
    """
    opened = open_package(dist)
    if opened.manifest is None:
        raise TargetError(f"the manifest of {opened.folder} cannot be read: verify says why")
    unlisted = [
        (name, (opened.folder / name).stat().st_size)
        for name in (NAME, TAGS)
        if (opened.folder / name).is_file()
    ]
    files = tuple(sorted([*((fact.path, fact.bytes) for fact in opened.manifest.facts), *unlisted]))
    message = f"{opened.manifest.name}: corpuskit package sha256:{opened.manifest.digest}"
    with _asked(repo):
        found, branch = _found(repo, revision)
    if private and found is not None and not found.private:
        raise TargetError(
            f"{repo} is there and public: make it private on the Hub first, or leave --private out"
        )
    going = {path for path, _ in files}
    there = [file.rfilename for file in (found.siblings or ())] if found is not None and branch else []
    return Plan(
        folder=opened.folder,
        repo=repo,
        revision=revision,
        files=files,
        deleted=tuple(sorted(set(there) - going - _KEPT)),
        exists=found is not None,
        private=bool(found.private) if found is not None else private,
        branch=branch,
        head=found.sha if found is not None and branch else None,
        message=message,
    )


def send(planned: Plan) -> str:
    """Does what was planned, in one commit, and returns its address. Errors as in `plan`.

    Data goes by Xet, where `hf_xet` is installed, which huggingface_hub asks for; by LFS to a Hub that does not know Xet.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    api = HfApi()
    with _asked(planned.repo):
        if not planned.exists:
            api.create_repo(planned.repo, repo_type="dataset", private=planned.private)
        if planned.revision is not None and not planned.branch:
            api.create_branch(planned.repo, branch=planned.revision, repo_type="dataset")
        try:
            return _committed(api, planned)
        except Exception as error:
            if not _NO_XET.search(str(error)):
                raise
        with _without_xet():
            return _committed(api, planned)


def _committed(api: Any, planned: Plan) -> str:
    """The commit of a plan, as its address."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    added = [CommitOperationAdd(path, planned.folder / path) for path, _ in planned.files]
    commit = api.create_commit(
        planned.repo,
        [*added, *(CommitOperationDelete(path) for path in planned.deleted)],
        commit_message=planned.message,
        repo_type="dataset",
        revision=planned.revision,
        parent_commit=planned.head,
    )
    return str(commit.commit_url)


@contextlib.contextmanager
def _without_xet() -> Iterator[None]:
    """The client as HF_HUB_DISABLE_XET=1 makes it: it does not ask a Hub for what it speaks (huggingface_hub, issue 4786)."""
    from huggingface_hub import constants

    before = constants.HF_HUB_DISABLE_XET
    constants.HF_HUB_DISABLE_XET = True
    try:
        yield
    finally:
        constants.HF_HUB_DISABLE_XET = before


def _found(repo: str, revision: str | None) -> tuple[Any | None, bool]:
    """What the Hub knows of the repository (None: it has none that we may see), and whether the branch is there."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError, RevisionNotFoundError

    api = HfApi()
    try:
        return api.dataset_info(repo, revision=revision), True
    except RevisionNotFoundError:
        return api.dataset_info(repo), False
    except RepositoryNotFoundError:
        return None, revision is None


@contextlib.contextmanager
def _asked(repo: str) -> Iterator[None]:
    """Turns what the client raises into one sentence: CorpuskitError where the request must change, else MachineError."""
    from huggingface_hub.errors import HFValidationError, LocalTokenNotFoundError, OfflineModeIsEnabled

    try:
        yield
    except OfflineModeIsEnabled:
        raise MachineError(
            f"cannot reach {repo}: the Hub's offline mode is on; unset HF_HUB_OFFLINE"
        ) from None
    except LocalTokenNotFoundError:
        raise CorpuskitError(
            f"cannot publish {repo}: nobody is logged in; say hf auth login, or set HF_TOKEN"
        ) from None
    except HFValidationError:
        raise CorpuskitError(f"{repo!r:.100} cannot name a dataset on the Hub: take NAMESPACE/NAME") from None
    except (
        Exception
    ) as error:  # the client lets through what its HTTP library raises, which depends on its version
        by_xet = _OF_XET.search(str(error))
        status = int(by_xet[1]) if by_xet else getattr(getattr(error, "response", None), "status_code", None)
        if status in (401, 403):
            sentence = f"the Hub does not allow this to {repo} (status {status}): say hf auth login, with a token that may write"
            raise CorpuskitError(sentence) from None
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        if status in _REFUSALS:
            raise CorpuskitError(f"the Hub refuses {repo} (status {status}): {reason}") from None
        said = f"status {status}: {reason}" if status else reason
        raise MachineError(f"cannot reach or use {repo} on the Hub ({said}): try again later") from None
