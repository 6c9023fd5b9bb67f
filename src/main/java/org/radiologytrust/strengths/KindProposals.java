package org.radiologytrust.strengths;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

/**
 * What the verdicts propose for one check: for a kind of examination that has a row of its own, or
 * whose share of right flags is surely another one than that of the other kinds; and for all other
 * kinds together, without these.
 */
final class KindProposals {
  /** Verdicts that are never counted with others. */
  private record Group(Strength strength, Footing footing) {
    static Group of(VerdictCounts counts) {
      return new Group(counts.strength(), counts.footing());
    }
  }

  private final ProposalRules rules;
  private final String check;
  private final List<VerdictCounts> all;
  private final Map<String, List<VerdictCounts>> kinds = new TreeMap<>();

  /**
   * @param verdicts of all checks
   */
  KindProposals(ProposalRules rules, String check, KindVerdicts verdicts) {
    this.rules = rules;
    this.check = check;
    all = ofCheck(verdicts.of(StrengthRow.ALL));
    for (String kind : verdicts.modalities()) {
      kinds.put(kind, ofCheck(verdicts.of(kind)));
    }
  }

  private List<VerdictCounts> ofCheck(List<VerdictCounts> counts) {
    return counts.stream().filter(one -> one.check().equals(check)).toList();
  }

  /**
   * @param rows kinds with a row of their own
   * @param now how strong the check is at a kind
   */
  List<Proposal> of(Set<String> rows, BiFunction<String, String, Strength> now) {
    List<Proposal> proposals = new ArrayList<>();
    List<String> apart = new ArrayList<>();
    kinds.forEach(
        (kind, counts) -> {
          Optional<Proposal> own =
              rules
                  .of(counts, now.apply(check, kind))
                  .filter(p -> rows.contains(kind) || differs(kind, p, rows))
                  .map(p -> p.on(kind));
          own.ifPresent(proposals::add);
          if (own.isPresent() || rows.contains(kind)) {
            apart.add(kind);
          }
        });
    rules
        .of(without(apart), now.apply(check, StrengthRow.ALL))
        .map(p -> p.without(apart))
        .ifPresent(p -> proposals.add(0, p));
    return proposals;
  }

  /**
   * Whether the interval of a kind is wholly apart from that of enough verdicts on all others that
   * have no row of their own.
   */
  private boolean differs(String kind, Proposal own, Set<String> rows) {
    List<String> apart = Stream.concat(Stream.of(kind), rows.stream()).toList();
    return without(apart).stream()
        .filter(one -> Group.of(one).equals(Group.of(own.verdicts())))
        .filter(rest -> rest.rightOrWrong() >= ProposalRules.LEAST)
        .map(rules::share)
        .anyMatch(
            rest ->
                rest.wilson().high() < own.share().wilson().low()
                    || rest.wilson().low() > own.share().wilson().high());
  }

  /**
   * The verdicts on all kinds but these. How many people gave them is known by kind alone: the most
   * of one kind are counted, so there may be more.
   */
  private List<VerdictCounts> without(List<String> apart) {
    if (apart.isEmpty()) {
      return all;
    }
    Map<Group, List<VerdictCounts>> gone =
        apart.stream()
            .flatMap(kind -> kinds.getOrDefault(kind, List.of()).stream())
            .collect(Collectors.groupingBy(Group::of));
    Map<Group, Integer> people = new HashMap<>();
    kinds.forEach(
        (kind, counts) -> {
          if (!apart.contains(kind)) {
            counts.forEach(one -> people.merge(Group.of(one), one.people(), Math::max));
          }
        });
    return all.stream()
        .map(
            one ->
                minus(
                    one,
                    gone.getOrDefault(Group.of(one), List.of()),
                    people.getOrDefault(Group.of(one), 0)))
        .toList();
  }

  private static VerdictCounts minus(VerdictCounts all, List<VerdictCounts> gone, int people) {
    return new VerdictCounts(
        all.check(),
        all.strength(),
        all.footing(),
        all.right() - gone.stream().mapToInt(VerdictCounts::right).sum(),
        all.wrong() - gone.stream().mapToInt(VerdictCounts::wrong).sum(),
        all.notImportant() - gone.stream().mapToInt(VerdictCounts::notImportant).sum(),
        people);
  }
}
