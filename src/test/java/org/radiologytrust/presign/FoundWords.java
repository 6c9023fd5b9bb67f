package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks for words where they must not be. */
final class FoundWords {
  private FoundWords() {}

  /** Writes the heap of a process into a file, after a collection. */
  static void dump(long pid, Path file) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            "" + pid,
            "GC.heap_dump",
            file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
  }

  /** Where the words are, as one byte or two for each letter. */
  static List<String> in(List<Path> files, List<String> words) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String word : words) {
        for (String form : List.of(word, word.replaceAll("(.)", "$1\0"))) {
          for (int at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + 1)) {
            found.add(file.getFileName() + " at " + at);
          }
        }
      }
    }
    return found;
  }
}
