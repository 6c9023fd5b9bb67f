package org.radiologytrust.cli.base;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.radiologytrust.runtime.Faults;

/** Files (0600) and folders (0700) that only their owner can read, since they quote reports. */
public final class OwnerOnlyFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnlyFiles() {}

  /**
   * Creates the folder of an option {@code --out}, or one in it. Closes an existing one to others.
   *
   * @throws CommandFailure when it cannot be created or written
   */
  public static Path folder(Path folder) throws IOException {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      }
      Files.setPosixFilePermissions(folder, FOLDER);
      // also fails on a read-only file system, whatever the permissions are
      Files.delete(Files.createTempFile(folder, ".rtl", ".tmp"));
      return folder;
    } catch (FileSystemException e) {
      throw new CommandFailure(
          "--out: "
              + folder
              + " cannot be written ("
              + Faults.ofFile(e)
              + "): name a folder that you can write to");
    }
  }

  /** Permissions of a new file. */
  public static FileAttribute<?> file() {
    return PosixFilePermissions.asFileAttribute(FILE);
  }

  /** Replaces the file atomically; adds a line break at the end where there is none. */
  public static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.writeString(Files.createFile(part, file()), text.endsWith("\n") ? text : text + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
