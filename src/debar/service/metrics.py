"""What Prometheus is told: requests, latency, scores, names screened, and the ages of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from debar.model import ListState
from debar.model.query import Result
from debar.service.current import Current
from debar.store.state import age_h

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SCORES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self, current: Current) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "debar_requests", "Requests answered.", ("method", "path", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "debar_request_seconds", "How long answers took.", ("path",), buckets=_SECONDS, registry=self.registry
        )
        self.names = Counter("debar_queries", "Queries screened, by outcome.", ("outcome",), registry=self.registry)
        self.scores = Histogram(
            "debar_best_score", "The best score of a query with hits.", buckets=_SCORES, registry=self.registry
        )
        self.registry.register(_Lists(current))

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count a request; ``path`` is its pattern, so that what was asked does not show."""
        self.requests.labels(method, path, str(status)).inc()
        self.seconds.labels(path).observe(seconds)

    def screened(self, results: Iterable[Result]) -> None:
        """Count queries."""
        outcomes = {"match": 0, "hits": 0, "clear": 0}
        for result in results:
            if result.hits:
                self.scores.observe(result.hits[0].score)
            outcomes["clear" if not result.hits else "match" if result.hits[0].match else "hits"] += 1
        for outcome, count in outcomes.items():
            if count:
                self.names.labels(outcome).inc(count)

    def text(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)


class _Lists(Collector):
    """The lists, as they are at the moment of being asked."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def collect(self) -> Iterable[Metric]:
        """Ages, sizes and fitness."""
        known = self._current.known
        lists: tuple[ListState, ...] = known.lists if known is not None else ()
        age = GaugeMetricFamily("debar_list_age_seconds", "Since the publisher was last asked.", labels=["source"])
        fit = GaugeMetricFamily("debar_list_fit", "Whether it may be screened against.", labels=["source"])
        entities = GaugeMetricFamily("debar_list_entities", "Parties on it.", labels=["source"])
        names = GaugeMetricFamily("debar_list_names", "Names on it.", labels=["source"])
        now = datetime.now(UTC)
        for one in lists:
            if one.checked:
                age.add_metric([one.source], age_h(one.checked, now) * 3600)
            fit.add_metric([one.source], float(one.fit))
            entities.add_metric([one.source], one.entities)
            names.add_metric([one.source], one.names)
        yield from (age, fit, entities, names)
        yield GaugeMetricFamily("debar_fit", "Whether anything can be screened.", float(not self._current.reasons))
        yield GaugeMetricFamily("debar_list_swaps", "How often lists were put in place.", float(self._current.swaps))
