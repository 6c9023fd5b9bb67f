package org.radiologytrust.text.sections;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.words.CleanText;

/**
 * Finds the parts of a report's text that do not become claims: background sections, and statements
 * in a line with a signature. A background section that states a finding of these images is named
 * as such.
 */
final class UnreadSections {
  private static final String FINDINGS = "findings.yaml";
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}'-]+");
  private static final Pattern SENTENCE_MARK = Pattern.compile("[.,;:!?()]");

  private final SentenceSections sections;
  private final Set<String> administrative;
  private final Set<String> qualifiers;
  private final Set<String> findings = new HashSet<>();

  private UnreadSections(SentenceSections sections) {
    this.sections = sections;
    this.administrative = sections.headings().administrativeWords();
    this.qualifiers = sections.headings().qualifiers();
  }

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  static UnreadSections load(SiteFiles files, SentenceSections sections) {
    UnreadSections unread = new UnreadSections(sections);
    files
        .words(FINDINGS, new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .values()
        .stream()
        .flatMap(concepts -> concepts.values().stream())
        .flatMap(List::stream)
        .filter(term -> term.indexOf(' ') < 0)
        .forEach(term -> unread.findings.add(term.toLowerCase(Locale.ROOT)));
    return unread;
  }

  /** All parts of the report that are not audited, including those that the feed did not read. */
  List<NotAudited> of(Report report, List<Sentence> sentences) {
    List<NotAudited> parts = new ArrayList<>(report.notAudited());
    for (Sentence s : sentences) {
      if (s.section() == Section.ADMINISTRATIVE) {
        if (states(CleanText.of(s.text()).folded())) {
          parts.add(NotAudited.reportText("text in a line with a signature", s.text()));
        }
      } else if (!s.section().stated()) {
        String name = s.section().name().toLowerCase(Locale.ROOT) + " section";
        if (sections.statesFinding(s)) {
          parts.add(NotAudited.reportText("statement of a finding in the " + name, s.text()));
          continue;
        }
        long size = s.text().codePointCount(0, s.text().length());
        parts.add(NotAudited.other(name, size, NotAudited.Unit.CHARACTERS));
      }
    }
    return NotAudited.merged(parts);
  }

  /**
   * Whether an administrative line may make a statement: it has two adjacent lower-case words that
   * do not occur in signatures, or a finding and a word that qualifies one. A finding alone may be
   * a name or the reason for an examination.
   */
  private boolean states(String line) {
    boolean finding = false;
    boolean qualified = false;
    for (String clause : SENTENCE_MARK.split(line)) {
      int inARow = 0;
      for (String written : NO_WORD.split(clause)) {
        String word = written.toLowerCase(Locale.ROOT);
        boolean own = word.length() > 1 && !administrative.contains(word);
        inARow = own && written.equals(word) ? inARow + 1 : 0;
        if (inARow == 2) {
          return true;
        }
        finding |= own && isFinding(word);
        qualified |= qualifiers.contains(word);
      }
    }
    return finding && qualified;
  }

  private boolean isFinding(String word) {
    return findings.contains(word)
        || word.endsWith("s") && findings.contains(word.substring(0, word.length() - 1));
  }
}
