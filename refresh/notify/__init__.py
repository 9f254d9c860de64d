"""What comes of a refresh, sent to whom school.yml names; docs/notify.md says who gets what."""
