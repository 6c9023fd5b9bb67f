package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.radiologytrust.cases.TrueClaim;

/**
 * A case in which a condition gave a wrong label, no label, or an answer that could not be used.
 *
 * @param report the text in pieces, with the claims marked
 * @param conditions those that went wrong
 */
record WrongCase(LabelledCase labelled, List<Piece> report, List<OfCondition> conditions) {
  /** Longer answers are cut: an answer without an end says nothing more behind this. */
  private static final int MOST_CHARACTERS = 20_000;

  /**
   * Text between two places where a claim begins or ends.
   *
   * @param begins claims that begin here, with their numbers from 1
   * @param inClaim whether a claim covers it
   * @param wrong whether a claim that covers it is wrong in some condition
   */
  record Piece(String text, List<Begin> begins, boolean inClaim, boolean wrong) {}

  /** The number of a claim, and whether it is wrong in some condition. */
  record Begin(int number, boolean wrong) {}

  /**
   * What one condition got wrong.
   *
   * @param place of the condition, from 0
   * @param refused calls whose answer could not be used
   * @param labels all calls that ask for labels
   */
  record OfCondition(
      int place, String title, List<WrongClaim> claims, List<Call> refused, List<Call> labels) {}

  /**
   * @param number from 1
   */
  record WrongClaim(int number, TrueClaim claim, Judgement judged) {}

  /** The wrong ones of the cases, in their order. */
  static List<WrongCase> of(
      List<LabelledCase> cases, List<ConditionResults> all, List<Figures.OfCondition> conditions) {
    List<Map<String, AnsweredCase>> answered = new ArrayList<>();
    for (ConditionResults r : all) {
      Map<String, AnsweredCase> byId = new HashMap<>();
      AnsweredCase.of(cases, r).forEach(a -> byId.put(a.labelled().id(), a));
      answered.add(byId);
    }
    List<WrongCase> wrong = new ArrayList<>();
    for (LabelledCase c : cases) {
      List<OfCondition> here = new ArrayList<>();
      for (int k = 0; k < conditions.size(); k++) {
        AnsweredCase a = answered.get(k).get(c.id());
        OfCondition of = a == null ? null : ofCondition(k, conditions.get(k).title(), a);
        if (of != null && !(of.claims().isEmpty() && of.refused().isEmpty())) {
          here.add(of);
        }
      }
      if (!here.isEmpty()) {
        Set<Integer> numbers = new TreeSet<>();
        here.forEach(of -> of.claims().forEach(w -> numbers.add(w.number())));
        wrong.add(new WrongCase(c, pieces(c, numbers), here));
      }
    }
    return wrong;
  }

  private static OfCondition ofCondition(int place, String title, AnsweredCase a) {
    List<WrongClaim> claims =
        IntStream.range(0, a.claims().size())
            .filter(i -> a.askedLabels() && a.claims().get(i).label() != null && !a.right(i))
            .mapToObj(i -> new WrongClaim(i + 1, a.claims().get(i), a.judged(i)))
            .toList();
    List<Call> refused =
        a.calls().stream().filter(c -> c.outcome() != Call.Outcome.ACCEPTED).toList();
    return new OfCondition(place, title, claims, refused, a.labelCalls());
  }

  /**
   * The report cut where claims begin and end; claims may overlap.
   *
   * @param wrong numbers of claims, from 1
   */
  static List<Piece> pieces(LabelledCase c, Set<Integer> wrong) {
    int[] text = c.report().codePoints().toArray();
    List<TrueClaim> claims = c.truth().claims();
    TreeSet<Integer> cuts = new TreeSet<>(Set.of(0, text.length));
    for (TrueClaim t : claims) {
      cuts.add(Math.max(0, Math.min(text.length, t.start())));
      cuts.add(Math.max(0, Math.min(text.length, t.end())));
    }
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int to : cuts.tailSet(0, false)) {
      int begin = from;
      List<Integer> covering =
          IntStream.range(0, claims.size())
              .filter(i -> claims.get(i).start() < to && claims.get(i).end() > begin)
              .boxed()
              .toList();
      pieces.add(
          new Piece(
              new String(text, begin, to - begin),
              covering.stream()
                  .filter(i -> claims.get(i).start() == begin)
                  .map(i -> new Begin(i + 1, wrong.contains(i + 1)))
                  .toList(),
              !covering.isEmpty(),
              covering.stream().anyMatch(i -> wrong.contains(i + 1))));
      from = to;
    }
    return pieces;
  }

  /** At most 20,000 characters of an answer. */
  static String start(String answer) {
    int length = Math.min(MOST_CHARACTERS, answer.codePointCount(0, answer.length()));
    return answer.substring(0, answer.offsetByCodePoints(0, length));
  }

  /** How many characters {@link #start} leaves out. */
  static int left(String answer) {
    return Math.max(0, answer.codePointCount(0, answer.length()) - MOST_CHARACTERS);
  }
}
