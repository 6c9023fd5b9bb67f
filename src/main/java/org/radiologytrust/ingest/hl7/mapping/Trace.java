package org.radiologytrust.ingest.hl7.mapping;

import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * Is told by the readers of a message what they read it as. {@code rtl explain} shows it; intake
 * uses {@link #NONE}.
 */
public interface Trace {
  /** Forgets everything. */
  Trace NONE =
      new Trace() {
        @Override
        public void message(Hl7Message all, SiteMapping by, String site) {}

        @Override
        public void used(Segment segment, String place, String as, String where, String value) {}

        @Override
        public void unused(Segment segment, String place, String why) {}
      };

  /** The message, the mapping by which it is read from here on, and its site. */
  void message(Hl7Message all, SiteMapping by, String site);

  /**
   * A part of a segment was used.
   *
   * @param place the part, such as {@code OBR-18}
   * @param as what it is for the product
   * @param where the rule's place: file and line of a mapping, or {@code shipped}
   */
  void used(Segment segment, String place, String as, String where, String value);

  /** A part of a segment was not used. */
  void unused(Segment segment, String place, String why);
}
