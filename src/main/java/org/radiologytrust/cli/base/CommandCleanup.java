package org.radiologytrust.cli.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** Closes what a command opened, last first, and then deletes its temporary folder. */
public final class CommandCleanup implements AutoCloseable {
  private final Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /**
   * @param folder is deleted at the end; need not exist
   */
  public CommandCleanup(Path folder) {
    this.folder = folder;
  }

  public synchronized void add(AutoCloseable closeable) {
    open.push(closeable);
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("rtl: closing: " + e.getMessage());
      }
    }
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(CommandCleanup::delete);
      } catch (IOException e) {
        System.err.println("rtl: " + folder + " could not be deleted");
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.err.println("rtl: " + file + " could not be deleted");
    }
  }
}
