package org.radiologytrust.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;

/** Merges the results of the checks into the claims and verdicts of one case. */
final class Ledger {
  /** A claim, its verdict ({@code null} if a check added the claim), and its checks. */
  private record Entry(Claim claim, @Nullable Verdict verdict, List<CheckResult> checks) {}

  private final Audit c;
  private final List<Entry> entries = new ArrayList<>();

  Ledger(Audit c) {
    this.c = c;
    Map<Integer, Verdict> verdicts = new HashMap<>();
    for (Verdict v : c.verdicts()) {
      if (verdicts.put(v.claim(), v) != null) {
        throw new IllegalStateException("claim " + v.claim() + " has more than one verdict");
      }
    }
    for (Claim claim : c.claims()) {
      Verdict v = verdicts.remove(claim.number());
      if (v == null) {
        throw new IllegalStateException("claim " + claim.number() + " has not exactly one verdict");
      }
      entries.add(new Entry(claim, v, new ArrayList<>()));
    }
    if (!verdicts.isEmpty()) {
      throw new IllegalStateException("a verdict on a claim that does not exist");
    }
  }

  /**
   * Assigns a check to every claim that it overlaps, or adds a claim for its sentence. A claim that
   * contains another one, with the check's words in both, is left out: the other one is meant.
   * Words outside all sentences, such as a heading, become a claim themselves.
   */
  void cover(CheckResult check) {
    Span place = check.first().span();
    List<Entry> touched = touched(place);
    if (touched.isEmpty()) {
      Sentence s =
          c.sentences().stream()
              .filter(x -> x.span().overlaps(place))
              .findFirst()
              .orElseGet(() -> new Sentence(0, Section.OTHER, place, check.first().value()));
      Claim added = new Claim(0, s.number(), s.section(), type(s), s.span(), s.text());
      touched = List.of(new Entry(added, null, new ArrayList<>()));
      entries.addAll(touched);
    }
    touched.forEach(e -> e.checks().add(check));
  }

  private List<Entry> touched(Span place) {
    List<Entry> touched = entries.stream().filter(e -> e.claim().span().overlaps(place)).toList();
    return touched.stream()
        .filter(e -> touched.stream().noneMatch(inner -> nested(inner, e, place)))
        .toList();
  }

  private static boolean nested(Entry inner, Entry outer, Span place) {
    Span span = inner.claim().span();
    return span.contains(place)
        && outer.claim().span().contains(span)
        && !outer.claim().span().equals(span);
  }

  /** All claims in order of the text, numbered from 1. */
  List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (Entry e : sorted()) {
      Claim o = e.claim();
      claims.add(
          new Claim(claims.size() + 1, o.sentence(), o.section(), o.type(), o.span(), o.text()));
    }
    return claims;
  }

  /** One verdict per claim, in the same order. */
  List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    for (Entry e : sorted()) {
      verdicts.add(verdict(verdicts.size() + 1, e));
    }
    return verdicts;
  }

  /** The rewrites with the new numbers of their claims. */
  List<Rewrite> rewrites() {
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Entry> sorted = sorted();
    for (int i = 0; i < sorted.size(); i++) {
      numbers.put(sorted.get(i).claim().number(), i + 1);
    }
    return c.rewrites().stream()
        .map(r -> new Rewrite(numbers.getOrDefault(r.claim(), r.claim()), r.text()))
        .toList();
  }

  private List<Entry> sorted() {
    return entries.stream()
        .sorted(
            Comparator.comparingInt((Entry e) -> e.claim().span().start())
                .thenComparingInt(e -> e.claim().span().end()))
        .toList();
  }

  private static Verdict verdict(int number, Entry e) {
    Verdict old = e.verdict();
    List<String> told = new ArrayList<>();
    Label worst = null;
    for (CheckResult check :
        e.checks().stream().sorted(Comparator.comparing(CheckResult::label).reversed()).toList()) {
      worst = worst == null ? check.label() : worst;
      // the audit keeps the check with its evidence
      told.add(check.action());
    }
    if (worst != null && (old == null || old.label() == null || worst.compareTo(old.label()) > 0)) {
      return Verdict.byRule(number, worst, Verdict.Basis.CHECK, told, List.of());
    }
    List<String> evidence = new ArrayList<>(old.evidence());
    evidence.addAll(told);
    return new Verdict(
        number,
        old.label(),
        old.confidence(),
        old.confidenceBasis(),
        old.basis(),
        evidence,
        old.findings());
  }

  private static ClaimType type(Sentence s) {
    if (s.section() == Section.RECOMMENDATION) {
      return ClaimType.RECOMMENDATION;
    }
    return s.section() == Section.IMPRESSION ? ClaimType.IMPRESSION : ClaimType.FINDING;
  }
}
