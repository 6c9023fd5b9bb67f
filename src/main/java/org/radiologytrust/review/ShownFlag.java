package org.radiologytrust.review;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;

/**
 * One error as people see it: the problems about the same words and the same attribute are its
 * reasons, and what the model asks about those words alone. It exists at display only; what is
 * stored and published names each reason.
 *
 * @param problem the first reason with the places, claims and results of all; its label is that of
 *     the reasons that are as loud as the first
 * @param reasons the loudest first, then the heaviest
 */
public record ShownFlag(Problem problem, List<Problem> reasons) {
  private static final Map<String, String> ATTRIBUTES = attributes();

  /** What the flags of some checks are about. */
  private record Row(String attribute, List<String> checks) {}

  public ShownFlag {
    reasons = List.copyOf(reasons);
  }

  private static Map<String, String> attributes() {
    Map<String, String> attributes = new HashMap<>();
    for (Row row :
        SiteFiles.shipped().yaml("check/attributes.yaml", new TypeReference<List<Row>>() {})) {
      row.checks().forEach(check -> attributes.put(check, row.attribute()));
    }
    return Map.copyOf(attributes);
  }

  /** The problem that people are told of first. */
  public Problem first() {
    return reasons.get(0);
  }

  /** Whether one of the reasons has this key. */
  public boolean has(String key) {
    return reasons.stream().anyMatch(reason -> reason.key().equals(key));
  }

  /** The reasons of which people must decide: those that tell, or all where each only asks. */
  public List<Problem> toDecide() {
    return problem.asks() ? reasons : reasons.stream().filter(r -> !r.asks()).toList();
  }

  /**
   * Groups problems into flags.
   *
   * @return those that tell, then those that only ask, each in the order of the problems, and
   *     numbered from 1
   */
  static List<ShownFlag> of(List<Problem> problems) {
    Groups groups = new Groups(problems);
    Map<Integer, List<Problem>> members = new LinkedHashMap<>();
    for (int i = 0; i < problems.size(); i++) {
      members.computeIfAbsent(groups.of(i), root -> new ArrayList<>()).add(problems.get(i));
    }
    List<ShownFlag> flags = new ArrayList<>();
    members.values().stream()
        .map(ShownFlag::merged)
        .sorted(
            Comparator.comparing((ShownFlag flag) -> flag.problem.asks())
                .thenComparing(flag -> flag.problem, Problems.ORDER))
        .forEach(flag -> flags.add(flag.numbered(flags.size() + 1)));
    return flags;
  }

  private static ShownFlag merged(List<Problem> members) {
    List<Problem> reasons =
        members.stream()
            .sorted(Comparator.comparing(Problem::asks).thenComparing(Problems.ORDER))
            .toList();
    Problem first = reasons.get(0);
    if (reasons.size() == 1) {
      return new ShownFlag(first, reasons);
    }
    boolean review =
        reasons.stream()
            .filter(reason -> reason.asks() == first.asks())
            .anyMatch(reason -> reason.label() == Label.NEEDS_REVIEW);
    return new ShownFlag(
        new Problem(
            0,
            first.key(),
            first.type(),
            review ? Label.NEEDS_REVIEW : Label.UNCERTAIN,
            reasons.stream().flatMap(r -> r.claims().stream()).distinct().sorted().toList(),
            places(reasons),
            reasons.stream().flatMap(r -> r.checks().stream()).toList(),
            reasons.stream().flatMap(r -> r.findings().stream()).distinct().toList(),
            first.why()),
        reasons);
  }

  /** Those of the first reason, then those of the others that are elsewhere. */
  private static List<Span> places(List<Problem> reasons) {
    List<Span> places = new ArrayList<>(reasons.get(0).places());
    reasons.stream()
        .skip(1)
        .flatMap(reason -> reason.places().stream())
        .sorted(Comparator.comparingInt(Span::start))
        .filter(span -> places.stream().noneMatch(span::overlaps))
        .forEach(places::add);
    return places;
  }

  private ShownFlag numbered(int number) {
    return new ShownFlag(
        problem.numbered(number), reasons.stream().map(r -> r.numbered(number)).toList());
  }

  /** Problems of one attribute whose words overlap, also through others, are one group. */
  private static final class Groups {
    private final int[] parents;

    private record Words(int problem, Span span) {}

    Groups(List<Problem> problems) {
      parents = new int[problems.size()];
      Map<String, List<Words>> words = new HashMap<>();
      for (int i = 0; i < parents.length; i++) {
        int problem = i;
        parents[i] = i;
        String attribute = ATTRIBUTES.get(problems.get(i).type());
        if (attribute != null) {
          List<Words> same = words.computeIfAbsent(attribute, a -> new ArrayList<>());
          spans(problems.get(i)).forEach(span -> same.add(new Words(problem, span)));
        }
      }
      words.values().forEach(this::join);
      for (int i = 0; i < parents.length; i++) {
        if (problems.get(i).asks() && problems.get(i).type().equals(Problem.MODEL)) {
          joinToFlag(i, problems);
        }
      }
    }

    /** What the model asks about words that are flagged is one more reason to look at them. */
    private void joinToFlag(int question, List<Problem> problems) {
      List<Span> asked = problems.get(question).places();
      for (int i = 0; i < parents.length; i++) {
        List<Span> flagged = problems.get(i).asks() ? List.of() : problems.get(i).places();
        if (asked.stream().allMatch(span -> flagged.stream().anyMatch(span::overlaps))) {
          parents[question] = of(i);
          return;
        }
      }
    }

    /** The flagged words, and those that contradict them but for a sentence around them. */
    private static Stream<Span> spans(Problem problem) {
      return Stream.concat(
          problem.places().stream(),
          problem.checks().stream()
              .map(CheckResult::second)
              .filter(Objects::nonNull)
              .map(Evidence::span)
              .filter(Objects::nonNull)
              .filter(span -> problem.places().stream().noneMatch(span::contains)));
    }

    private void join(List<Words> words) {
      words.sort(Comparator.comparingInt(w -> w.span().start()));
      Words reaching = null;
      for (Words next : words) {
        if (reaching != null && next.span().start() < reaching.span().end()) {
          parents[of(next.problem())] = of(reaching.problem());
        }
        if (reaching == null || next.span().end() > reaching.span().end()) {
          reaching = next;
        }
      }
    }

    int of(int problem) {
      int root = problem;
      while (parents[root] != root) {
        parents[root] = parents[parents[root]];
        root = parents[root];
      }
      return root;
    }
  }
}
