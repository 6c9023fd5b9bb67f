package org.radiologytrust.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;

/** {@code rtl.home}: holds all persistent data. One process at a time owns it, by a file lock. */
public final class Home implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel channel;

  private Home(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** The journal's file in a home folder. */
  public static Path journal(Path home) {
    return home.resolve("journal.db");
  }

  /**
   * The configured home folder; it need not exist yet.
   *
   * @throws Settings.Wrong when {@code rtl.home} is empty
   */
  public static Path folder(Settings settings) {
    return settings.path(settings.required("rtl.home"));
  }

  /**
   * Creates the folder where necessary and locks it until {@link #close}.
   *
   * @throws Settings.Wrong when it cannot be written, or another process has locked it
   */
  public static Home take(Path path) {
    try {
      make(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      FileLock lock = lock(channel);
      if (lock == null) {
        channel.close();
        throw new Settings.Wrong(
            "rtl.home: another process uses " + path + ": stop it, or set another folder");
      }
      return new Home(path, channel);
    } catch (IOException e) {
      throw new Settings.Wrong(
          "rtl.home: "
              + path
              + " cannot be written ("
              + Faults.ofFile(e)
              + "): check the folder and its owner");
    }
  }

  /** Whether a process, such as a running server, has locked it. Creates nothing. */
  public static boolean taken(Path path) {
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
      return lock(channel) == null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Creates the folder with mode 0700 where it does not exist.
   *
   * @throws IOException when it cannot be created
   */
  public static void make(Path path) throws IOException {
    if (Files.notExists(path)) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** The lock; {@code null} when another process, or this one, has it already. */
  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock ends with the process at the latest
    }
  }
}
