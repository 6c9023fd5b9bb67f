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
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.JournalFile;
import org.radiologytrust.process.Home;
import org.radiologytrust.settings.Settings;

/** Copies of the journal, and how one is put back. */
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
   * Copies the journal, which may be in use, for the owner alone, and reads the copy.
   *
   * @param file must not exist
   * @throws JournalException when that does not work; the message says what to do
   */
  public JournalFile.Contents backup(Path file) {
    Path target = file.toAbsolutePath();
    Path journal = Home.journal(home);
    JournalFile.require(journal);
    if (Files.exists(target)) {
      throw new JournalException(file + " is there already: name another file", null);
    }
    Path partial = null;
    try {
      // made for its owner alone; under its own name only when it is whole
      partial = Files.createTempFile(target.getParent(), ".backup", ".partial");
      JournalFile.copy(journal, partial);
      JournalFile.Contents contents = JournalFile.check(partial);
      Files.move(partial, target);
      return contents;
    } catch (FileAlreadyExistsException e) {
      throw new JournalException(file + " is there already: name another file", e);
    } catch (IOException e) {
      throw new JournalException(file + " cannot be written: check the folder", e);
    } finally {
      remove(partial);
    }
  }

  /**
   * Puts a copy in the journal's place.
   *
   * @param replace whether a journal that is there may be moved aside
   * @return what was restored
   * @throws JournalException when that does not work; the message says what to do
   * @throws Settings.Wrong when the product runs
   */
  public Restored restore(Path file, boolean replace) {
    if (!Files.isRegularFile(file)) {
      throw new JournalException("there is no file " + file, null);
    }
    if (JournalFile.isUnfinished(file)) {
      throw new JournalException(
          file + " is in use, or was: make a copy of it by rtl backup, and restore that", null);
    }
    Path fresh = null;
    try (Home taken = Home.take(home)) {
      Path journal = Home.journal(taken.path());
      List<Path> there = JournalFile.parts(journal).stream().filter(Files::exists).toList();
      if (!there.isEmpty() && !replace) {
        throw new JournalException(
            "there is a journal " + journal + ": --replace moves it aside", null);
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
   * What a restore did.
   *
   * @param aside where the journal is now that was there before; {@code null} for none
   */
  public record Restored(JournalFile.Contents contents, Path aside) {}

  /** With what SQLite has beside it, under a name of their own. */
  private Path aside(Path journal) throws IOException {
    Path aside = journal.resolveSibling("journal-until-" + STAMP.format(clock.instant()) + ".db");
    List<Path> from = JournalFile.parts(journal);
    List<Path> to = JournalFile.parts(aside);
    // its commits first: without them the file would not be whole
    for (int i = from.size() - 1; i >= 0; i--) {
      if (Files.exists(from.get(i))) {
        Files.move(from.get(i), to.get(i));
      }
    }
    return aside;
  }

  private static void remove(Path file) {
    if (file != null) {
      for (Path part : JournalFile.parts(file)) {
        try {
          Files.deleteIfExists(part);
        } catch (IOException e) {
          // it is marked as partial by its name
        }
      }
    }
  }
}
