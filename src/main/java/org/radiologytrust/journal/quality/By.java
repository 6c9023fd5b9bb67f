package org.radiologytrust.journal.quality;

import java.util.Locale;
import java.util.stream.Stream;

/** What a row of figures is for. */
public enum By {
  CHECK("f.check_id"),
  EXAM("f.modality"),
  SITE("f.site"),
  MONTH("f.month"),
  AUTHOR("f.author"),
  /** One row for all. */
  ALL("''");

  private final String column;

  By(String column) {
    this.column = column;
  }

  String column() {
    return column;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By check if there is no such code. */
  public static By of(String code) {
    return Stream.of(values()).filter(by -> by.code().equals(code)).findFirst().orElse(CHECK);
  }
}
