package org.radiologytrust.cli.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports an unexpected error: one line for the user, and a file with the stack traces that only
 * its owner can read. The file has no exception messages, since they may quote a report.
 */
public final class ErrorReport {
  private ErrorReport() {}

  /** Writes the file; returns the line, which names it. */
  public static String line(Throwable error) {
    String what = "an unexpected error";
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
      return what + ", and no file for its report: free space for temporary files, and try again";
    }
  }
}
