package org.radiologytrust.check.exam;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Phrases;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Recognises in words whether contrast agent was given into a vein. */
final class ContrastWords {
  private static final int BEFORE = 7;
  private static final int BEHIND = 5;
  private static final int ROUTE = 4;

  private record File(
      @MayBeEmpty Terms agents,
      @MayBeEmpty Terms routes,
      @MayBeEmpty Terms vein,
      @MayBeEmpty Terms withoutBefore,
      @MayBeEmpty Terms withBefore,
      @Nullable List<String> breaks,
      @MayBeEmpty Terms withoutBehind,
      @MayBeEmpty Terms withBehind,
      @MayBeEmpty Terms plain,
      @MayBeEmpty Terms enhanced,
      @MayBeEmpty Terms both,
      @MayBeEmpty Terms orderWith,
      @MayBeEmpty Terms orderWithout,
      @MayBeEmpty Terms orderBoth,
      @Nullable List<String> signsWith,
      @Nullable List<String> signsWithout,
      @MayBeEmpty Terms not,
      @MayBeEmpty Terms presents,
      @MayBeEmpty Terms effects,
      @MayBeEmpty Terms limits,
      @MayBeEmpty Terms reasons) {}

  /** A place that says whether contrast agent was used. */
  record Use(ContrastUse use, int first, int last) {}

  private final File file;
  private final Set<String> breaks;
  private final List<String> signsWith;
  private final List<String> signsWithout;

  ContrastWords(SiteFiles files) {
    file = files.words("contrast.yaml", new TypeReference<File>() {});
    breaks = Phrases.words(file.breaks());
    signsWith = SiteFiles.orEmpty(file.signsWith());
    signsWithout = SiteFiles.orEmpty(file.signsWithout());
  }

  /** Whether a statement of findings or impression says how the images were made. */
  boolean presents(WordTokens t) {
    return file.presents().anyIn(t);
  }

  /** What only contrast agent shows; {@code null} if the statement names nothing like that. */
  Terms.@Nullable Hit effect(WordTokens t) {
    return file.not().anyIn(t) ? null : file.effects().in(t).stream().findFirst().orElse(null);
  }

  /** Words that give a reason why less is seen; {@code null} if there is none. */
  Terms.@Nullable Hit limit(WordTokens t) {
    for (Terms.Hit limit : file.limits().in(t)) {
      for (Terms.Hit reason : file.reasons().in(t)) {
        if (reason.first() > limit.last() && t.part(reason.first()) == t.part(limit.last())) {
          return limit;
        }
      }
    }
    return null;
  }

  /** What an order says; {@code null} if nothing. */
  @Nullable ContrastUse ofOrder(String procedure) {
    Use use = ofName(WordTokens.of(procedure));
    if (use != null) {
      return use.use();
    }
    // the plus and the minus of "CT CHEST C+" are no words
    List<String> signs = List.of(procedure.strip().split("\\s+"));
    if (signs.stream().anyMatch(signsWithout::contains)) {
      return ContrastUse.WITHOUT;
    }
    return signs.stream().anyMatch(signsWith::contains) ? ContrastUse.WITH : null;
  }

  /** What the name of an examination says; {@code null} if nothing. */
  @Nullable Use ofName(WordTokens t) {
    Use said = in(t);
    if (said != null) {
      return said;
    }
    for (int i = 0; i < t.size(); i++) {
      Terms.Hit hit = file.orderBoth().at(t, i);
      if (hit != null) {
        return new Use(ContrastUse.BOTH, hit.first(), hit.last());
      }
      hit = file.orderWithout().at(t, i);
      if (hit != null && hit.last() + 1 == t.size()) {
        return new Use(ContrastUse.WITHOUT, hit.first(), hit.last());
      }
      hit = file.orderWith().at(t, i);
      if (hit != null && hit.last() + 1 == t.size()) {
        return new Use(ContrastUse.WITH, hit.first(), hit.last());
      }
    }
    return null;
  }

  /** What a sentence says; {@code null} if nothing. */
  @Nullable Use in(WordTokens t) {
    if (file.not().anyIn(t)) {
      return null;
    }
    List<Use> uses = new ArrayList<>();
    int i = 0;
    while (i < t.size()) {
      Use use = at(t, i);
      if (use == null) {
        i++;
      } else {
        uses.add(use);
        i = use.last() + 1;
      }
    }
    return joined(uses);
  }

  private static @Nullable Use joined(List<Use> uses) {
    Use all = null;
    for (Use use : uses) {
      boolean same = all == null || all.use() == use.use();
      all =
          all == null ? use : new Use(same ? use.use() : ContrastUse.BOTH, all.first(), use.last());
    }
    return all;
  }

  private @Nullable Use at(WordTokens t, int i) {
    Terms.Hit hit = file.both().at(t, i);
    if (hit != null) {
      Terms.Hit agent = near(t, file.agents(), hit.first(), hit.last() + BEHIND);
      return agent == null
          ? null
          : new Use(ContrastUse.BOTH, hit.first(), Math.max(hit.last(), agent.last()));
    }
    hit = file.enhanced().at(t, i);
    if (hit != null) {
      return new Use(ContrastUse.WITH, hit.first(), hit.last());
    }
    hit = file.plain().at(t, i);
    if (hit != null) {
      return new Use(ContrastUse.WITHOUT, hit.first(), hit.last());
    }
    Terms.Hit agent = file.agents().at(t, i);
    return agent == null ? null : ofAgent(t, agent);
  }

  private @Nullable Use ofAgent(WordTokens t, Terms.Hit agent) {
    int from = Math.max(0, agent.first() - ROUTE);
    boolean elsewhere = in(t, file.routes(), from, agent.first(), agent);
    boolean venous =
        in(t, file.vein(), from, agent.first(), agent)
            || in(t, file.vein(), agent.last() + 1, agent.last() + 1, agent);
    if (elsewhere && !venous) {
      return null;
    }
    Terms.Hit behind = behind(t, file.withoutBehind(), agent);
    if (behind != null) {
      return new Use(ContrastUse.WITHOUT, agent.first(), behind.last());
    }
    for (int k = agent.first() - 1; k >= 0 && k >= agent.first() - BEFORE; k--) {
      if (t.clause(k) != t.clause(agent.first())) {
        break;
      }
      Terms.Hit no = file.withoutBefore().at(t, k);
      if (no != null) {
        return new Use(ContrastUse.WITHOUT, k, agent.last());
      }
      // "w o" is "without"
      boolean goesOn = k > 0 && file.withoutBefore().at(t, k - 1) != null;
      if (file.withBefore().at(t, k) != null && !goesOn) {
        return new Use(ContrastUse.WITH, k, agent.last());
      }
      if (breaks.contains(t.word(k)) && !in(t, file.routes(), k - 1, k, agent)) {
        break;
      }
    }
    behind = behind(t, file.withBehind(), agent);
    return behind == null ? null : new Use(ContrastUse.WITH, agent.first(), behind.last());
  }

  private static Terms.@Nullable Hit behind(WordTokens t, Terms terms, Terms.Hit agent) {
    for (int k = agent.last() + 1; k < t.size() && k <= agent.last() + BEHIND; k++) {
      Terms.Hit hit = terms.at(t, k);
      // "Contrast: None." is two clauses.
      if (hit != null && (k == agent.last() + 1 || t.clause(k) == t.clause(agent.last()))) {
        return hit;
      }
    }
    return null;
  }

  private static Terms.@Nullable Hit near(WordTokens t, Terms terms, int from, int to) {
    for (int k = from; k < t.size() && k <= to && t.clause(k) == t.clause(from); k++) {
      Terms.Hit hit = terms.at(t, k);
      if (hit != null) {
        return hit;
      }
    }
    return null;
  }

  private static boolean in(WordTokens t, Terms terms, int from, int to, Terms.Hit agent) {
    for (int k = Math.max(0, from); k <= to && k < t.size(); k++) {
      if (t.clause(k) == t.clause(agent.first()) && terms.at(t, k) != null) {
        return true;
      }
    }
    return false;
  }
}
