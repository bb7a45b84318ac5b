"""What a listing means: who is bound, what is prohibited, and who is reached through ownership.

Rules, programmes and remark patterns are tables under ``data/``, with a source and a date per row; code only applies
them. Nothing here is legal advice.
"""
