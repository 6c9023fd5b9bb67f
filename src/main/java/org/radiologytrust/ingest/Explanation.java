package org.radiologytrust.ingest;

import java.util.List;
import org.radiologytrust.journal.inbox.Inbox.Disposition;

/**
 * How a message was understood: what each part of it was used as, by which rule, and what became of
 * it. Made by the readers themselves while they read.
 *
 * @param site the sending site
 * @param mapping name and version of the mapping by which it was read; empty if none applies
 * @param parts in the order of the message
 * @param refusal for a refused message, the code and place of its answer; otherwise empty
 */
public record Explanation(
    String site, String mapping, List<Part> parts, Disposition disposition, String refusal) {
  public Explanation {
    parts = List.copyOf(parts);
  }

  /**
   * A part of a message.
   *
   * @param segment the segment or resource, such as {@code OBX[3]}
   * @param place the field or element, such as {@code OBX-5}; empty for the whole segment
   * @param used whether it was used
   * @param as what it was used as, or why it was not used
   * @param rule the rule: file and line of a mapping, or {@code shipped}; empty if there is none
   * @param value its value, which may be patient data; may be empty
   */
  public record Part(
      String segment, String place, boolean used, String as, String rule, String value) {
    /** Withholds the value, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Part[" + segment + ", " + place + ", " + as + "]";
    }
  }

  @Override
  public String toString() {
    return "Explanation[" + parts.size() + " parts]";
  }
}
