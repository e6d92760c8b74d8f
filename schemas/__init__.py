"""The records that travel through the pipeline, and the errors it raises.

Nothing here reads a file, opens a connection or imports anything else of the project.
"""
