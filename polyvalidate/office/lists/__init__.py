"""Lists as people and programs leave them: decoded, their columns recognised, their lines read, doubts said. Pure."""
