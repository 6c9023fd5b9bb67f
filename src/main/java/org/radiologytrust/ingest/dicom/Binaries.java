package org.radiologytrust.ingest.dicom;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs in PATH and in the folders where Debian installs daemons, which are often not in a
 * user's PATH.
 */
final class Binaries {
  private Binaries() {}

  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty()),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
