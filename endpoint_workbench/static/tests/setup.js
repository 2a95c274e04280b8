// Hoot tests of each part are in its own folder.
