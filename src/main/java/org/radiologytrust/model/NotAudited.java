package org.radiologytrust.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of what was sent that no audit looked at.
 *
 * @param what which part, in words of ours and codes alone: never the patient's data
 * @param size in {@code unit}, or {@link #UNKNOWN}
 * @param reportText it belongs to the report's own text, so the report has no score without it
 */
public record NotAudited(String what, long size, Unit unit, boolean reportText) {
  public static final long UNKNOWN = -1;

  /** More kinds than any sender has; what goes beyond is told as one. */
  private static final int MOST = 20;

  /** What a size counts. */
  public enum Unit {
    CHARACTERS,
    BYTES,
    ITEMS
  }

  /** Text of the report itself, by its length in code points. */
  public static NotAudited reportText(String what, String text) {
    return new NotAudited(what, text.codePointCount(0, text.length()), Unit.CHARACTERS, true);
  }

  /** A part that is there beside the report's text. */
  public static NotAudited other(String what, long size, Unit unit) {
    return new NotAudited(what, size, unit, false);
  }

  /** The parts with the same name as one, in order of their first. */
  public static List<NotAudited> merged(Collection<NotAudited> parts) {
    Map<List<Object>, NotAudited> sums = new LinkedHashMap<>();
    for (NotAudited part : parts) {
      NotAudited p = part;
      if (sums.size() >= MOST && !sums.containsKey(p.kind())) {
        p = new NotAudited("other parts", p.size, p.unit, p.reportText);
      }
      sums.merge(p.kind(), p, NotAudited::plus);
    }
    return new ArrayList<>(sums.values());
  }

  private List<Object> kind() {
    return List.of(what, unit, reportText);
  }

  private NotAudited plus(NotAudited other) {
    boolean unknown = size == UNKNOWN || other.size == UNKNOWN;
    return new NotAudited(what, unknown ? UNKNOWN : size + other.size, unit, reportText);
  }
}
