"""What does a monitoring system read of this server? Figures in Prometheus' text form, for the Office's tokens only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flask import Response, current_app

from actions.measures import Measures, measures
from entrance.blueprint import blueprint
from theme.hall import concerns, hall
from watch.traffic import Traffic

if TYPE_CHECKING:
    from prometheus_client import Metric


@blueprint.get("/metrics")
def metrics() -> Response:
    """Everything counted now; nothing about anybody."""
    # Loaded when somebody asks for the first time: a start should not wait for it.
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(_Collector())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Collector:
    """Asked within the request."""

    def collect(self) -> Iterable[Metric]:
        """All families."""
        yield from _of_the_hall(hall().read(measures))
        yield from _of_the_server()
        yield from _of_the_answers(current_app.extensions["traffic"])


def _of_the_hall(seen: Measures) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    tickets = GaugeMetricFamily("mot_cua_tickets", "Tickets of today by state", labels=["department", "state"])
    for labels, count in seen.tickets.items():
        tickets.add_metric(list(labels), count)
    yield tickets
    yield _gauge("mot_cua_longest_wait_seconds", "How long the first in line waits", "department", seen.longest_wait_s)
    yield _gauge("mot_cua_print_jobs", "Paper that is not settled", "state", seen.paper)
    yield _gauge("mot_cua_events_today", "Entries of the log of today", "kind", seen.events)
    yield GaugeMetricFamily("mot_cua_open_desks", "Desks at which somebody sits", seen.open_desks)


def _of_the_server() -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    database = hall().database
    sockets = current_app.extensions["socketio"].server.eio.sockets
    yield GaugeMetricFamily("mot_cua_sockets", "Screens that are connected", len(sockets))
    yield GaugeMetricFamily("mot_cua_waiting_writes", "Actions that wait for the writer", database.waiting_writes)
    known = {each.code: 1.0 for each in concerns()}
    yield _gauge("mot_cua_concern", "What ails the house (watch/)", "code", known)


def _of_the_answers(traffic: Traffic) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    answers = CounterMetricFamily("mot_cua_answers", "Requests answered, by class of status", labels=["status"])
    for status, count in traffic.answers.items():
        answers.add_metric([status], count)
    yield answers
    yield CounterMetricFamily("mot_cua_incidents", "Answers with an incident number", traffic.incidents)
    seconds = HistogramMetricFamily("mot_cua_answer_seconds", "How long an answer took")
    seconds.add_metric([], buckets=traffic.buckets(), sum_value=traffic.seconds)
    yield seconds


def _gauge(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(name, says, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
