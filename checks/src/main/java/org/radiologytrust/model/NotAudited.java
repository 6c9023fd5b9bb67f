package org.radiologytrust.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a message that was not audited.
 *
 * @param what names the part in fixed words and codes; never holds patient data
 * @param size in {@code unit}, or {@link #UNKNOWN}
 * @param reportText whether it belongs to the report's own text; then the report gets no score
 */
public record NotAudited(String what, long size, Unit unit, boolean reportText) {
  public static final long UNKNOWN = -1;

  /**
   * Limit on different kinds; no known sender reaches it. All further kinds are merged into one.
   */
  private static final int MOST = 20;

  /** The unit of a size. */
  public enum Unit {
    CHARACTERS,
    BYTES,
    ITEMS
  }

  /** Text of the report itself. Its size is its length in code points. */
  public static NotAudited reportText(String what, String text) {
    return new NotAudited(what, text.codePointCount(0, text.length()), Unit.CHARACTERS, true);
  }

  /** A part that does not belong to the report's own text. */
  public static NotAudited other(String what, long size, Unit unit) {
    return new NotAudited(what, size, unit, false);
  }

  /**
   * Merges parts of the same kind and adds their sizes. The order is that of their first
   * occurrence.
   */
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
