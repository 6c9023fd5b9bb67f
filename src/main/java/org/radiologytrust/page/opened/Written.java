package org.radiologytrust.page.opened;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Report;
import org.radiologytrust.page.door.Times;

/**
 * Who had a part in a version of a report, for the line above its text.
 *
 * @param parts in the order of the work: drafted first, signed last
 */
public record Written(List<Part> parts) {
  /** More are not shown; a message may name any number. */
  private static final int MOST = 8;

  public Written {
    parts = List.copyOf(parts);
  }

  /**
   * One author.
   *
   * @param what such as {@code drafted by AI}
   * @param name may be empty
   * @param when such as {@code at 10:52}; empty if the message does not say
   */
  record Part(String what, String name, String when) {
    /** Withholds the name. */
    @Override
    public String toString() {
      return "Part[" + what + "]";
    }
  }

  static Written of(Report report, Instant now) {
    List<Part> parts = new ArrayList<>();
    report.authors().stream()
        .sorted(Comparator.comparing(Author::role))
        .limit(MOST)
        .map(author -> part(author, now))
        .forEach(parts::add);
    return new Written(parts);
  }

  private static Part part(Author author, Instant now) {
    String role =
        switch (author.role()) {
          case DRAFTED -> "drafted";
          case DICTATED -> "dictated";
          case TRANSCRIBED -> "transcribed";
          case EDITED -> "edited";
          case SIGNED -> "signed";
        };
    String kind =
        switch (author.kind()) {
          case PERSON -> author.name().isEmpty() ? " by a person" : " by";
          case SOFTWARE -> author.name().isEmpty() ? " by AI" : " by the AI";
          case TEMPLATE -> " from a template";
        };
    return new Part(
        role + kind, author.name(), author.time() == null ? "" : Times.at(author.time(), now));
  }

  boolean known() {
    return !parts.isEmpty();
  }
}
