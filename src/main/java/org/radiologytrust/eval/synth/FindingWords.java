package org.radiologytrust.eval.synth;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * Words for one finding; {@code synth/studies.yaml} tells what each is.
 *
 * @param trainedAlso other names that training alone uses
 * @param mass the names that take no article
 * @param phantom {@code null} where the chest phantom does not draw it
 * @param drawnAt where the chest phantom draws it; empty where it does not
 */
record FindingWords(
    String name,
    List<String> also,
    List<String> unseenAlso,
    List<String> trainedAlso,
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
    Shown.Kind phantom,
    String drawnAt) {
  FindingWords {
    name = Texts.orEmpty(name);
    also = Texts.copy(also);
    unseenAlso = Texts.copy(unseenAlso);
    trainedAlso = Texts.copy(trainedAlso);
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
    if (split == Split.TRAIN) {
      names.addAll(trainedAlso);
    }
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
   * The same under other names, the first of which patients are told too.
   *
   * @param names the list's own and at most one more for the report
   * @param noArticle whether the names take no article
   */
  FindingWords renamed(
      List<String> names, boolean noArticle, List<String> otherSizes, List<String> otherCues) {
    String own = names.get(0);
    return new FindingWords(
        own,
        names.subList(1, names.size()),
        List.of(),
        List.of(),
        sided,
        otherSizes,
        List.of(),
        "",
        noArticle ? names : List.of(),
        places,
        otherCues,
        sided ? own + " on the {side} side" : own,
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
