package org.radiologytrust.ops.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which YAML files of a folder have changed since the last look. It asks the file system instead of
 * Java's watch service, which loses events when many come at once, and does not see the change of a
 * link, such as a mounted ConfigMap's.
 */
final class FolderChanges {
  private final Path folder;
  private Map<Path, Stamp> last;

  /** Two states of a file with the same stamp are the same. */
  private record Stamp(FileTime modified, long size, Optional<Object> key) {}

  /**
   * Looks for the first time.
   *
   * @throws IOException when the folder cannot be read
   */
  FolderChanges(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.last = look();
  }

  /** The files that the last look saw. */
  List<Path> files() {
    return List.copyOf(last.keySet());
  }

  /**
   * Looks again.
   *
   * @return the files that are new or changed, followed by those that are gone
   * @throws IOException when the folder cannot be read; the next look finds what changed meanwhile
   */
  List<Path> next() throws IOException {
    Map<Path, Stamp> now = look();
    List<Path> changed = new ArrayList<>();
    now.forEach(
        (file, stamp) -> {
          if (!stamp.equals(last.get(file))) {
            changed.add(file);
          }
        });
    last.keySet().stream().filter(file -> !now.containsKey(file)).forEach(changed::add);
    last = now;
    return changed;
  }

  private Map<Path, Stamp> look() throws IOException {
    Map<Path, Stamp> stamps = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return stamps;
  }

  /** Empty if the file is gone, or a link that leads nowhere. */
  private static Optional<Stamp> stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
