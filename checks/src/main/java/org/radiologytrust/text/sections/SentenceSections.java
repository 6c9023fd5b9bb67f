package org.radiologytrust.text.sections;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.StatementWords;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Corrects the sections of single sentences. A sentence of the findings that only says how the
 * images were made, what they were compared with, or whom the findings were told, is none of the
 * findings. When a report has no heading for the findings, they begin with the first sentence of
 * technique or comparison that states something. The words are in {@code background.yaml}.
 */
final class SentenceSections {
  private static final String FILE = "background.yaml";

  /** A text of fewer sentences has no impression that could be told from them. */
  private static final int DESCRIBED = 4;

  private record Technique(
      @MayBeEmpty Terms about, @MayBeEmpty Terms done, @MayBeEmpty Set<String> further) {
    /** A language need not have these words. */
    static Technique none(SiteFiles files) {
      Terms nothing = Terms.of(files, FILE, List.of());
      return new Technique(nothing, nothing, Set.of());
    }
  }

  private record Words(
      @MayBeEmpty Terms states,
      @Nullable Technique technique,
      @MayBeEmpty Terms comparison,
      @MayBeEmpty Set<String> verbs,
      @MayBeEmpty Set<String> afterVerbs,
      @MayBeEmpty Terms patient,
      @MayBeEmpty Terms now,
      @MayBeEmpty Terms nowInHistory,
      @Nullable Terms concludes) {}

  private final StatementWords states;
  private final SectionHeadings headings;
  private final ExamNames names;
  private final Words words;
  private final Technique technique;
  private final CommunicationReader communications;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  SentenceSections(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    states = new StatementWords(files, words.states());
    headings = SectionHeadings.load(files, states);
    names = headings.names();
    technique = words.technique() == null ? Technique.none(files) : words.technique();
    communications = new CommunicationReader(files);
  }

  /** The headings of the same language. */
  SectionHeadings headings() {
    return headings;
  }

  /** Tells which words may state something. */
  StatementWords states() {
    return states;
  }

  /**
   * Whether a sentence of a background section states an abnormal finding of these images: in the
   * present tense, certain, and not denied.
   */
  boolean statesFinding(Sentence s) {
    WordTokens t = WordTokens.of(s);
    boolean patient = s.section() == Section.HISTORY || s.section() == Section.REQUEST;
    return (patient ? words.nowInHistory() : words.now()).anyIn(t) && states.findingPresentIn(s);
  }

  /** The sentences of one text with their sections corrected. */
  List<SentenceCutter.Piece> correct(String text, List<SentenceCutter.Piece> cut) {
    List<SentenceCutter.Piece> pieces = withImpression(text, cut);
    List<SentenceCutter.Piece> corrected = new ArrayList<>();
    boolean body = pieces.stream().anyMatch(p -> body(p.section()) && states.in(words(text, p)));
    @Nullable Section lost = null;
    for (SentenceCutter.Piece p : pieces) {
      Section section = p.section();
      if (section != lost) {
        lost = null;
      }
      if (!body && (lost != null || begins(text, p))) {
        lost = section;
        section = Section.OTHER;
      }
      corrected.add(p.in(section.stated() ? background(section, words(text, p)) : section));
    }
    return withFindings(text, pieces, corrected);
  }

  /**
   * The same, with an impression for a longer text that has none. Many reports are dictated in one
   * paragraph. Its end is the impression: marked items, or what begins with "Overall, ...".
   */
  private List<SentenceCutter.Piece> withImpression(
      String text, List<SentenceCutter.Piece> pieces) {
    Set<Section> sections =
        pieces.stream().map(SentenceCutter.Piece::section).collect(Collectors.toSet());
    if (sections.contains(Section.IMPRESSION)) {
      return pieces;
    }
    boolean headed = sections.contains(Section.FINDINGS);
    int described = DESCRIBED;
    while (described < pieces.size()
        && (headed || !marked(text, pieces.get(described)))
        && !concludes(text, pieces.get(described))) {
      described++;
    }
    if (pieces.size() - described > described) {
      return pieces;
    }
    List<SentenceCutter.Piece> all = new ArrayList<>(pieces);
    for (int i = described; i < pieces.size(); i++) {
      SentenceCutter.Piece p = pieces.get(i);
      all.set(i, body(p.section()) ? p.in(Section.IMPRESSION) : p);
    }
    return all;
  }

  private boolean concludes(String text, SentenceCutter.Piece p) {
    return words.concludes() != null
        && body(p.section())
        && words.concludes().at(words(text, p), 0) != null;
  }

  private static boolean marked(String text, SentenceCutter.Piece p) {
    int from = p.range().from();
    return p.section() == Section.OTHER && SentenceCutter.isMark(text.charAt(from));
  }

  /**
   * The same, with what a report states before its impression as its findings, if it has no heading
   * for them: many are dictated in one paragraph that ends with "Impression:". What stands under a
   * heading of the comparison may be about another study.
   */
  private List<SentenceCutter.Piece> withFindings(
      String text, List<SentenceCutter.Piece> cut, List<SentenceCutter.Piece> corrected) {
    List<Section> sections = corrected.stream().map(SentenceCutter.Piece::section).toList();
    int impression = sections.indexOf(Section.IMPRESSION);
    if (impression < 0 || sections.contains(Section.FINDINGS)) {
      return corrected;
    }
    List<SentenceCutter.Piece> all = new ArrayList<>(corrected);
    for (int i = 0; i < impression; i++) {
      SentenceCutter.Piece p = corrected.get(i);
      if (p.section() == Section.OTHER
          && cut.get(i).section() != Section.COMPARISON
          && isFinding(words(text, p))) {
        all.set(i, p.in(Section.FINDINGS));
      }
    }
    return all;
  }

  private boolean isFinding(WordTokens t) {
    return states.in(t) && !words.patient().anyIn(t);
  }

  /** Whether the findings begin with this sentence, though it stands in a background section. */
  private boolean begins(String text, SentenceCutter.Piece p) {
    boolean history = p.section() == Section.HISTORY || p.section() == Section.REQUEST;
    boolean how = p.section() == Section.TECHNIQUE || p.section() == Section.COMPARISON;
    boolean line = p.range().from() == 0 || text.charAt(p.range().from() - 1) == '\n';
    if (!how && !(history && line)) {
      return false;
    }
    WordTokens t = words(text, p);
    return states.in(t) && (how || words.now().anyIn(t) && !words.patient().anyIn(t));
  }

  private static boolean body(Section section) {
    return section == Section.FINDINGS || section == Section.OTHER;
  }

  private static WordTokens words(String text, SentenceCutter.Piece p) {
    return WordTokens.of(text.substring(p.range().from(), p.range().to()));
  }

  /** The section of a sentence that states nothing about the images; else the one it has. */
  private Section background(Section section, WordTokens t) {
    Section other = about(section, t);
    return other == section || states.in(t) ? section : other;
  }

  private Section about(Section section, WordTokens t) {
    if (communications.tells(t)) {
      return Section.COMMUNICATION;
    }
    if (section == Section.RECOMMENDATION || says(t)) {
      return section;
    }
    if (words.comparison().anyIn(t)) {
      return Section.COMPARISON;
    }
    boolean how =
        technique.about().anyIn(t)
            && (technique.done().anyIn(t) || section != Section.IMPRESSION && plain(t));
    return how ? Section.TECHNIQUE : section;
  }

  /** Whether a sentence has a verb that is about something else than what was done or compared. */
  private boolean says(WordTokens t) {
    for (int i = 0; i < t.size(); i++) {
      if (words.verbs().contains(t.word(i))) {
        int next = i + 1;
        while (next < t.size() && words.afterVerbs().contains(t.word(next))) {
          next++;
        }
        if (next == t.size()
            || technique.done().at(t, next) == null && words.comparison().at(t, next) == null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all words of a sentence are words of technique and of body parts. */
  private boolean plain(WordTokens t) {
    int i = 0;
    while (i < t.size()) {
      Terms.Hit hit = technique.about().at(t, i);
      if (hit == null && !names.word(t.word(i)) && !technique.further().contains(t.word(i))) {
        return false;
      }
      i = hit == null ? i + 1 : hit.last() + 1;
    }
    return true;
  }
}
