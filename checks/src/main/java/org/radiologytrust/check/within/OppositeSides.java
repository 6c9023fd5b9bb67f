package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;

/**
 * Finds statements of the impression on one side that the findings make of the other: those that
 * share more words with a statement about the other side than with any that can be about their own.
 */
final class OppositeSides {
  /** Bounds the work, since each statement is compared with those that share a word. */
  private static final int MAX_STATEMENTS = 500;

  /** What the two statements of a pair must share: a finding, or two other words. */
  private static final double SURE = 2;

  /** The same for a pair that is near. */
  private static final double NEAR = 1;

  /** What part of the impression's statement they must share. */
  private static final double SURE_PART = 0.25;

  private static final double NEAR_PART = 0.15;

  /**
   * What a statement that can be about the impression's side may share at most, of what the pair
   * does.
   */
  private static final double RIVAL = 0.8;

  /** What a statement without a side counts as a rival. */
  private static final double UNSIDED = 0.8;

  /**
   * Two statements about one thing on opposite sides.
   *
   * @param sure whether little speaks against it
   */
  record Pair(SidedStatement said, SidedStatement found, boolean sure) {
    /**
     * The result of a check.
     *
     * @param findings what the findings do, behind "The impression puts this on the left side"
     * @param action what to do, behind the side of the findings
     */
    CheckResult result(String check, String findings, String action) {
      return new CheckResult(
          check,
          Label.NEEDS_REVIEW,
          said.evidence(found),
          found.evidence(said),
          "The impression puts this on the "
              + said.side().word()
              + " side"
              + findings
              + " on the "
              + found.side().word()
              + action);
    }
  }

  private final SidedStatements statements;

  OppositeSides(SidedStatements statements) {
    this.statements = statements;
  }

  /** The pairs in order of the impression; each thing once. */
  List<Pair> in(ReportReading r) {
    List<SentenceReading> impression = r.of(Section.IMPRESSION);
    List<SentenceReading> body = r.body();
    if (impression.stream().noneMatch(statements::sided)
        || body.stream().noneMatch(statements::sided)) {
      return List.of();
    }
    List<SidedStatement> said = statements(r, impression);
    if (said.stream().noneMatch(SidedStatement::states)) {
      return List.of();
    }
    Map<String, List<SidedStatement>> found = new HashMap<>();
    for (SidedStatement f : statements(r, body)) {
      f.known().forEach(word -> found.computeIfAbsent(word, k -> new ArrayList<>()).add(f));
    }
    List<Pair> pairs = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (SidedStatement s : said) {
      Pair pair = s.states() ? pair(s, said, found) : null;
      if (pair != null && told.addAll(s.shared(pair.found()))) {
        pairs.add(pair);
      }
    }
    return pairs;
  }

  private List<SidedStatement> statements(ReportReading r, List<SentenceReading> sentences) {
    return r.budget().first(MAX_STATEMENTS, statements.of(sentences));
  }

  private @Nullable Pair pair(
      SidedStatement s, List<SidedStatement> said, Map<String, List<SidedStatement>> found) {
    Side other = s.side().opposite();
    Set<SidedStatement> near = new LinkedHashSet<>();
    s.known().forEach(word -> near.addAll(found.getOrDefault(word, List.of())));
    SidedStatement best = null;
    double most = 0;
    double rival = 0;
    for (SidedStatement f : near) {
      double shared = s.weight(f);
      if (f.may(s.side())) {
        rival = Math.max(rival, f.side() == null ? UNSIDED * shared : shared);
      } else if (f.states() && shared > most) {
        best = f;
        most = shared;
      }
    }
    if (best == null || most < NEAR || rival >= most || most < NEAR_PART * s.weight()) {
      return null;
    }
    for (SidedStatement o : said) {
      if (o != s && o.side() != null && o.may(other) && o.weight(best) >= most) {
        return null; // the impression has the findings' statement, too
      }
    }
    boolean sure = most >= SURE && rival <= RIVAL * most && most >= SURE_PART * s.weight();
    return new Pair(s, best, sure);
  }
}
