package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person or a software that had a part in a version of a report.
 *
 * @param role what it did
 * @param kind who it was
 * @param name a name, or an identifier when the message has only that; one line; may be empty
 * @param time when; null when the message does not say
 * @param source the field or element that says so, such as {@code OBR-32}
 */
public record Author(
    Role role,
    Kind kind,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant time,
    String source) {
  public Author {
    name = Texts.orEmpty(name);
    source = Texts.orEmpty(source);
  }

  /** A part in the making of a report. */
  public enum Role {
    DRAFTED,
    DICTATED,
    TRANSCRIBED,
    EDITED,
    SIGNED
  }

  /** A kind of author. */
  public enum Kind {
    PERSON,
    /** Software that writes text of its own, such as a language model. */
    SOFTWARE,
    /** A standard text. */
    TEMPLATE
  }

  /** More than any report has. */
  public static final int MOST = 50;

  /** Whether the other author says nothing that this one does not say, wherever it stands. */
  private boolean covers(Author other) {
    return role == other.role
        && kind == other.kind
        && (other.name.isEmpty() || name.equalsIgnoreCase(other.name))
        && (other.time == null || other.time.equals(time));
  }

  /** The authors of one text as two messages name them, each once. */
  public static List<Author> union(List<Author> known, List<Author> more) {
    List<Author> all = new ArrayList<>(known);
    for (Author author : more) {
      if (all.stream().noneMatch(one -> one.covers(author))) {
        all.removeIf(author::covers);
        all.add(author);
      }
    }
    return all.size() <= MOST ? List.copyOf(all) : List.copyOf(all.subList(0, MOST));
  }

  /** Withholds the name, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Author[" + role + ", " + kind + ", " + source + "]";
  }
}
