package org.radiologytrust.lab.baseline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Label;

/**
 * The labels that the trivial rules give. Each rule is fitted on the labelled claims of all other
 * cases, and judges the claims of the case that is left out.
 */
public final class BaselineLabels {
  private final TextSigns signs;
  private final Map<Baseline, Map<String, List<Label>>> labels = new EnumMap<>(Baseline.class);

  private BaselineLabels(Map<String, List<TrueClaim>> cases, TextSigns signs) {
    this.signs = signs;
    for (Baseline baseline : Baseline.values()) {
      labels.put(baseline, labels(baseline, cases));
    }
  }

  /**
   * @param files the words that hedge, deny or are too sure
   * @param cases the true claims of each case by its id
   */
  public static BaselineLabels of(SiteFiles files, Map<String, List<TrueClaim>> cases) {
    return new BaselineLabels(cases, new TextSigns(files));
  }

  /**
   * A rule's labels of all claims of a case; empty if no other case has a label that the rule could
   * be fitted on.
   */
  public List<Label> of(Baseline baseline, String id) {
    return labels.get(baseline).get(id);
  }

  private Map<String, List<Label>> labels(Baseline baseline, Map<String, List<TrueClaim>> cases) {
    LabelCounts counts = new LabelCounts();
    cases.values().forEach(claims -> count(baseline, claims, counts, 1));
    Map<String, List<Label>> byCase = new HashMap<>();
    cases.forEach(
        (id, claims) -> {
          count(baseline, claims, counts, -1);
          byCase.put(id, judged(baseline, claims, counts));
          count(baseline, claims, counts, 1);
        });
    return byCase;
  }

  private void count(Baseline baseline, List<TrueClaim> claims, LabelCounts counts, int times) {
    claims.stream()
        .filter(claim -> claim.label() != null)
        .forEach(claim -> counts.add(key(baseline, claim), claim.label(), times));
  }

  /** The labels of one case by the counts of all others. */
  private List<Label> judged(Baseline baseline, List<TrueClaim> claims, LabelCounts others) {
    List<Label> judged = new ArrayList<>();
    int border = others.border();
    for (TrueClaim claim : claims) {
      int key = key(baseline, claim);
      Optional.ofNullable(
              baseline == Baseline.LENGTH ? others.beside(key, border) : others.with(key))
          .or(() -> Optional.ofNullable(others.ofAll()))
          .ifPresent(judged::add);
    }
    return judged;
  }

  private int key(Baseline baseline, TrueClaim claim) {
    return switch (baseline) {
      case MAJORITY -> 0;
      case KIND -> claim.type().ordinal();
      case LENGTH -> claim.quote().codePointCount(0, claim.quote().length());
      case TEXT -> signs.of(claim.quote());
    };
  }
}
