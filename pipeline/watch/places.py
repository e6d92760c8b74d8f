"""The places to watch, as ``watch.toml`` names them: one table ``[[place]]`` each."""

import re
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from schemas.base import Record
from schemas.errors import UsageError

PlaceKind = Literal["listing", "feed", "sitemap", "page", "inbox"]
"""``listing``: an HTML page with links; ``feed``: RSS or Atom; ``page``: one document by its URL;
``inbox``: a local folder."""

EXAMPLE = Path(__file__).with_name("example.toml")


class Place(Record):
    """One place to watch."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$", description="Unique; names folders.")
    kind: PlaceKind
    url: str | None = Field(default=None, description="For all kinds but ``inbox``.")
    folder: Path | None = Field(default=None, description="For ``inbox``.")
    selector: str = Field(default="main a[href], a[href]", description="CSS; for ``listing``.")
    pattern: str | None = Field(default=None, description="Regular expression that URLs match.")
    language: str | None = None
    every_hours: float = Field(default=24, ge=0, description="A round leaves it alone until then.")
    recheck_days: float = Field(default=30, ge=0, description="Known files are asked for again.")
    silence_days: float | None = Field(default=None, gt=0, description="Nothing new: an alarm.")
    max_items: int = Field(default=500, ge=1, description="More on one page is a failure.")
    is_enabled: bool = True

    @model_validator(mode="after")
    def _has_its_target(self) -> "Place":
        if (self.kind == "inbox") != (self.folder is not None) or (self.kind == "inbox") == (
            self.url is not None
        ):
            raise ValueError("an inbox has a folder, every other kind a url")
        if self.url is not None and not self.url.startswith(("http://", "https://")):
            raise ValueError("the url begins with http:// or https://")
        return self

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as cause:
            raise ValueError(f"no regular expression ({cause})") from cause
        return pattern


class WatchSettings(Record):
    """How to behave towards all places."""

    user_agent: str = "emn-pipeline/0.1 (document watch; contact: set user_agent in watch.toml)"
    delay_seconds: float = Field(default=1.0, ge=0, description="Between requests to one host.")
    timeout_seconds: float = Field(default=30.0, gt=0, description="For one request in total.")
    attempts: int = Field(default=3, ge=1, description="Per request, on transient failures only.")
    backoff_seconds: float = Field(default=2.0, ge=0, description="Doubles with each attempt.")
    max_wait_seconds: float = Field(default=60.0, ge=0, description="A longer Retry-After waits.")
    max_bytes: int = Field(default=100 * 1024 * 1024, ge=1, description="Of one body, unpacked.")
    private_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts that may have loopback or private addresses, e.g. intranets."
    )
    settle_seconds: float = Field(
        default=10.0, ge=0, description="An inbox file must rest so long."
    )
    webhook: str | None = None
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_user: str | None = Field(
        default=None, description="Then with TLS and the password in EMN_SMTP_PASSWORD."
    )
    mail_from: str | None = None
    mail_to: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_whom_to_mail(self) -> "WatchSettings":
        if self.smtp_host and not (self.mail_from and self.mail_to):
            raise ValueError("smtp_host needs mail_from and mail_to")
        return self


class WatchConfig(Record):
    """The whole file."""

    settings: WatchSettings = WatchSettings()
    place: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> "WatchConfig":
        names = [place.name for place in self.place]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two places are called {', '.join(twice)}")
        return self


def load_config(path: Path) -> WatchConfig:
    """The configuration; raises ``UsageError`` with every field that is wrong.

    Folders of inboxes are taken from the folder of the file.
    """
    try:
        config = WatchConfig.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as cause:
        raise UsageError(
            f"There is no {path}. `emn ingest --example` prints one to begin with."
        ) from cause
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise UsageError(f"{path}: it cannot be read as TOML ({cause}).") from cause
    except ValidationError as cause:
        found = "; ".join(
            f"{'.'.join(str(part) for part in error['loc']) or 'file'}: {error['msg']}"
            for error in cause.errors(include_url=False)
        )
        raise UsageError(f"{path}: {found}.") from cause
    places = tuple(
        place.model_copy(update={"folder": path.parent / place.folder})
        if place.folder is not None
        else place
        for place in config.place
    )
    return config.model_copy(update={"place": places})
