package org.radiologytrust.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.radiologytrust.settings.Settings;

/** The folder of everything that must survive, owned by one process at a time. */
public final class Home implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel channel;

  private Home(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** The journal's file in it. */
  public static Path journal(Path home) {
    return home.resolve("journal.db");
  }

  public static Path folder(Settings settings) {
    return settings.path(settings.required("rtl.home"));
  }

  /**
   * @throws Settings.Wrong when it cannot be written, or another process has it
   */
  public static Home take(Path path) {
    try {
      make(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
              + e.getClass().getSimpleName()
              + "): check the folder and its owner");
    }
  }

  /** Whether a process has it, such as a running server. Makes nothing. */
  public static boolean taken(Path path) {
    try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
      return lock(channel) == null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes the folder, for its owner alone, where it is not there yet. */
  public static void make(Path path) throws IOException {
    if (Files.notExists(path)) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
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
      // the lock goes with the process at the latest
    }
  }
}
