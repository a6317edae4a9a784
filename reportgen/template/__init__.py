"""A firm's Word template: checked before there is data, filled in a sandbox, finished into a sound document."""
