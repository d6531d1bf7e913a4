"""What the demo says: facts as data, prose as templates, and the list of documents made of both."""
