"""Watching places where informs appear: what is there, what is new, each fetched once.

``places`` reads the configuration, ``discovery`` lists what a place offers, ``fetching`` speaks
HTTP politely, ``landing`` stores raw files, ``state`` remembers, ``rounds`` puts them in order.
"""
