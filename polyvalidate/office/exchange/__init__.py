"""Files of other systems: Moodle and APOGEE. Pure."""
