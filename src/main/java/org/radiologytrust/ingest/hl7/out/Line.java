package org.radiologytrust.ingest.hl7.out;

import org.radiologytrust.model.Texts;

/**
 * One statement of an audit.
 *
 * @param name tells it from others of its kind, in all messages about a report: OBX-4
 * @param check id of the check or kind of a flag; empty for other lines
 * @param abnormal OBX-8
 * @param text one line of text
 */
record Line(OwnCodes kind, String name, String check, String abnormal, String text) {
  /** The longest OBX-4 of version 2.5. */
  private static final int LONGEST = 20;

  private static final int HASH = 12;

  Line {
    name =
        name.length() > LONGEST || !name.matches("[A-Za-z0-9 .-]*")
            ? Texts.sha256(name).substring(0, HASH)
            : name;
  }

  static Line of(OwnCodes kind, String name, String text) {
    return new Line(kind, name, "", "", text);
  }

  SentLine sent() {
    return new SentLine(kind.code(), name);
  }

  /** Withholds the text. */
  @Override
  public String toString() {
    return "Line[" + kind + "]";
  }
}
