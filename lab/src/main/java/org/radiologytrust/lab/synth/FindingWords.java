package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * Words for one finding; {@code lab/synth/studies.yaml} describes the fields.
 *
 * @param mass the names that take no article
 * @param phantom {@code null} if the chest phantom does not draw it
 * @param drawnAt where the chest phantom draws it; empty if it does not
 */
record FindingWords(
    String name,
    @Nullable List<String> also,
    @Nullable List<String> unseenAlso,
    boolean sided,
    @Nullable List<String> sizes,
    @Nullable List<String> counts,
    @Nullable String many,
    @Nullable List<String> mass,
    List<String> places,
    List<String> cues,
    @Nullable String cause,
    @Nullable String group,
    PhantomFinding.@Nullable Kind phantom,
    @Nullable String drawnAt) {
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
    cause = Texts.orEmpty(cause);
    group = Texts.orEmpty(group);
    drawnAt = Texts.orEmpty(drawnAt);
  }

  /** Says what is wrong with the entry; empty if it is valid. */
  String problem() {
    if (name.isEmpty() || places.isEmpty() || cues.isEmpty()) {
      return "needs name, places and cues";
    }
    if ((phantom == null) != drawnAt.isEmpty()) {
      return "needs both phantom and drawnAt, or neither";
    }
    if (counts.isEmpty() != many.isEmpty()) {
      return "needs both counts and many, or neither";
    }
    if (sized(sizes) || sized(counts)) {
      return "needs at least two sizes or counts, since one must be wrong";
    }
    if (!sided && places.stream().anyMatch(p -> p.contains("{side}"))) {
      return "has a place with {side} but is not sided";
    }
    if (sided && !places.stream().allMatch(p -> p.contains("{side}"))) {
      return "is sided: its places need {side}";
    }
    if (!name.matches("[a-z].*")) {
      return "must begin with a lower-case letter";
    }
    return "";
  }

  private static boolean sized(List<String> list) {
    return list.size() == 1;
  }

  /** Names that a report may use; its main name is first. */
  List<String> names(Split split) {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(split == Split.UNSEEN && !unseenAlso.isEmpty() ? unseenAlso : also);
    return names;
  }

  /** All names; its main name is first. */
  List<String> allNames() {
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(also);
    names.addAll(unseenAlso);
    return names;
  }

  /** Whether the two findings could be confused. */
  boolean near(FindingWords other) {
    return name.equals(other.name) || !group.isEmpty() && group.equals(other.group);
  }

  /**
   * The same finding under another name, which is also used for patients.
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
        cause,
        "",
        null,
        "");
  }
}
