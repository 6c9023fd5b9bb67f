package org.radiologytrust.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive of the libraries' classes (class-data sharing): a JVM maps it into its memory instead
 * of loading each class. The product then starts with about half the processor time. The first JVM
 * of the tests that needs the archive makes it, and the others wait.
 */
final class SharedClasses {
  private static final Path TARGET = Path.of("target");

  /** An archive holds no class of a folder: the product's own classes are not in it. */
  private static final String LIBRARIES = TARGET.resolve("lib") + "/*";

  /** For this set of libraries and this Java; a JVM passes over an archive that does not fit. */
  private static final Path ARCHIVE = archive();

  private SharedClasses() {}

  /** Options of a JVM whose class path begins with the libraries. */
  static List<String> options() {
    return List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds=off");
  }

  /** A class path that begins with the libraries. */
  static String classPath() {
    return LIBRARIES + ":target/classes:lab/target/classes";
  }

  private static Path archive() {
    try (FileChannel channel =
            FileChannel.open(
                TARGET.resolve("libraries.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Path archive = TARGET.resolve("libraries-%08x.jsa".formatted(state().hashCode()));
      if (Files.notExists(archive)) {
        make(archive);
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> state() throws IOException {
    List<String> state = new ArrayList<>(List.of(Runtime.version().toString()));
    try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
      for (Path library : libraries.sorted().toList()) {
        state.add(library + " " + Files.getLastModifiedTime(library));
      }
    }
    return state;
  }

  private static void make(Path archive) throws IOException, InterruptedException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(TARGET, "libraries-*.jsa")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    Path list = TARGET.resolve("libraries.list");
    Path made = TARGET.resolve("libraries.made");
    run(
        "-XX:TieredStopAtLevel=1",
        "-XX:DumpLoadedClassList=" + list,
        "-cp",
        classPath(),
        "org.radiologytrust.Main",
        "demo",
        "--exit",
        "-Drtl.model.wire=none");
    run(
        "-XX:SharedClassListFile=" + list,
        "-Xshare:dump",
        "-XX:SharedArchiveFile=" + made,
        "-cp",
        LIBRARIES);
    Files.delete(list);
    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    Path log = TARGET.resolve("libraries.log");
    int status =
        Jvm.java(List.of(arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("no archive of the libraries' classes; see " + log);
    }
  }
}
