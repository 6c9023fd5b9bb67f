package org.radiologytrust.check.completeness;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.NamedPlaces;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Findings of a list that must not be lost: what asserts them, and what names them. */
final class NotableFindings {
  /** Words that name a finding: its own, other words for it, and what it comes from. */
  private enum Naming {
    OWN,
    ALSO,
    CAUSES
  }

  /** Between the ids of a term that several findings have. */
  private static final String SEPARATOR = "\n";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)[ -]?(mm|cm)\\b");

  /**
   * A finding of the list that a sentence asserts.
   *
   * @param places where it is; empty if the sentence does not say it
   * @param calledNew whether the sentence says that it is new or worse
   */
  record Notable(
      String id, Evidence words, SentenceReading sentence, Set<Site> places, boolean calledNew) {}

  private final Terms words;
  private final Map<String, Terms> with = new LinkedHashMap<>();
  private final Map<String, Integer> sizes = new LinkedHashMap<>();
  private final Map<String, Terms> names = new LinkedHashMap<>();
  private final NotableWords lists;
  private final News news;
  private final Anatomy anatomy;

  /**
   * @param file of the language's words
   */
  NotableFindings(SiteFiles files, String file) {
    lists = NotableWords.of(files, file);
    news = new News(lists);
    anatomy = Anatomy.of(files);
    Map<String, String> all = new LinkedHashMap<>();
    Map<String, NotableWords.Entry> findings =
        lists.findings() == null ? Map.of() : lists.findings();
    findings.forEach(
        (id, e) -> {
          e.words().forEach(term -> all.merge(term, id, (a, b) -> a + SEPARATOR + b));
          if (e.with() != null) {
            with.put(id, e.with());
          }
          if (e.minMillimeters() != null) {
            sizes.put(id, e.minMillimeters());
          }
          List<String> causes = SiteFiles.orEmpty(e.causes());
          List<String> own = without(causes, e.words());
          List<String> also = without(own, SiteFiles.orEmpty(e.also()));
          names.put(
              id,
              Terms.of(
                  files,
                  file,
                  Map.of(
                      Naming.OWN.name(),
                      own,
                      Naming.ALSO.name(),
                      also,
                      Naming.CAUSES.name(),
                      causes)));
        });
    for (NotableWords.Treatment treatment : lists.treated()) {
      if (!findings.keySet().containsAll(treatment.of())) {
        throw new IllegalArgumentException(
            file + ": treated: not all of " + treatment.of() + " are findings");
      }
    }
    Map<String, List<String>> byIds = new LinkedHashMap<>();
    all.forEach((term, ids) -> byIds.computeIfAbsent(ids, k -> new ArrayList<>()).add(term));
    words = Terms.of(files, file + " findings", byIds);
  }

  private static List<String> without(List<String> some, List<String> all) {
    return all.stream().filter(word -> !some.contains(word)).toList();
  }

  /**
   * The findings that sentences assert as certain and as news, if no other sentence says that they
   * are none, or that their treatment is completed.
   */
  List<Notable> in(List<SentenceReading> sentences) {
    List<Notable> found = new ArrayList<>();
    Set<String> old = new HashSet<>();
    for (SentenceReading s : sentences) {
      WordTokens t = s.words();
      for (Terms.Hit hit : words.in(t)) {
        if (!asserted(s, hit)) {
          continue;
        }
        boolean noNews = news.none(t, hit.first(), hit.last());
        for (String id : hit.id().split(SEPARATOR)) {
          if (noNews) {
            old.add(id);
          } else if (qualified(s, id, hit)) {
            Window clause = clause(t, hit);
            Evidence phrase = t.evidence(clause.from(), clause.to() - 1);
            found.add(new Notable(id, phrase, s, places(s, clause), news.called(t, hit.first())));
          }
        }
      }
    }
    found.removeIf(
        n ->
            old.contains(n.id()) && !n.calledNew()
                || news.treated(n.id(), n.sentence(), sentences));
    return found;
  }

  /**
   * Whether sentences name the finding in any way, or refer to another section for it. Who denies a
   * related finding, or names one of another organ, does not name this one.
   */
  boolean named(Notable n, List<SentenceReading> sentences) {
    return sentences.stream().anyMatch(s -> lists.refers().anyIn(s.words()) || names(n, s));
  }

  private boolean names(Notable n, SentenceReading s) {
    Set<Naming> named = EnumSet.noneOf(Naming.class);
    for (Terms.Hit hit : names.get(n.id()).in(s.words())) {
      Naming by = Naming.valueOf(hit.id());
      if (by == Naming.OWN || s.scopes().polarity(hit.first()) != Polarity.DENIED) {
        named.add(by);
      }
    }
    return named.contains(Naming.CAUSES)
        || !named.isEmpty() && !anatomy.otherOrgans(n.places(), places(s));
  }

  /** The places of the clause of a finding, else those of its sentence. */
  private Set<Site> places(SentenceReading s, Window clause) {
    Set<Site> near = places(s, clause.from(), clause.to());
    return near.isEmpty() ? places(s) : near;
  }

  /** The places of a sentence and of the labels before it. */
  private Set<Site> places(SentenceReading s) {
    Set<Site> found = places(s, 0, s.words().size());
    for (Sentence.Label label : s.sentence().labels()) {
      found.addAll(NamedPlaces.of(anatomy, WordTokens.of(label.text())).all());
    }
    return found;
  }

  /** The places that words name, and those of findings that are nowhere else. */
  private Set<Site> places(SentenceReading s, int from, int to) {
    Set<Site> found = NamedPlaces.of(anatomy, s.words()).at(IntStream.range(from, to));
    s.mentions(MentionKind.FINDING)
        .filter(m -> m.first() >= from && m.first() < to)
        .map(m -> anatomy.home(m.concept()))
        .filter(Anatomy.Home::always)
        .forEach(home -> found.addAll(home.sites()));
    return found;
  }

  private boolean asserted(SentenceReading s, Terms.Hit hit) {
    if (heading(s.words(), hit)) {
      return false;
    }
    int first = hit.first();
    // "no consolidation, visible pneumothorax or large effusion": in doubt it is denied
    return s.affirmedBefore(first)
        && s.scopes().polarity(first) == Polarity.AFFIRMED
        && s.scopes().certainty(first) == Certainty.CERTAIN
        && s.scopes().certainty(hit.last()) == Certainty.CERTAIN
        && s.scopes().time(first) == MentionTime.NOW;
  }

  /** "SIGNS OF PULMONARY EMBOLISM:", or that in a cell of a table, names what is told elsewhere. */
  private boolean heading(WordTokens t, Terms.Hit hit) {
    int from = hit.first();
    while (from > 0 && !ends(t.gap(from))) {
      from--;
    }
    int to = hit.last() + 1;
    while (to < t.size() && !ends(t.gap(to))) {
      to++;
    }
    String behind = to < t.size() ? t.gap(to) : t.sentence().text().stripTrailing();
    boolean cell = from > 0 && t.gap(from).contains("|") || to < t.size() && behind.contains("|");
    boolean label = to < t.size() ? behind.contains(":") : behind.endsWith(":");
    return (cell || label && (to == t.size() || !lists.confirmed().contains(t.word(to))))
        && to - from > hit.last() - hit.first() + 1
        && IntStream.range(from, to)
            .allMatch(
                i -> i >= hit.first() && i <= hit.last() || lists.heading().contains(t.word(i)));
  }

  private static boolean ends(String gap) {
    return gap.chars().anyMatch(c -> ":|;.?!\n".indexOf(c) >= 0);
  }

  private boolean qualified(SentenceReading s, String id, Terms.Hit hit) {
    Terms needed = with.get(id);
    if (needed == null) {
      return true;
    }
    WordTokens t = s.words();
    for (Terms.Hit other : needed.in(t)) {
      if (t.part(other.first()) == t.part(hit.first())
          && s.scopes().polarity(other.first()) == Polarity.AFFIRMED) {
        return true;
      }
    }
    return sizes.containsKey(id) && largest(t.sentence().text()) >= sizes.get(id);
  }

  private static Window clause(WordTokens t, Terms.Hit hit) {
    return Window.around(t, hit.first(), hit.last(), t.size()).inClause();
  }

  private static double largest(String text) {
    double largest = 0;
    Matcher m = SIZE.matcher(text);
    while (m.find()) {
      double size = Double.parseDouble(m.group(1)) * (m.group(2).equals("cm") ? 10 : 1);
      largest = Math.max(largest, size);
    }
    return largest;
  }
}
