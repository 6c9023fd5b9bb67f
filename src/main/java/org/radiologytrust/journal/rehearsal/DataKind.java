package org.radiologytrust.journal.rehearsal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be rehearsed and signed. */
public enum DataKind {
  /** The site's own word lists, headings and tables. */
  WORDS(List.of("words", "text")),

  /** The site's own tables of strengths, switches and weights. */
  STRENGTHS(List.of("check")),

  /** A version of the engine, with all that it ships. */
  RELEASE(List.of());

  private final List<String> folders;

  DataKind(List<String> folders) {
    this.folders = folders;
  }

  /** The folders of {@code rtl.files} that belong to it. */
  public List<String> folders() {
    return folders;
  }

  /** The word for it in commands and in the journal. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DataKind> ofCode(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }
}
