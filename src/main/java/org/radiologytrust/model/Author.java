package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
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

  /** Withholds the name, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Author[" + role + ", " + kind + ", " + source + "]";
  }
}
