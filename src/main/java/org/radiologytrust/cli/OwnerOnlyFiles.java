package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What commands write of reports: files (0600) and folders (0700) for their owner alone. */
public final class OwnerOnlyFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnlyFiles() {}

  /**
   * Makes the folder where it is not there; one that is there is closed to others.
   *
   * @throws CommandFailure when the folder belongs to someone else
   */
  public static Path folder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    }
    try {
      return Files.setPosixFilePermissions(folder, FOLDER);
    } catch (FileSystemException e) {
      throw new CommandFailure(folder + " belongs to another user: name a folder of your own");
    }
  }

  /** For a file that is made. */
  static FileAttribute<?> file() {
    return PosixFilePermissions.asFileAttribute(FILE);
  }

  /** Writes all of the text, or leaves the file as it was. */
  static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.writeString(Files.createFile(part, file()), text.endsWith("\n") ? text : text + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
