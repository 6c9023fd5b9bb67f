package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * Words for one finding; {@code synth/studies.yaml} tells what each is.
 *
 * @param mass the names that take no article
 * @param phantom {@code null} where the chest phantom does not draw it
 * @param drawnAt where the chest phantom draws it; empty where it does not
 */
record FindingWords(
    String name,
    List<String> also,
    List<String> unseenAlso,
    boolean sided,
    List<String> sizes,
    List<String> counts,
    String many,
    List<String> mass,
    List<String> places,
    List<String> cues,
    String plain,
    String cause,
    String group,
    PhantomFinding.Kind phantom,
    String drawnAt) {
  FindingWords {
    name = Texts.orEmpty(name);
    also = Texts.copy(also);
    unseenAlso = Texts.copy(unseenAlso);
    sizes = Texts.copy(sizes);
    counts = Texts.copy(counts);
    many = Texts.orEmpty(many);
    mass = Texts.copy(mass);
    places = Texts.copy(places);
    cues = Texts.copy(cues);
    plain = Texts.orEmpty(plain);
    cause = Texts.orEmpty(cause);
    group = Texts.orEmpty(group);
    drawnAt = Texts.orEmpty(drawnAt);
  }

  /** What is wrong with it, or empty. */
  String problem() {
    if (name.isEmpty() || places.isEmpty() || cues.isEmpty() || plain.isEmpty()) {
      return "needs name, places, cues and plain";
    }
    if ((phantom == null) != drawnAt.isEmpty()) {
      return "needs both phantom and drawnAt, or neither";
    }
    if (counts.isEmpty() != many.isEmpty()) {
      return "needs both counts and many, or neither";
    }
    if (sized(sizes) || sized(counts)) {
      return "needs more than one of sizes or counts: one must be wrong";
    }
    if (!sided && places.stream().anyMatch(p -> p.contains("{side}"))) {
      return "has a place with {side} but is not sided";
    }
    if (sided && !places.stream().allMatch(p -> p.contains("{side}"))) {
      return "is sided: its places need {side}";
    }
    if (!name.matches("[a-z].*")) {
      return "is to begin with a small letter";
    }
    return "";
  }

  private static boolean sized(List<String> list) {
    return list.size() == 1;
  }

  /** Names that a report may use, its own first. */
  List<String> names(Split split) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(split == Split.UNSEEN && !unseenAlso.isEmpty() ? unseenAlso : also);
    return names;
  }

  /** All its names, its own first. */
  List<String> allNames() {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(also);
    names.addAll(unseenAlso);
    return names;
  }

  /** Whether one could be taken for the other. */
  boolean near(FindingWords other) {
    return name.equals(other.name) || !group.isEmpty() && group.equals(other.group);
  }

  /**
   * The same under one other name, by which patients are told of it too.
   *
   * @param noArticle whether the name takes no article
   */
  FindingWords renamed(String other, boolean noArticle) {
    return new FindingWords(
        other,
        List.of(),
        List.of(),
        sided,
        sizes,
        List.of(),
        "",
        noArticle ? List.of(other) : List.of(),
        places,
        cues,
        sided ? other + " on the {side} side" : other,
        cause,
        "",
        null,
        "");
  }

  /** Words for patients. */
  String plain(String side) {
    return Noun.at(plain, side);
  }
}
