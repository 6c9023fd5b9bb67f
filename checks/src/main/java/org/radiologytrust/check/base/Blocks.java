package org.radiologytrust.check.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * The parts of a report between its headings. Two parts can be of one section: "INTERPRETATION"
 * with the findings, and "IMPRESSION".
 */
public final class Blocks {
  /**
   * Sentences of one section with no heading between them.
   *
   * @param heading the text before the first, which no sentence has: a heading, or other words;
   *     without letters if there is none
   */
  public record Block(Section section, String heading, List<SentenceReading> sentences) {
    public boolean headed() {
      return heading.chars().anyMatch(Character::isLetter);
    }
  }

  /** So many impressions are compared, each with the rest of the report. */
  public static final int MOST = 20;

  private Blocks() {}

  /** The blocks in order of the text. */
  public static List<Block> of(String report, ReportReading r) {
    List<Block> blocks = new ArrayList<>();
    Section section = null;
    int point = 0;
    int at = 0;
    for (SentenceReading s : r.sentences()) {
      Span span = s.sentence().span();
      int start = report.offsetByCodePoints(at, Math.max(0, span.start() - point));
      Block next = new Block(s.section(), report.substring(at, start), new ArrayList<>());
      if (section != s.section() || next.headed()) {
        section = s.section();
        blocks.add(next);
      }
      blocks.get(blocks.size() - 1).sentences().add(s);
      at = report.offsetByCodePoints(start, span.end() - Math.max(point, span.start()));
      point = span.end();
    }
    return blocks;
  }

  /** The sentences of each impression, with its recommendations; empty if there is none. */
  public static List<Set<SentenceReading>> impressions(String report, ReportReading r) {
    List<Set<SentenceReading>> found = new ArrayList<>();
    boolean open = false;
    for (Block block : of(report, r)) {
      boolean impression = block.section() == Section.IMPRESSION;
      if (impression && (block.headed() || !open)) {
        found.add(Collections.newSetFromMap(new IdentityHashMap<>()));
      }
      open = impression || open && block.section() == Section.RECOMMENDATION;
      if (open) {
        found.get(found.size() - 1).addAll(block.sentences());
      }
    }
    return found;
  }
}
