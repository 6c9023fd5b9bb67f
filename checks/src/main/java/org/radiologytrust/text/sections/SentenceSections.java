package org.radiologytrust.text.sections;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  private record Technique(
      @Nullable List<String> about, @Nullable List<String> done, @Nullable Set<String> further) {}

  private record Words(
      @Nullable List<String> states,
      @Nullable Technique technique,
      @Nullable List<String> comparison,
      @Nullable Set<String> verbs,
      @Nullable Set<String> afterVerbs,
      @Nullable List<String> patient,
      @Nullable List<String> now,
      @Nullable List<String> nowInHistory) {}

  private final StatementWords states;
  private final SectionHeadings headings;
  private final ExamNames names;
  private final Terms about;
  private final Terms done;
  private final Set<String> further;
  private final Set<String> verbs;
  private final Set<String> afterVerbs;
  private final Terms patient;
  private final Terms now;
  private final Terms nowInHistory;
  private final Terms comparison;
  private final CommunicationReader communications;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  SentenceSections(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    states = new StatementWords(files, w.states());
    headings = SectionHeadings.load(files, states);
    names = headings.names();
    Technique technique = w.technique() == null ? new Technique(null, null, null) : w.technique();
    about = terms(technique.about());
    done = terms(technique.done());
    further = orEmpty(technique.further());
    patient = terms(w.patient());
    now = terms(w.now());
    nowInHistory = terms(w.nowInHistory());
    verbs = orEmpty(w.verbs());
    afterVerbs = orEmpty(w.afterVerbs());
    comparison = terms(w.comparison());
    communications = new CommunicationReader(files);
  }

  private static Set<String> orEmpty(@Nullable Set<String> words) {
    return words == null ? Set.of() : words;
  }

  private static Terms terms(@Nullable List<String> words) {
    return Terms.of(words == null ? List.of() : words);
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
    return (patient ? nowInHistory : now).anyIn(t) && states.findingPresentIn(s);
  }

  /** The sentences of one text with their sections corrected. */
  List<SentenceCutter.Piece> correct(String text, List<SentenceCutter.Piece> pieces) {
    List<SentenceCutter.Piece> corrected = new ArrayList<>();
    boolean body = pieces.stream().anyMatch(p -> body(p.section()));
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
    return corrected;
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
    return states.in(t) && (how || now.anyIn(t) && !patient.anyIn(t));
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
    if (comparison.anyIn(t)) {
      return Section.COMPARISON;
    }
    boolean how = about.anyIn(t) && (done.anyIn(t) || section != Section.IMPRESSION && plain(t));
    return how ? Section.TECHNIQUE : section;
  }

  /** Whether a sentence has a verb that is about something else than what was done or compared. */
  private boolean says(WordTokens t) {
    for (int i = 0; i < t.size(); i++) {
      if (verbs.contains(t.word(i))) {
        int next = i + 1;
        while (next < t.size() && afterVerbs.contains(t.word(next))) {
          next++;
        }
        if (next == t.size() || done.at(t, next) == null && comparison.at(t, next) == null) {
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
      Terms.Hit hit = about.at(t, i);
      if (hit == null && !names.word(t.word(i)) && !further.contains(t.word(i))) {
        return false;
      }
      i = hit == null ? i + 1 : hit.last() + 1;
    }
    return true;
  }
}
