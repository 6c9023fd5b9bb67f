package org.radiologytrust.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;

class KindProposalsTest {
  private static final ProposalRules RULES = new ProposalRules(SiteFiles.shipped());
  private static final String CHECK = "size";

  private final Map<String, List<VerdictCounts>> kinds = new TreeMap<>();

  private KindProposalsTest kind(String modality, Footing footing, int right, int wrong) {
    kinds
        .computeIfAbsent(modality, kind -> new ArrayList<>())
        .add(new VerdictCounts(CHECK, Strength.ASK, footing, right, wrong, 1, 2));
    return this;
  }

  private KindProposalsTest kind(String modality, int right, int wrong) {
    return kind(modality, Footing.CHOSEN, right, wrong);
  }

  /** The sum of all kinds by footing, by three people. */
  private List<VerdictCounts> all() {
    List<VerdictCounts> all = new ArrayList<>();
    for (Footing footing : Footing.values()) {
      List<VerdictCounts> of =
          kinds.values().stream()
              .flatMap(List::stream)
              .filter(one -> one.footing() == footing)
              .toList();
      all.add(
          new VerdictCounts(
              CHECK,
              Strength.ASK,
              footing,
              of.stream().mapToInt(VerdictCounts::right).sum(),
              of.stream().mapToInt(VerdictCounts::wrong).sum(),
              of.size(),
              3));
    }
    return all;
  }

  private List<Proposal> proposals(Set<String> rows, Strength ofRows) {
    KindVerdicts verdicts =
        new KindVerdicts() {
          @Override
          public List<VerdictCounts> of(String modality) {
            return modality.isEmpty() ? all() : kinds.get(modality);
          }

          @Override
          public List<String> modalities() {
            return List.copyOf(kinds.keySet());
          }
        };
    return new KindProposals(RULES, CHECK, verdicts)
        .of(rows, (check, kind) -> rows.contains(kind) ? ofRows : Strength.ASK);
  }

  private List<String> proposed(Set<String> rows, Strength ofRows) {
    return proposals(rows, ofRows).stream()
        .map(p -> p.then().word() + p.kinds() + " " + p.verdicts().right())
        .toList();
  }

  private List<String> proposed() {
    return proposed(Set.of(), Strength.ASK);
  }

  @Test
  void aKindWhoseShareIsAnotherHasAProposalOfItsOwn() {
    kind("CT", 2, 36).kind("MR", 61, 43);
    assertEquals(List.of("quiet, CT 2"), proposed());
  }

  @Test
  void kindsThatDoNotDifferAreProposedTogether() {
    kind("CT", 2, 36).kind("MR", 3, 40);
    assertEquals(List.of("quiet 5"), proposed());
  }

  @Test
  void ofTooFewVerdictsOnOtherKindsNobodyCanSayThatTheyDiffer() {
    kind("CT", 1, 40).kind("MR", 2, 1);
    assertEquals(List.of("quiet 3"), proposed());
    kind("US", 3, 23);
    assertEquals(List.of("quiet 6"), proposed(), "29 are too few");
  }

  @Test
  void theOthersAreProposedWithoutTheKindThatDiffers() {
    kind("CT", 2, 36).kind("MR", 20, 11).kind("US", 20, 12);
    assertEquals(List.of("tell, all but CT 40", "quiet, CT 2"), proposed());
    String basis = proposals(Set.of(), Strength.ASK).get(0).basis();
    assertTrue(basis.contains("right 40 of 63, by at least 2 people"), basis);
  }

  @Test
  void aKindWithItsOwnRowCountsForThatAlone() {
    kind("CT", 25, 20).kind("MR", 1, 40);
    assertEquals(List.of("quiet, all but CT 1"), proposed(Set.of("CT"), Strength.ASK));
    assertEquals(
        List.of("quiet, all but CT 1"),
        proposed(Set.of("CT"), Strength.TELL),
        "the verdicts are not on flags of that strength");
    assertEquals(List.of("quiet 1"), kindsWithout("CT"), "the same without it");
  }

  private List<String> kindsWithout(String kind) {
    kinds.remove(kind);
    return proposed();
  }

  @Test
  void aRandomSampleIsComparedWithARandomSample() {
    kind("CT", Footing.SAMPLED, 1, 39).kind("MR", 90, 10);
    assertEquals(
        List.of("quiet 1"), proposed(), "no other kind was sampled, so none is known to differ");
  }
}
