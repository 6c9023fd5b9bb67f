package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * What a report says that was examined.
 *
 * @param names sentences of examination, technique and studies, the labels, and a first sentence
 *     that names an examination
 * @param labels those before statements ("LEFT KNEE:")
 * @param statements sentences of findings and impression, in order of the text
 */
record Examined(List<WordTokens> names, List<WordTokens> labels, List<WordTokens> statements) {
  /** A longer sentence describes more than the examination's name. */
  private static final int NAME_WORDS = 15;

  /** So many first statements, and the impression, can present the study. */
  static final int OPENING = 4;

  /**
   * A text of more statements without findings and impression is a narrative: it also tells of
   * other examinations, and only its first sentences name its own.
   */
  private static final int NARRATIVE = 25;

  /** More than an ordinary report has: each is read again by several checks. */
  private static final int MAX_LABELS = 200;

  private static final Set<Section> NAMING =
      Set.of(Section.TECHNIQUE, Section.REQUEST, Section.STUDIES);

  static Examined of(ReportReading r, Modalities modalities) {
    List<WordTokens> names = new ArrayList<>();
    List<WordTokens> statements = new ArrayList<>();
    Set<Sentence.Label> labels = new LinkedHashSet<>();
    boolean first = true;
    boolean narrative = narrative(r);
    int n = 0;
    for (SentenceReading s : r.sentences()) {
      boolean namesOwn = !narrative || n < OPENING;
      n++;
      if (NAMING.contains(s.section())) {
        if (namesOwn) {
          names.add(s.words());
        }
      } else if (s.section().stated() && s.section() != Section.RECOMMENDATION) {
        if (first && s.section() == Section.OTHER && naming(s.words(), modalities)) {
          names.add(s.words());
        }
        statements.add(s.words());
      }
      first &= s.section() == Section.ADMINISTRATIVE;
      if (namesOwn) {
        labels.addAll(s.sentence().labels());
      }
    }
    List<WordTokens> before =
        r.budget().first(MAX_LABELS, List.copyOf(labels)).stream().map(Examined::words).toList();
    names.addAll(before);
    return new Examined(r.budget().watched(names), before, r.budget().watched(statements));
  }

  /** All sentences. */
  List<WordTokens> all() {
    return Stream.concat(names.stream(), statements.stream()).toList();
  }

  private static boolean narrative(ReportReading r) {
    List<SentenceReading> stated = r.stated();
    return stated.size() > NARRATIVE && stated.stream().allMatch(s -> s.section() == Section.OTHER);
  }

  private static WordTokens words(Sentence.Label label) {
    return WordTokens.of(new Sentence(1, Section.TECHNIQUE, label.span(), label.text()));
  }

  private static boolean naming(WordTokens t, Modalities modalities) {
    return isName(t) && (!modalities.named(t).isEmpty() || !modalities.signs(t).isEmpty());
  }

  /** Whether a sentence is short enough to be an examination's name. */
  static boolean isName(WordTokens t) {
    return t.size() <= NAME_WORDS;
  }
}
