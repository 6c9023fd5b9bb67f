package org.radiologytrust.cli.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.check.StrengthTable;
import org.radiologytrust.cli.base.CommandFailure;

/** A table of strengths that a person gives to a command. */
final class TableFile {
  private TableFile() {}

  /**
   * Reads a file.
   *
   * @throws CommandFailure if it cannot be read, or is not UTF-8
   */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read, or is not UTF-8");
    }
  }

  /**
   * Reads a file and checks it.
   *
   * @throws CommandFailure also if it is not valid; the message names its row
   */
  static String read(StrengthTable ours, Path file) {
    String text = text(file);
    try {
      ours.read(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(file + ": " + e.getMessage());
    }
    return text;
  }
}
