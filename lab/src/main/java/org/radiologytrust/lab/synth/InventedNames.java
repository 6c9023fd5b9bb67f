package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Texts;

/** Invented names for findings; {@code lab/synth/invented.yaml} describes the fields. */
record InventedNames(
    List<String> stems,
    List<String> joints,
    List<String> masses,
    List<String> adjectives,
    List<String> parts,
    List<String> heads,
    List<String> normals) {
  /** Number of statements of a normal study that a case may choose from. */
  private static final int NORMALS = 4;

  InventedNames {
    stems = Texts.copy(stems);
    joints = Texts.copy(joints);
    masses = Texts.copy(masses);
    adjectives = Texts.copy(adjectives);
    parts = Texts.copy(parts);
    heads = Texts.copy(heads);
    normals = Texts.copy(normals);
  }

  /** Says what is missing; empty if the file is valid. */
  String problem() {
    return Stream.of(stems, joints, masses, adjectives, parts, heads, normals)
            .anyMatch(List::isEmpty)
        ? "needs stems, joints, masses, adjectives, parts, heads and normals"
        : "";
  }

  /** Gives the findings other names. Drops a finding if its new name is already taken. */
  List<FindingWords> renamed(RandomDraw draw, List<FindingWords> pool) {
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

  /** Statements that a body part is normal, mostly about parts with listed findings. */
  List<StudyWords.Normal> normals(
      RandomDraw draw, List<FindingWords> pool, List<ListedFinding> list) {
    List<String> afflicted =
        parts.stream().filter(p -> list.stream().anyMatch(l -> of(p, l.words()))).toList();
    List<StudyWords.Normal> drawn = new ArrayList<>();
    for (int i = 0; i < NORMALS; i++) {
      String part = draw.pick(afflicted.isEmpty() || draw.percent(20) ? parts : afflicted);
      String text =
          draw.pick(normals)
              .replace("{part}", part)
              .replace("{Part}", FindingMention.capital(part));
      List<String> covers = pool.stream().filter(w -> of(part, w)).map(FindingWords::name).toList();
      drawn.add(new StudyWords.Normal(text, covers, false));
    }
    return drawn;
  }

  private static boolean of(String part, FindingWords words) {
    return words.name().startsWith(part + " ");
  }

  private String counted(RandomDraw draw) {
    String kind = draw.percent(50) ? draw.pick(parts) : word(draw, adjectives);
    return kind + " " + draw.pick(heads);
  }

  private String word(RandomDraw draw, List<String> endings) {
    String stem = draw.pick(stems);
    return (draw.percent(50) ? stem : stem + draw.pick(joints) + draw.pick(stems))
        + draw.pick(endings);
  }
}
