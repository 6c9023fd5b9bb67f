package org.radiologytrust.eval.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Texts;

/** Findings under new names; {@code synth/invented.yaml} tells what of they are made. */
record Invented(
    List<String> stems,
    List<String> joints,
    List<String> masses,
    List<String> adjectives,
    List<String> parts,
    List<String> heads,
    List<List<String>> pairs,
    List<List<String>> massPairs,
    List<List<String>> sizes,
    List<String> cues,
    List<String> normals,
    Syllables syllables) {
  /** Percent of findings that get a real pair of names instead of an invented one. */
  private static final int PAIRED = 45;

  /** Percent of invented names, and of real pairs, that take no article. */
  private static final int MASSES = 25;

  /** A finding is listed in one of so many sizes, where they are measures or invented. */
  private static final int SIZES = 3;

  /** So many statements of a normal study a case may draw from. */
  private static final int NORMALS = 4;

  Invented {
    stems = Texts.copy(stems);
    joints = Texts.copy(joints);
    masses = Texts.copy(masses);
    adjectives = Texts.copy(adjectives);
    parts = Texts.copy(parts);
    heads = Texts.copy(heads);
    pairs = Texts.copy(pairs);
    massPairs = Texts.copy(massPairs);
    sizes = Texts.copy(sizes);
    cues = Texts.copy(cues);
    normals = Texts.copy(normals);
  }

  /** What words without sense are made of. */
  record Syllables(List<String> starts, List<String> vowels, List<String> ends) {
    Syllables {
      starts = Texts.copy(starts);
      vowels = Texts.copy(vowels);
      ends = Texts.copy(ends);
    }

    boolean lacks() {
      return starts.isEmpty() || vowels.isEmpty() || ends.isEmpty();
    }

    /** One to four of them. */
    String word(Draw draw) {
      int count = 1 + draw.below(4);
      return Stream.generate(() -> draw.pick(starts) + draw.pick(vowels) + draw.pick(ends))
          .limit(count)
          .collect(Collectors.joining());
    }
  }

  /** What is missing or wrong, or empty. */
  String problem() {
    if (syllables == null || syllables.lacks()) {
      return "syllables: needs starts, vowels and ends";
    }
    if (Stream.of(
            stems, joints, masses, adjectives, parts, heads, pairs, massPairs, sizes, cues, normals)
        .anyMatch(List::isEmpty)) {
      return "needs stems, joints, masses, adjectives, parts, heads, pairs, massPairs, sizes, cues"
          + " and normals";
    }
    if (Stream.of(pairs, massPairs).flatMap(List::stream).anyMatch(p -> p.size() != 2)) {
      return "pairs and massPairs: each has two names";
    }
    return sizes.stream().anyMatch(s -> s.size() < 2)
        ? "sizes: needs more than one in each: one must be wrong"
        : "";
  }

  /** The same findings under other names; fewer where two would have one name. */
  List<FindingWords> renamed(Draw draw, List<FindingWords> pool) {
    List<FindingWords> renamed = new ArrayList<>();
    for (FindingWords words : pool) {
      boolean mass = draw.percent(MASSES);
      List<String> names = names(draw, mass);
      if (renamed.stream().noneMatch(r -> r.allNames().stream().anyMatch(names::contains))) {
        List<String> shown = draw.percent(50) ? words.cues() : cues;
        renamed.add(words.renamed(names, mass, sizes(draw, words), shown));
      }
    }
    return renamed;
  }

  private List<String> names(Draw draw, boolean mass) {
    if (!draw.percent(PAIRED)) {
      return List.of(mass ? word(draw, masses) : counted(draw));
    }
    List<String> pair = draw.pick(mass ? massPairs : pairs);
    return draw.percent(50) ? pair : List.of(pair.get(1), pair.get(0));
  }

  /**
   * Its own sizes, others, measures or invented ones; none where a finding has none or is counted.
   */
  private List<String> sizes(Draw draw, FindingWords words) {
    if (words.sizes().isEmpty()) {
      return List.of();
    }
    return switch (draw.weighted(30, 20, 15, 35)) {
      case 0 -> words.sizes();
      case 1 -> draw.pick(sizes);
      case 2 -> distinct(() -> 2 + draw.below(60) + " mm");
      default -> distinct(() -> word(draw, adjectives));
    };
  }

  private static List<String> distinct(Supplier<String> drawn) {
    return Stream.generate(drawn).distinct().limit(SIZES).toList();
  }

  /** Statements of normal parts of the body, most of them of parts with listed findings. */
  List<StudyWords.Normal> normals(Draw draw, List<FindingWords> pool, List<Listed> list) {
    List<String> afflicted =
        parts.stream().filter(p -> list.stream().anyMatch(l -> of(p, l.words()))).toList();
    List<StudyWords.Normal> drawn = new ArrayList<>();
    for (int i = 0; i < NORMALS; i++) {
      String part = draw.pick(afflicted.isEmpty() || draw.percent(20) ? parts : afflicted);
      String text =
          draw.pick(normals).replace("{part}", part).replace("{Part}", Noun.capital(part));
      List<String> covers = pool.stream().filter(w -> of(part, w)).map(FindingWords::name).toList();
      drawn.add(new StudyWords.Normal(text, covers, false));
    }
    return drawn;
  }

  private static boolean of(String part, FindingWords words) {
    return words.name().startsWith(part + " ");
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
