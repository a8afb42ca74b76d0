"""The refusals of the pages and of serving them."""

from typing import ClassVar

from domain.refusals import Refusal
from glitterball.frames.packages import INSTALL


class WebNotInstalled(Refusal):
    """The pages need packages that do not come with the bare install."""

    says: ClassVar = "Showing seasons in a browser needs the package {package}, which is not installed."
    fix: ClassVar = INSTALL.replace("{extra}", "web")
    exit_code: ClassVar = 2
    package: str


class PortTaken(Refusal):
    """The port cannot be listened on."""

    says: ClassVar = "Port {port} of this machine cannot be listened on: {because}."
    fix: ClassVar = "Name another with --port, or --port 0 for any that is free."
    port: int
    because: str


class NoSuchPage(Refusal):
    """There is no page at that address."""

    says: ClassVar = "There is no page at {address}."
    fix: ClassVar = "Begin at / and follow the links."
    address: str


class HostNotServed(Refusal):
    """The pages were asked for under the name of another host than this machine's own address."""

    says: ClassVar = "These pages are for this machine alone, and were asked for as {host}."
    fix: ClassVar = "Open them as 127.0.0.1 or localhost."
    host: str


class OnlyRead(Refusal):
    """Something else than reading was asked for."""

    says: ClassVar = "These pages can only be read; {method} is no reading."
    fix: ClassVar = "Record with the commands of glitterball."
    method: str


class CountsKeptBack(Refusal):
    """What was asked for tells counts that the season keeps to itself."""

    says: ClassVar = "{season} keeps its counts to itself, and {what} tells them."
    fix: ClassVar = "Ask somebody whose roles see counts; whoever may read the store asks: glitterball --store STORE."
    season: str
    what: str


class NothingCertifiedHere(Refusal):
    """A week has no certificate to show."""

    says: ClassVar = "The outcome of week {week} of {season} is not certified as of position {position}."
    fix: ClassVar = "Two people certify it with: glitterball week certify."
    season: str
    week: int
    position: int


class EventOfAnother(Refusal):
    """The event at a position is of another season."""

    says: ClassVar = "The event at position {position} is of {other}, not of {season}."
    fix: ClassVar = "Look for it among the pages of that season."
    position: int
    other: str
    season: str


class NotYetOnAir(Refusal):
    """What stands at a position decides a week, or is asked for to decide it, and its outcome was not yet said on air."""

    says: ClassVar = "What {season} has at position {position} is told when the outcome of its week was said on air."
    fix: ClassVar = "Look again when the outcome was announced, or the week is closed."
    season: str
    position: int


class MethodNotTaken(Refusal):
    """An address takes some methods of HTTP and no others."""

    says: ClassVar = "{address} takes {allowed}, and not {method}."
    fix: ClassVar = "Ask it as its page does."
    address: str
    method: str
    allowed: str


class SignInAsked(Refusal):
    """Something is for people who have signed in, and nobody has, or their session has ended."""

    says: ClassVar = "{address} is for people who have signed in."
    fix: ClassVar = "Sign in at /enter; a program says a key of its own: Authorization: Bearer KEY."
    address: str


class RoleNotGiven(Refusal):
    """Something is for people in certain roles, and the person has none of them."""

    says: ClassVar = "{address} is for {roles}; {name} has {has}."
    fix: ClassVar = "Ask somebody in that role, or have the people file give it."
    address: str
    name: str
    has: str
    roles: str


class NotOfThisSeason(Refusal):
    """The people file or the roster gives a person no role in a season."""

    says: ClassVar = (
        "{name} has no role in {season}: the people file and the season's roster have to give the same one."
    )
    fix: ClassVar = "Have two people change the roster, or the people file changed."
    name: str
    season: str


class FormNotOurs(Refusal):
    """What writes comes from a page of these pages, or from a program with a key; this came from elsewhere."""

    says: ClassVar = "That was not sent from a page of these: {because}."
    fix: ClassVar = "Open the page again and send it from there."
    because: str


class BodyTooLong(Refusal):
    """What is sent has a length that is said and bounded, before any of it is read."""

    says: ClassVar = "What was sent {because}. Bytes that are read at most: {most}."
    fix: ClassVar = "Send it in parts, and say the length of each (Content-Length)."
    because: str
    most: int


class TooOften(Refusal):
    """Somebody asks more often than is answered."""

    says: ClassVar = "That was asked too often; seconds to wait: {seconds}."
    fix: ClassVar = "Wait."
    seconds: int


class LinkUsed(Refusal):
    """A link signs in once, and for ten minutes."""

    says: ClassVar = "This link does not sign anybody in: it was used, is too old, or never was one."
    fix: ClassVar = "Ask for another: glitterball web link."


class RecoveryCodeRefused(Refusal):
    """A recovery code signs its person in once."""

    says: ClassVar = "That recovery code signs nobody in: it was used or replaced, or never was this person's."
    fix: ClassVar = "Type another of the sheet, or ask for a link: glitterball web link."


class NoRecoveryCodes(Refusal):
    """Recovery codes are for people who come in by this machine alone, made by whoever came by a link handed over in person."""

    says: ClassVar = "There are no recovery codes here: {because}."
    fix: ClassVar = "Ask for a link, handed over in person: glitterball web link."
    because: str


class SameBrowser(Refusal):
    """What was proposed in a browser is not approved in the same one, whoever has signed in there since."""

    says: ClassVar = "Decision {decision} was proposed in this browser, and is approved in another."
    fix: ClassVar = "Let the second person approve it in a browser of their own."
    decision: int


class PasskeyAsked(Refusal):
    """In a season with a roster a decision is signed, and no passkey has signed this one yet."""

    says: ClassVar = "{name} has to sign this with a passkey."
    fix: ClassVar = "Send it from a page that asks the authenticator, or sign it with a key file at the terminal."
    name: str


class DevelopmentIsNotLive(Refusal):
    """With --dev anybody who has the links is anybody: no live season is served so."""

    says: ClassVar = "{season} is live, and links that sign anybody in are for rehearsals only."
    fix: ClassVar = "Serve it with --people FILE, or another store."
    season: str


class OneWayIn(Refusal):
    """People come in by a people file, or by the links of a development."""

    says: ClassVar = "--people and --dev are two ways to say who may sign in."
    fix: ClassVar = "Say one of them."
    exit_code: ClassVar = 2


class PasskeyRefused(Refusal):
    """A passkey was made or used in a way that is not taken."""

    says: ClassVar = "That passkey is not taken: {because}."
    fix: ClassVar = (
        "Open the page again; if the authenticator is lost, have two people take its passkey off the roster."
    )
    because: str


class CommandUnclear(Refusal):
    """A command that was sent is none."""

    says: ClassVar = "What was sent is no command of a season: {where}: {because}."
    fix: ClassVar = "Send it from its page, or as docs/commands.md says."
    where: str
    because: str


class ProviderRefused(Refusal):
    """Whoever vouches for people elsewhere did not, or not in a way that is believed."""

    says: ClassVar = "Nobody is signed in that way: {because}."
    fix: ClassVar = "Begin again at /enter; where the provider does not answer, sign in with a passkey."
    because: str


class WhatIfWithheld(Refusal):
    """A what-if was asked of a season whose counts whoever asks may not see: what would have been tells them."""

    says: ClassVar = "What would have been in {season} rests on vote counts that are not shown to you."
    fix: ClassVar = "Sign in as somebody who may see counts, or ask where the store is: glitterball whatif."
    season: str
