"""For whoever keeps the machine: what happens as JSON lines, as metrics of Prometheus, and how the store stands.

Start reading at `lines.JsonLines` and `metrics.Metrics`, which both listen to `glitterball.telemetry`; `readings` is what is
read from the store when metrics are asked for, `exposing` how they leave.
"""
