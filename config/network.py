"""Who stands between the browsers and this server? The table [network]."""

from __future__ import annotations

from typing import Annotated

from pydantic.functional_validators import AfterValidator

from config import values
from config.table import Table


class Network(Table):
    """`proxies`: addresses or networks whose X-Forwarded-… headers are believed; of all others they are dropped."""

    proxies: Annotated[tuple[str, ...], AfterValidator(values.networks)] = ()
