package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An error that is our fault, told in one line. Where it happened goes into a file that only its
 * owner reads, without messages: those of libraries may quote a report.
 */
final class ErrorReport {
  private ErrorReport() {}

  static String line(Throwable error) {
    String what = "unexpected " + error.getClass().getSimpleName();
    List<String> details = new ArrayList<>();
    for (Throwable e = error; e != null && details.size() < 1000; e = e.getCause()) {
      details.add(e.getClass().getName());
      for (StackTraceElement at : e.getStackTrace()) {
        details.add("  at " + at);
      }
    }
    try {
      Path file = Files.createTempFile("rtl-error-", ".txt");
      Files.write(file, details);
      return what + ": please report it with " + file + " (it holds no report text)";
    } catch (IOException e) {
      return what + " at " + error.getStackTrace()[0];
    }
  }
}
