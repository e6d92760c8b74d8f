"""Prefect's side of the pipeline. Import ``pipeline.flows.server`` and call ``prepare`` first."""
