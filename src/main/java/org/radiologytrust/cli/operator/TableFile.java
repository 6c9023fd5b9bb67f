package org.radiologytrust.cli.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;

/** What a person loads: a table of strengths, or a folder that may have exceptions and rules. */
final class TableFile {
  private TableFile() {}

  /**
   * Reads a file, or what a folder has of check/strengths.yaml, check/exceptions.yaml and rules.
   *
   * @throws CommandFailure if it cannot be read, or is not UTF-8
   */
  static String text(Path file) {
    try {
      return Files.isDirectory(file) ? folder(file) : Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read, or is not UTF-8");
    }
  }

  private static String folder(Path folder) {
    try {
      return LoadedTable.of(SiteFiles.in(folder))
          .map(LoadedTable::text)
          .orElseThrow(
              () ->
                  new CommandFailure(
                      folder
                          + " has no check/strengths.yaml, check/exceptions.yaml or rules/*.yaml"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  /**
   * Reads a file or a folder and checks it.
   *
   * @throws CommandFailure also if it is not valid; the message names row or line
   */
  static String read(Checks ours, Path file) {
    String text = text(file);
    try {
      ours.read(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(file + ": " + e.getMessage());
    }
    return text;
  }
}
