package org.radiologytrust.ingest.dicom.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Objects on disk between the archive and our Orthanc, in {@code rtl.home}: readable by the owner
 * only, and deleted when the study is stored or refused, or at the next start.
 */
final class ObjectSpool {
  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  /**
   * @param home the folder {@code rtl.home}
   */
  ObjectSpool(Path home) {
    this.folder = home.resolve("archive-spool");
  }

  /** Says that it was the disk that failed, and not the archive. */
  private static final class SpoolStream extends FilterOutputStream {
    SpoolStream(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw failed();
      }
    }
  }

  /** The spool cannot be written. */
  static ArchiveException failed() {
    return new ArchiveException(
        Kind.LATER, "the objects cannot be written to rtl.home; check the folder and its disk");
  }

  /** The objects of one study. */
  final class Objects implements AutoCloseable {
    private final List<Path> files = new ArrayList<>();

    /** Opens a new file. Its name says nothing. */
    OutputStream create() throws ArchiveException {
      try {
        if (Files.notExists(folder)) {
          Files.createDirectory(folder, FOLDER_MODE);
        }
        Path file = Files.createTempFile(folder, "", ".dcm", FILE_MODE);
        files.add(file);
        return new SpoolStream(Files.newOutputStream(file));
      } catch (IOException e) {
        throw failed();
      }
    }

    /** The file that was opened last. */
    Path last() {
      return files.get(files.size() - 1);
    }

    List<Path> files() {
      return List.copyOf(files);
    }

    /** Deletes them. What cannot be deleted is deleted at the next start. */
    @Override
    public void close() throws IOException {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  Objects objects() {
    return new Objects();
  }

  /** Free bytes of the file system. */
  long free() throws IOException {
    return Files.getFileStore(folder.getParent()).getUsableSpace();
  }

  /**
   * Deletes what a process left that was killed.
   *
   * @return how many files
   */
  int clear() throws IOException {
    if (Files.notExists(folder)) {
      return 0;
    }
    try (Stream<Path> left = Files.list(folder)) {
      List<Path> files = left.toList();
      for (Path file : files) {
        Files.delete(file);
      }
      return files.size();
    }
  }
}
