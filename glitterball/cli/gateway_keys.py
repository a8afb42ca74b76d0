"""`glitterball votes key` and `votes sign`: with which keys gateways sign, and signing for one."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from domain.season import commands as c
from glitterball.audit.signatures import check_signatures
from glitterball.cli.asking import AsOfOption, ByOption, FormatOption, ReasonOption, SeasonArgument, WithOption, season_of
from glitterball.cli.ending import Exit, leave
from glitterball.cli.output import Answer, Column, Format, say, show
from glitterball.cli.recording import record
from glitterball.deliveries import read_lines_of_any_form
from glitterball.intake import sign_delivery
from glitterball.proof.keys import SignerKey, parse_signer_key
from glitterball.refusals import FileUnreadable

app = typer.Typer(help="Introduce, rotate and revoke the keys gateways sign with.", no_args_is_help=True)

GatewayArgument = Annotated[str, typer.Argument(help="The gateway.", metavar="GATEWAY")]
KeyArgument = Annotated[str, typer.Argument(help="Its verifier key line: name+ID+base64.", metavar="KEY")]
SignerOption = Annotated[Path, typer.Option("--key", help="File with the gateway's signer key line.")]
