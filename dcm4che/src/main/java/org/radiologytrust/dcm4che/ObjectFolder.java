package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.process.Home;

/**
 * The received objects, each a DICOM file.
 *
 * <pre>
 * incoming/NUMBER.part      is being received
 * incoming/STUDY.removed    is being deleted
 * objects/STUDY/OBJECT.dcm  is stored; the names are those of {@link ObjectIds}
 * open/STUDY                marks a study that the journal may not have as it is
 * </pre>
 *
 * A marker is on disk before an object of its study is, so that no crash can hide an object from
 * the journal.
 *
 * <p>Can be called by several threads at once.
 */
final class ObjectFolder {
  private static final String SUFFIX = ".dcm";
  private static final String REMOVED = ".removed";
  private static final int LOCKS = 64;

  /** What became of a received object. */
  enum Kept {
    /** It is stored. */
    NEW,
    /** The same object with the same content was stored before. */
    SAME,
    /** The same object with other content was stored before; that one is kept. */
    OTHER_CONTENT
  }

  private final Path root;
  private final Path incoming;
  private final Path objects;
  private final Path open;
  private final OpenStudies studies;
  private final Object[] locks = new Object[LOCKS];

  /** Creates nothing on disk. */
  ObjectFolder(Path root, OpenStudies studies) {
    this.root = root;
    this.incoming = root.resolve("incoming");
    this.objects = root.resolve("objects");
    this.open = root.resolve("open");
    this.studies = studies;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * Creates what is missing, deletes what an earlier process did not finish receiving or deleting,
   * and opens the studies that are marked. Called once, before anything is received.
   */
  void start() throws IOException {
    for (Path folder : List.of(root, incoming, objects, open)) {
      Home.make(folder);
    }
    for (String rest : names(incoming)) {
      delete(incoming.resolve(rest));
    }
    for (Path folder : List.of(root, objects, open)) {
      // a process that was killed may not have done this
      sync(folder);
    }
    for (String study : names(open)) {
      if (ObjectIds.isStudy(study)) {
        studies.arrived(study);
      }
    }
  }

  /** The folder of everything, for its free space. */
  Path root() {
    return root;
  }

  /** The studies that the journal may not have as they are. */
  OpenStudies studies() {
    return studies;
  }

  /** Creates a file for an object that is being received. */
  Path part() throws IOException {
    return Files.createTempFile(incoming, "", ".part");
  }

  /**
   * Stores a received object. When this returns, the object is on disk, also after a power failure.
   *
   * @param part a complete file from {@link #part}; it is gone afterwards, also after a failure
   */
  Kept keep(Path part, ObjectIds ids) throws IOException {
    try {
      sync(part);
      synchronized (lock(ids.study())) {
        Path file = file(ids.object());
        if (Files.exists(file)) {
          // a process that was killed may not have done this
          sync(file.getParent());
          return Files.mismatch(part, file) < 0 ? Kept.SAME : Kept.OTHER_CONTENT;
        }
        mark(ids.study());
        if (!Files.exists(file.getParent())) {
          Files.createDirectory(file.getParent());
          sync(objects);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        // also if the next line fails: sent again, the object is no new one
        studies.arrived(ids.study());
        sync(file.getParent());
        return Kept.NEW;
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void mark(String study) throws IOException {
    Path marker = open.resolve(study);
    if (!Files.exists(marker)) {
      Files.createFile(marker);
      sync(open);
    }
  }

  /** Removes the marker of a study that the journal has, unless an object arrived since. */
  void done(OpenStudies.Due due) throws IOException {
    synchronized (lock(due.study())) {
      if (studies.close(due)) {
        Files.deleteIfExists(open.resolve(due.study()));
      }
    }
  }

  /** The ids of all studies, sorted. */
  List<String> all() throws IOException {
    return names(objects).stream().filter(ObjectIds::isStudy).toList();
  }

  /**
   * Deletes a study, unless it is open or its last object arrived after {@code limit}. It goes all
   * at once: no crash leaves a part of it.
   *
   * @return whether it was deleted
   */
  boolean deleteIfOlder(String study, Instant limit) throws IOException {
    Path folder = objects.resolve(study);
    Path removed = incoming.resolve(study + REMOVED);
    synchronized (lock(study)) {
      if (Files.exists(open.resolve(study))
          || Files.getLastModifiedTime(folder).toInstant().isAfter(limit)) {
        return false;
      }
      Files.move(folder, removed, StandardCopyOption.ATOMIC_MOVE);
    }
    delete(removed);
    return true;
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      for (String name : names(path)) {
        Files.deleteIfExists(path.resolve(name));
      }
    }
    Files.deleteIfExists(path);
  }

  /** The ids of a study's objects, sorted; empty when there is no such study. */
  List<String> objects(String study) throws IOException {
    if (!ObjectIds.isStudy(study)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    for (String name : names(objects.resolve(study))) {
      if (name.endsWith(SUFFIX)) {
        ids.add(study + "/" + name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return ids;
  }

  /**
   * The file of an object, whether or not it exists.
   *
   * @throws IllegalArgumentException if this is no id of an object
   */
  Path file(String object) {
    if (!ObjectIds.isObject(object)) {
      throw new IllegalArgumentException("not the id of an object");
    }
    return objects.resolve(object + SUFFIX);
  }

  private Object lock(String study) {
    return locks[Math.floorMod(study.hashCode(), LOCKS)];
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (NoSuchFileException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  /** Writes a file's content or a folder's entries to the disk itself. */
  private static void sync(Path path) throws IOException {
    StandardOpenOption option =
        Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
