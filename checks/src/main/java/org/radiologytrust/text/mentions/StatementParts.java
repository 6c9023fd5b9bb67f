package org.radiologytrust.text.mentions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.words.WordTokens;

/**
 * Divides a sentence into its single findings: "No effusion, pneumothorax or consolidation." has
 * three parts. A part has all words that it needs, so it begins at the negation or at the side that
 * it shares with the parts before it. In doubt the words stay in one part.
 */
final class StatementParts {
  /** How many words before a negation can begin its statement, as in "but there is no". */
  private static final int LEAD = 3;

  private final Scopes scopes;

  StatementParts(Scopes scopes) {
    this.scopes = scopes;
  }

  /**
   * Findings that belong to one part, and the words of the part.
   *
   * @param next the first word behind the part and behind what joins it to the next one
   */
  private record Group(List<Mention> findings, int first, int last, int next) {}

  /** The parts of a sentence, at least one, in order of their ends. Together they cover it. */
  List<StatementPart> of(SentenceReading r) {
    Span sentence = r.sentence().span();
    int end = r.words().size() - 1;
    List<Group> groups = groups(r);
    if (groups.size() == 1) {
      return List.of(new StatementPart(sentence, r.sentence().text(), r.denied()));
    }
    Map<Span, StatementPart> parts = new LinkedHashMap<>();
    for (Group group : groups) {
      int first = first(group, r.scopes());
      boolean toEnd = group.last() >= end || negatedBehind(group, r.scopes());
      Evidence words = r.words().evidence(first, toEnd ? end : group.last());
      int start = first == 0 ? sentence.start() : words.span().start();
      Span span = new Span(start, toEnd ? sentence.end() : words.span().end());
      String text = inner(r.sentence(), span);
      parts.putIfAbsent(span, new StatementPart(span, text, r.denied(group.findings(), first)));
    }
    return List.copyOf(parts.values());
  }

  private static String inner(Sentence s, Span span) {
    int before = s.span().start();
    return new Span(span.start() - before, span.end() - before).in(s.text());
  }

  private List<Group> groups(SentenceReading r) {
    List<Mention> findings = r.mentions(MentionKind.FINDING).toList();
    List<Group> groups = new ArrayList<>();
    List<Mention> together = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < findings.size(); i++) {
      Mention m = findings.get(i);
      together.add(m);
      boolean end = i == findings.size() - 1;
      int cut = end ? -1 : cut(r, m, findings.get(i + 1));
      if (cut > 0) {
        int last = cut - 1;
        while (last > m.last() && scopes.joins(r.words().word(last))) {
          last--;
        }
        groups.add(new Group(List.copyOf(together), first, last, cut));
        together.clear();
        first = cut;
      }
    }
    groups.add(new Group(List.copyOf(together), first, r.words().size() - 1, r.words().size()));
    return groups;
  }

  /** The word at which the part of the second finding begins; -1 when both are one part. */
  private int cut(SentenceReading r, Mention one, Mention other) {
    if (!apart(r, one, other)) {
      return -1;
    }
    WordTokens t = r.words();
    int negation = r.scopes().negation(other.last());
    if (negation > one.last() && negation < other.first()) {
      return conjunction(t, one.last(), negation);
    }
    int cut = -1;
    for (int i = other.first(); i > one.last(); i--) {
      if (t.clause(i) != t.clause(i - 1)) {
        cut = i;
        break;
      }
      if (cut < 0 && scopes.joins(t.word(i - 1))) {
        cut = i;
      }
    }
    while (cut > 0 && cut < other.first() && scopes.joins(t.word(cut))) {
      cut++;
    }
    return cut;
  }

  /** Where a statement begins whose negation is at {@code at}: "but there is no ...". */
  private int conjunction(WordTokens t, int before, int at) {
    for (int i = at - 1; i > before && i >= at - LEAD; i--) {
      if (scopes.ends(t, i)) {
        return i;
      }
      if (scopes.joins(t.word(i))) {
        return i + 1;
      }
    }
    return at;
  }

  /** Whether two findings are said each for itself. */
  private boolean apart(SentenceReading r, Mention one, Mention other) {
    if (one.polarity() == Polarity.UNCLEAR
        || other.polarity() == Polarity.UNCLEAR
        || one.concept().equals(other.concept()) && one.side() == other.side()) {
      return false;
    }
    if (one.polarity() != other.polarity() || one.certainty() != other.certainty()) {
      return true;
    }
    return one.polarity() == Polarity.DENIED
        || one.certainty() == Certainty.CERTAIN
            && !scopes.alternatives(r.words(), one.last() + 1, other.first());
  }

  /** The first word of a part: its own, its negation, or the side that it shares. */
  private static int first(Group group, Scopes.Reading scope) {
    int first = group.first();
    for (Mention m : group.findings()) {
      int negation = scope.negation(m.last());
      first = negation >= 0 && negation < first ? negation : first;
      first = m.sideAt() >= 0 && m.sideAt() < first ? m.sideAt() : first;
    }
    return first;
  }

  private static boolean negatedBehind(Group group, Scopes.Reading scope) {
    return group.findings().stream().anyMatch(m -> scope.negation(m.last()) > group.last());
  }
}
