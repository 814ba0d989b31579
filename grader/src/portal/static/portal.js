// The portal works without this file.
