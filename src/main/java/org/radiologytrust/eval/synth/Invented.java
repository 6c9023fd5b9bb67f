package org.radiologytrust.eval.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Texts;

/** Findings under new names; {@code synth/invented.yaml} tells what of they are made. */
record Invented(
    List<String> stems,
    List<String> joints,
    List<String> masses,
    List<String> adjectives,
    List<String> parts,
    List<String> heads) {
  Invented {
    stems = Texts.copy(stems);
    joints = Texts.copy(joints);
    masses = Texts.copy(masses);
    adjectives = Texts.copy(adjectives);
    parts = Texts.copy(parts);
    heads = Texts.copy(heads);
  }

  /** What is missing, or empty. */
  String problem() {
    return Stream.of(stems, joints, masses, adjectives, parts, heads).anyMatch(List::isEmpty)
        ? "needs stems, joints, masses, adjectives, parts and heads"
        : "";
  }

  /** The same findings under other names; fewer where two would have one name. */
  List<FindingWords> renamed(Draw draw, List<FindingWords> pool) {
    List<FindingWords> renamed = new ArrayList<>();
    for (FindingWords words : pool) {
      boolean mass = draw.percent(25);
      String name = mass ? word(draw, masses) : counted(draw);
      if (renamed.stream().noneMatch(r -> r.name().equals(name))) {
        renamed.add(words.renamed(name, mass));
      }
    }
    return renamed;
  }

  private String counted(Draw draw) {
    String kind = draw.percent(50) ? draw.pick(parts) : word(draw, adjectives);
    return kind + " " + draw.pick(heads);
  }

  private String word(Draw draw, List<String> endings) {
    String stem = draw.pick(stems);
    return (draw.percent(50) ? stem : stem + draw.pick(joints) + draw.pick(stems))
        + draw.pick(endings);
  }
}
