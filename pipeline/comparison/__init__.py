"""What ``pipeline.compare`` is made of: places, fields, alignment, scores, differences."""
