"""Asking a model that runs elsewhere, behind an OpenAI-compatible address: where it may be, how it is asked, when it is
left alone. What a model is asked and what is believed of it is the business of those who ask."""
