"""The review page: a small web application on top of the desk, for this machine only.

``guard`` decides who may ask, ``app`` answers, ``views`` prepares what the templates show,
``controls`` says how a value is corrected, ``page_images`` draws pages of PDFs, ``serving`` starts
it.
"""
