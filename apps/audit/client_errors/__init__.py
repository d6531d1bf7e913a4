"""What goes wrong in people's browsers: told by our pages, scrubbed, counted by kind, and read by admins."""
