package org.radiologytrust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of everything that must survive, owned by one process at a time. */
final class Home implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private Home(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static Path folder(Settings settings, Path root) {
    return root.resolve(settings.required("rtl.home")).normalize();
  }

  /**
   * @throws Settings.Wrong when it cannot be written, or another process has it
   */
  static Home take(Path path) {
    try {
      make(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

  /** Makes the folder, for its owner alone, where it is not there yet. */
  static void make(Path path) throws IOException {
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

  Path path() {
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
