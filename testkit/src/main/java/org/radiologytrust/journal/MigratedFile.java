package org.radiologytrust.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.radiologytrust.journal.store.SteadyClock;

/** An empty journal in a file: migrated once in this JVM, and then copied. */
public final class MigratedFile {
  private static final String NAME = "journal.db";

  /** As the product makes it. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private MigratedFile() {}

  private static final class Template {
    private static final byte[] BYTES = template();
  }

  /** Not in the class above: the journal's writer would wait until that is initialised. */
  private static byte[] template() {
    try {
      Path folder = Files.createTempDirectory("journal");
      Path file = folder.resolve(NAME);
      // a journal goes on from the time that it has reached: here from none
      Clock start = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
      SqlJournal.open(file, new SteadyClock(start, () -> 0), OpenedJournal.SITE).close();
      byte[] bytes = Files.readAllBytes(file);
      try (var files = Files.list(folder)) {
        for (Path made : files.toList()) {
          Files.delete(made);
        }
      }
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a folder, which is made if it is not there. */
  public static Path in(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      if (Files.notExists(file)) {
        Files.createFile(file, OWNER_ONLY);
        Files.write(file, Template.BYTES);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
