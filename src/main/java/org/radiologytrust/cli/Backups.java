package org.radiologytrust.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;

/** Copies the journal, and restores a copy. */
final class Backups {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path home;
  private final Clock clock;

  public Backups(Settings settings, Clock clock) {
    this.home = Home.folder(settings);
    this.clock = clock;
  }

  /**
   * Requires a journal that is a file of {@code rtl.home}.
   *
   * @throws CommandFailure when it is in a database; the message says what to use there
   */
  static void requireFile(Settings settings) {
    if (JournalFeature.isShared(settings)) {
      throw new CommandFailure(
          "the journal is in PostgreSQL: use pg_dump and pg_restore, or an archive of its write-ahead"
              + " log (docs/operate.md, Backup on PostgreSQL)");
    }
  }

  /**
   * Copies the journal, which may be in use, and checks the copy. Only its owner can read it.
   *
   * @param file must not exist
   * @throws JournalException when it fails; the message says what to do
   */
  public JournalFile.Contents backup(Path file) {
    Path target = file.toAbsolutePath();
    Path journal = Home.journal(home);
    JournalFile.require(journal);
    if (Files.exists(target)) {
      throw new JournalException(file + " already exists: name another file", null);
    }
    Path partial = null;
    try {
      // readable by its owner only; gets its final name once it is complete
      partial = Files.createTempFile(target.getParent(), ".backup", ".partial");
      JournalFile.copy(journal, partial);
      JournalFile.Contents contents = JournalFile.check(partial);
      Files.move(partial, target);
      return contents;
    } catch (FileAlreadyExistsException e) {
      throw new JournalException(file + " already exists: name another file", e);
    } catch (IOException e) {
      throw new JournalException(file + " cannot be written: check the folder", e);
    } finally {
      remove(partial);
    }
  }

  /**
   * Replaces the journal by a copy.
   *
   * @param replace whether an existing journal may be renamed
   * @throws JournalException when it fails; the message says what to do
   * @throws Settings.Wrong when the product runs
   */
  public Restored restore(Path file, boolean replace) {
    if (!Files.isRegularFile(file)) {
      throw new JournalException(file + " does not exist", null);
    }
    if (JournalFile.isUnfinished(file)) {
      throw new JournalException(
          file + " is or was in use: copy it by rtl backup, and restore the copy", null);
    }
    Path fresh = null;
    try (Home taken = Home.take(home)) {
      Path journal = Home.journal(taken.path());
      List<Path> there = JournalFile.parts(journal).stream().filter(Files::exists).toList();
      if (!there.isEmpty() && !replace) {
        throw new JournalException(journal + " exists: --replace renames it and goes on", null);
      }
      fresh = Files.createTempFile(taken.path(), "restore", ".db");
      try (OutputStream out = Files.newOutputStream(fresh)) {
        Files.copy(file, out);
      }
      JournalFile.Contents contents = JournalFile.check(fresh);
      JournalFile.sync(fresh);
      Path aside = there.isEmpty() ? null : aside(journal);
      Files.move(fresh, journal, StandardCopyOption.ATOMIC_MOVE);
      return new Restored(contents, aside);
    } catch (IOException e) {
      throw new JournalException(
          file + " cannot be restored into " + home + ": check the folder and its space", e);
    } finally {
      remove(fresh);
    }
  }

  /**
   * Result of a restore.
   *
   * @param aside new path of the earlier journal; {@code null} where there was none
   */
  public record Restored(JournalFile.Contents contents, @Nullable Path aside) {}

  /** Renames the journal together with SQLite's files beside it. */
  private Path aside(Path journal) throws IOException {
    Path aside = journal.resolveSibling("journal-until-" + STAMP.format(clock.instant()) + ".db");
    List<Path> from = JournalFile.parts(journal);
    List<Path> to = JournalFile.parts(aside);
    // the write-ahead log first: without it the file would lack commits
    for (int i = from.size() - 1; i >= 0; i--) {
      if (Files.exists(from.get(i))) {
        Files.move(from.get(i), to.get(i));
      }
    }
    return aside;
  }

  private static void remove(@Nullable Path file) {
    if (file != null) {
      for (Path part : JournalFile.parts(file)) {
        try {
          Files.deleteIfExists(part);
        } catch (IOException e) {
          // its name marks it as partial
        }
      }
    }
  }
}
