"""Deliveries of vote gateways from a topic of Kafka into the log, each once. An example to copy and change.

Its client is `confluent-kafka`. A record's value is one signed delivery (docs/formats/deliveries.md), its key the gateway's
name, so that a gateway's deliveries stay in order. The group's offset is committed when, and only when, the log has the
record's delivery on disk, or has refused it for what it holds.

    python kafka_consumer.py sqlite:show.sqlite us-40 3 broker:9092 votes.us-40.3
"""

import sys
from collections.abc import Callable
from typing import Protocol

from domain.refusals import Refusal
from glitterball import open_store
from glitterball.log.refusals import of_the_store
from glitterball.store import Season


class Record(Protocol):
    """What is used of `confluent_kafka.Message`."""

    def error(self) -> object | None: ...
    def value(self) -> bytes | None: ...
    def topic(self) -> str | None: ...
    def partition(self) -> int | None: ...
    def offset(self) -> int | None: ...


class Consumer(Protocol):
    """What is used of `confluent_kafka.Consumer`."""

    def poll(self, timeout: float) -> Record | None: ...
    def commit(self, message: Record, *, asynchronous: bool) -> object: ...


def take_in(
    consumer: Consumer, season: Season, week: int, *, tell: Callable[[str], None], ended: Callable[[], bool]
) -> None:
    """Take in record after record until `ended`, which is asked before each.

    A delivery that is refused for what it holds is told with its place and passed: one bad record must not hold up a night, and
    the topic keeps it. What is wrong with the store or the broker is raised; the record comes again to whoever goes on.
    """
    while not ended():
        record = consumer.poll(1.0)
        if record is None:
            continue
        where = f"{record.topic()} partition {record.partition()} offset {record.offset()}"
        if record.error() is not None:
            raise ConnectionError(f"{where}: {record.error()}")
        try:
            receipts = season.deliver(record.value() or b"", week)
            tell(f"{where}: {receipts.gateway}, {len(receipts)} lines, {'again' if receipts.duplicate else 'recorded'}")
        except Refusal as refused:
            if of_the_store(refused):
                raise
            tell(f"{where}: NOT TAKEN IN. {refused}")
        consumer.commit(record, asynchronous=False)


def main(store: str, season: str, week: str, brokers: str, topic: str) -> None:
    """Follow a topic until somebody stops it."""
    from confluent_kafka import Consumer as Client  # type: ignore[import-not-found]

    client = Client(
        {
            "bootstrap.servers": brokers,
            "group.id": f"glitterball {season} {week}",
            "enable.auto.commit": False,  # an offset committed by a timer may be ahead of the log
            "auto.offset.reset": "earliest",  # whoever begins reads all: what is on record counts once
        }
    )
    client.subscribe([topic])
    try:
        with open_store(store) as opened:
            take_in(client, opened.season(season), int(week), tell=print, ended=lambda: False)
    finally:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
