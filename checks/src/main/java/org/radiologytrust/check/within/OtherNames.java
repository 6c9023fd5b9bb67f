package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence.Label;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds statements of the impression that the findings make with another name of the same group:
 * two statements that share their words, of which one says "head" and the other "body" of the
 * pancreas. A statement of the findings that has the impression's name, and anything else in common
 * with it, is a rival. A sentence that recommends is no statement.
 */
final class OtherNames {
  /** Bounds the work, since each statement is compared with each. */
  private static final int MAX_STATEMENTS = 500;

  /** What the two statements must share: two words. */
  private static final double ENOUGH = 2;

  /** So many of them must differ: a finding alone counts as much as two words. */
  private static final int DIFFERENT = 2;

  /** What it counts that both name one of the things of a group. */
  private static final double THING = 2;

  /** What part of the impression's statement they must share. */
  private static final double PART = 0.25;

  /** What a statement without a name of the group counts as a rival. */
  private static final double UNNAMED = 0.8;

  /** Two statements about one thing with different names. */
  record Pair(SidedStatement said, SidedStatement found) {}

  private final SidedStatements statements;
  private final RecommendationReader recommendations;
  private final Map<String, Segments.Named> groups;

  OtherNames(
      SidedStatements statements,
      RecommendationReader recommendations,
      Map<String, Segments.Named> groups) {
    this.statements = statements;
    this.recommendations = recommendations;
    this.groups = groups;
  }

  /** The pairs; each sentence of the impression once. */
  List<Pair> in(ReportReading r) {
    List<SentenceReading> impression =
        r.of(Section.IMPRESSION).stream().filter(s -> !recommendations.asks(s)).toList();
    List<SentenceReading> body = r.body();
    List<Pair> pairs = new ArrayList<>();
    List<SidedStatement> said = null;
    List<SidedStatement> found = null;
    for (Segments.Named group : groups.values()) {
      if (differ(group.parts(), impression, body)) {
        if (said == null) {
          said = r.budget().first(MAX_STATEMENTS, statements.of(impression));
          found = r.budget().first(MAX_STATEMENTS, statements.of(body));
        }
        pairs.addAll(new Search(group, said, found).pairs());
      }
    }
    return pairs;
  }

  /** Whether the impression asserts a name of a group, and the findings another one. */
  private static boolean differ(
      Terms names, List<SentenceReading> impression, List<SentenceReading> body) {
    Set<String> said = asserted(names, impression);
    if (said.isEmpty()) {
      return false;
    }
    Set<String> found = asserted(names, body);
    return found.stream().anyMatch(n -> said.stream().anyMatch(m -> !m.equals(n)));
  }

  private static Set<String> asserted(Terms names, List<SentenceReading> sentences) {
    Set<String> found = new HashSet<>();
    for (SentenceReading s : sentences) {
      names.in(s.words()).stream()
          .filter(hit -> asserted(s, hit))
          .forEach(hit -> found.add(hit.id()));
      found.addAll(labels(names, s));
    }
    return found;
  }

  private static boolean asserted(SentenceReading s, Terms.Hit hit) {
    return s.scopes().polarity(hit.last()) == Polarity.AFFIRMED
        && s.scopes().time(hit.last()) == MentionTime.NOW
        && s.scopes().certainty(hit.last()) != Certainty.ASKED;
  }

  private static Set<String> labels(Terms names, SentenceReading s) {
    Set<String> found = new HashSet<>();
    for (Label label : s.sentence().labels()) {
      names.in(WordTokens.of(label.text())).forEach(hit -> found.add(hit.id()));
    }
    return found;
  }

  /** The search for pairs of one group. */
  private final class Search {
    private final Terms names;
    private final boolean things;
    private final List<Named> said;
    private final List<Named> found;

    /**
     * A statement, and the names that it has or goes on with.
     *
     * @param states whether it says that something with one of these names is there
     */
    private record Named(SidedStatement statement, Set<String> names, boolean states) {}

    Search(Segments.Named group, List<SidedStatement> said, List<SidedStatement> found) {
      names = group.parts();
      things = group.things();
      this.said = said.stream().map(this::named).toList();
      this.found = found.stream().map(this::named).toList();
    }

    private Named named(SidedStatement s) {
      List<Terms.Hit> hits = names.in(s.sentence().words());
      List<Terms.Hit> own = hits.stream().filter(s::has).toList();
      List<Terms.Hit> near = own.isEmpty() ? hits : own;
      Set<String> ids = near.stream().map(Terms.Hit::id).collect(Collectors.toSet());
      if (ids.isEmpty()) {
        ids = labels(names, s.sentence());
      }
      boolean states = near.stream().allMatch(hit -> asserted(s.sentence(), hit)) && !s.normal();
      return new Named(s, ids, states);
    }

    List<Pair> pairs() {
      List<Pair> pairs = new ArrayList<>();
      for (Named s : said) {
        for (Terms.Hit hit : names.in(s.statement().sentence().words())) {
          boolean states = s.statement().has(hit) && asserted(s.statement().sentence(), hit);
          boolean several = statements.joined(s.statement().sentence().words(), hit.first());
          Pair pair = states && !several ? pair(s, hit) : null;
          if (pair != null) {
            pairs.add(pair);
          }
        }
      }
      return pairs;
    }

    private @Nullable Pair pair(Named s, Terms.Hit name) {
      SidedStatement rest = s.statement().without(name);
      Side side = rest.side();
      SidedStatement best = null;
      double most = 0;
      double rival = 0;
      for (Named f : found) {
        double words = side == null || f.statement().may(side) ? rest.weight(f.statement()) : 0;
        double shared = things && !f.names().isEmpty() ? words + THING : words;
        if (f.names().isEmpty()) {
          rival = Math.max(rival, UNNAMED * shared);
        } else if (f.names().contains(name.id())) {
          if (shared > 0 && !f.statement().normal()) {
            return null;
          }
        } else if (shared > most
            && f.states()
            && (things || rest.shared(f.statement()).size() >= DIFFERENT)
            && !s.names().containsAll(f.names())
            && !saidElsewhere(f, s, shared)) {
          best = f.statement();
          most = shared;
        }
      }
      boolean enough = most >= ENOUGH && most >= PART * rest.weight() && rival < most;
      return best == null || !enough ? null : new Pair(s.statement(), best);
    }

    /** Whether another statement of the impression shares as much with one of the findings. */
    private boolean saidElsewhere(Named f, Named except, double shared) {
      return said.stream()
          .filter(o -> o != except && !Collections.disjoint(f.names(), o.names()))
          .anyMatch(o -> o.statement().weight(f.statement()) >= shared);
    }
  }
}
