package org.radiologytrust.ingest.hl7.out;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * The OBX of one message. OBX-11 follows HL7 table 0085:
 *
 * <ul>
 *   <li>P: the receiver has no such line, and no person has confirmed it.
 *   <li>C: the line takes the place of the one that the receiver has.
 *   <li>D: the receiver has a line that no longer holds. It is to be deleted, so that nobody acts
 *       on it.
 *   <li>W: the report was withdrawn. It often is another patient's, which is the table's own
 *       example of W. With D, lines would vanish on which somebody may have acted; with W they
 *       stay, marked as wrong.
 * </ul>
 */
final class Observations {
  private static final String DELETED = "D";
  private static final int STATUS = 11;

  private final List<String> segments;
  private final Map<SentLine, Segment> before;
  private final boolean withdrawn;
  private final String time;
  private final PlainCharacters characters;
  private final Set<SentLine> now = new LinkedHashSet<>();
  private int count;

  /**
   * @param segments to which they are added
   * @param before the OBX of the message before, which the receiver may have got or not
   * @param withdrawn whether the report was withdrawn
   * @param time OBX-14
   */
  Observations(
      List<String> segments,
      Map<SentLine, Segment> before,
      boolean withdrawn,
      String time,
      PlainCharacters characters) {
    this.segments = segments;
    this.before = before;
    this.withdrawn = withdrawn;
    this.time = time;
    this.characters = characters;
  }

  void add(Line line) {
    SegmentText obx =
        begun("TX")
            .with(3, 1, line.kind().code())
            .with(3, 2, line.kind().words())
            .with(3, 3, OwnCodes.SYSTEM)
            .with(5, characters.of(line.text()))
            .with(8, line.abnormal());
    if (!line.check().isEmpty()) {
      obx.with(3, 4, line.check()).with(3, 6, OwnCodes.CHECKS);
    }
    add(obx, line.sent());
  }

  /**
   * Adds all lines as a page.
   *
   * @param type of HL7 table 0191
   * @param subtype of HL7 table 0291
   */
  void page(String type, String subtype, byte[] page) {
    SegmentText obx =
        begun("ED")
            .with(3, 1, OwnCodes.PAGE.code())
            .with(3, 2, OwnCodes.PAGE.words())
            .with(3, 3, OwnCodes.SYSTEM)
            .with(5, 2, type)
            .with(5, 3, subtype)
            .with(5, 4, "Base64")
            .with(5, 5, Base64.getEncoder().encodeToString(page));
    add(obx, new SentLine(OwnCodes.PAGE.code(), "1"));
  }

  private void add(SegmentText obx, SentLine line) {
    now.add(line);
    boolean there = before.containsKey(line) && !isDeleted(before.get(line));
    end(obx.with(4, line.name()), withdrawn ? "W" : there ? "C" : "P");
  }

  private static boolean isDeleted(Segment obx) {
    return obx.value(STATUS, 1).equals(DELETED);
  }

  /** Adds the lines that the receiver may have and that no longer hold. */
  void addGone() {
    before.forEach(
        (line, obx) -> {
          if (!now.contains(line)) {
            gone(obx);
          }
        });
  }

  /** A deleted line says nothing; the others say what they said. */
  private void gone(Segment obx) {
    boolean marked = withdrawn && !isDeleted(obx);
    SegmentText same = begun(marked ? obx.field(2) : "TX");
    same.raw(3, 1, 1, obx.field(3)).raw(4, 1, 1, obx.field(4));
    if (marked) {
      same.raw(5, 1, 1, obx.field(5)).raw(8, 1, 1, obx.field(8));
    }
    end(same, marked ? "W" : DELETED);
  }

  private SegmentText begun(String type) {
    count++;
    return new SegmentText("OBX").with(1, String.valueOf(count)).with(2, type);
  }

  private void end(SegmentText obx, String status) {
    segments.add(obx.with(STATUS, status).with(14, time).toString());
  }
}
