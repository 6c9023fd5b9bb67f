package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.lab.checks.Change.ImagesChange;
import org.radiologytrust.lab.checks.Change.OrderChange;
import org.radiologytrust.lab.checks.Change.PatientChange;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.model.Sex;

/** Applies changes to messages. */
final class Changer {
  private static final String OTHER = "other";
  private static final String NONE = "none";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;

  private final StudyWords studies;
  private final Pattern side;

  Changer(StudyWords studies) {
    this.studies = studies;
    this.side =
        Pattern.compile(
            "(?<!\\p{L})(?:" + String.join("|", studies.data().mirror().keySet()) + ")(?!\\p{L})",
            Pattern.CASE_INSENSITIVE);
  }

  /**
   * Changes order, patient and images.
   *
   * @param examined what the report is about, whatever its order says
   * @param draw chooses where the change leaves it open
   */
  Message fields(Message message, Exam examined, Change change, RandomDraw draw) {
    Message m = message;
    if (change.order() != null) {
      m = m.with(exam(m.exam(), change.order(), draw));
    }
    if (change.patient() != null) {
      m = m.with(subject(m, change.patient(), draw));
    }
    if (change.images() != null) {
      m = m.with(images(examined, change.images(), draw));
    }
    return m;
  }

  private Exam exam(Exam exam, OrderChange change, RandomDraw draw) {
    Exam e = exam;
    if (change.modality() != null) {
      e =
          e.withModality(
              change.modality().equals(OTHER)
                  ? Others.modality(e, studies, draw)
                  : change.modality());
    }
    if (change.part() != null) {
      e =
          e.withParts(
              List.of(
                  change.part().equals(OTHER) ? Others.part(exam, studies, draw) : change.part()));
    }
    if (change.side() != null) {
      String opposite = e.side().equals("left") ? "right" : "left";
      e =
          e.withSide(
              change.side().equals(OTHER)
                  ? opposite
                  : change.side().equals(NONE) ? "" : change.side());
    }
    if (change.contrast() != null) {
      e = e.withContrast(change.contrast().equals(NONE) ? "" : change.contrast());
    }
    if (change.views() != null) {
      e = e.withViews(change.views());
    }
    return change.words() == null ? e : e.withWords(change.words());
  }

  private static Subject subject(Message m, PatientChange change, RandomDraw draw) {
    Subject s = m.subject();
    if (change.sex() != null) {
      s =
          s.withSex(
              change.sex().equals(OTHER)
                  ? CleanMessages.other(s.sex())
                  : change.sex().equals("F") ? Sex.FEMALE : Sex.MALE);
    }
    if (change.age() != null) {
      String age =
          change.age().equals(OTHER) ? Slots.wrong(s.age(m.study()), draw) + "y" : change.age();
      LocalDate birth = Ages.birth(age, m.study(), draw);
      s = s.born(birth);
    }
    return s;
  }

  private Images images(Exam exam, ImagesChange change, RandomDraw draw) {
    boolean left = exam.side().equals("left");
    String modality =
        change.modality() == null
            ? ""
            : change.modality().equals(OTHER)
                ? Others.modality(exam, studies, draw)
                : exam.modality();
    String part =
        change.part() == null
            ? ""
            : studies
                .part(
                    change.part().equals(OTHER)
                        ? Others.part(exam, studies, draw)
                        : exam.parts().get(0))
                .dicom();
    String side = change.side() == null ? "" : change.side().equals(OTHER) == left ? "R" : "L";
    return new Images(modality, part, side);
  }

  /**
   * Changes the text; empty when the text does not have what is changed.
   *
   * @param said collects the words that are added
   */
  Optional<ReportText> text(
      ReportText text, Change change, Slots slots, RandomDraw draw, List<String> said) {
    Optional<ReportText> changed = Optional.of(text);
    changed = set(changed, Place.EXAM, change.exam(), slots, said);
    changed = set(changed, Place.INDICATION, change.indication(), slots, said);
    changed = set(changed, Place.COMPARISON, change.comparison(), slots, said);
    changed = set(changed, Place.TECHNIQUE, change.technique(), slots, said);
    changed =
        with(changed, change.findings(), slots, said, (t, w) -> t.insert(Place.FINDINGS, w, draw));
    changed =
        with(
            changed,
            change.impression(),
            slots,
            said,
            (t, w) -> t.insert(Place.IMPRESSION, w, draw));
    changed =
        with(
            changed,
            change.addendum(),
            slots,
            said,
            (t, w) -> Optional.of(t.add(Place.ADDENDUM, w)));
    for (Change.Replace replace : change.replace()) {
      changed = changed.flatMap(r -> replaced(r, replace, slots, draw, said));
    }
    if (!change.doubled().isEmpty()) {
      changed = changed.flatMap(r -> doubled(r, change.doubled(), draw, said));
    }
    if (change.swap() != null) {
      Place swap = change.swap();
      changed = changed.flatMap(r -> swapped(r, swap));
    }
    if (change.drop() != null) {
      Place drop = change.drop();
      changed = changed.flatMap(r -> r.drop(drop));
    }
    if (change.empty() != null) {
      Place empty = change.empty();
      changed = changed.flatMap(r -> r.change(empty, body -> ""));
    }
    return changed;
  }

  private static Optional<ReportText> set(
      Optional<ReportText> text,
      Place place,
      @Nullable String words,
      Slots slots,
      List<String> said) {
    return with(text, words, slots, said, (t, w) -> Optional.of(t.set(place, w)));
  }

  /**
   * Adds words to the text.
   *
   * @param text empty if it lacks something that was changed before
   * @param words with slots; {@code null} for nothing to add
   * @param added the text with the words; empty if it has no place for them
   */
  private static Optional<ReportText> with(
      Optional<ReportText> text,
      @Nullable String words,
      Slots slots,
      List<String> said,
      BiFunction<ReportText, String, Optional<ReportText>> added) {
    if (words == null || text.isEmpty()) {
      return text;
    }
    String filled = slots.sentence(words);
    said.add(filled);
    return added.apply(text.get(), filled);
  }

  private static Optional<ReportText> replaced(
      ReportText text, Change.Replace replace, Slots slots, RandomDraw draw, List<String> said) {
    Pattern find = Pattern.compile(slots.fill(replace.find()), FLAGS);
    String with = slots.fill(replace.with());
    return replacedIn(text, replace.in(), find, with, replace.all(), draw, said);
  }

  private static Optional<ReportText> replacedIn(
      ReportText text,
      @Nullable Place place,
      Pattern find,
      String with,
      boolean all,
      RandomDraw draw,
      List<String> said) {
    List<Place> places = place == null ? List.of(Place.FINDINGS, Place.IMPRESSION) : List.of(place);
    List<Place> having = places.stream().filter(p -> find.matcher(text.body(p)).find()).toList();
    if (having.isEmpty()) {
      return Optional.empty();
    }
    if (all) {
      ReportText changed = text.changeAll(body -> find.matcher(body).replaceAll(with));
      said.add(with);
      return Optional.of(changed);
    }
    return text.change(draw.pick(having), body -> once(body, find, with, draw, said))
        .filter(t -> !t.text().equals(text.text()));
  }

  /** Replaces one of the places where the pattern fits. */
  private static String once(
      String body, Pattern find, String with, RandomDraw draw, List<String> said) {
    List<MatchResult> places = find.matcher(body).results().toList();
    if (places.isEmpty()) {
      return body;
    }
    MatchResult one = draw.pick(places);
    // the pattern may look around itself, so it is matched in the whole text again
    Matcher m = find.matcher(body);
    StringBuilder out = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(
          out, m.start() == one.start() ? with : Matcher.quoteReplacement(m.group()));
      if (m.start() == one.start()) {
        said.add(out.substring(one.start()));
      }
    }
    m.appendTail(out);
    return out.toString();
  }

  private static Optional<ReportText> doubled(
      ReportText text, List<String> words, RandomDraw draw, List<String> said) {
    Pattern any =
        Pattern.compile(
            "(?<=\\p{L} )(" + String.join("|", words) + ")(?= \\p{L})", Pattern.CASE_INSENSITIVE);
    return replacedIn(text, null, any, "$1 $1", false, draw, said);
  }

  private Optional<ReportText> swapped(ReportText text, Place place) {
    return place == Place.OTHER
        ? Optional.of(text.changeAll(this::mirrored)).filter(t -> !t.text().equals(text.text()))
        : text.change(place, this::mirrored).filter(t -> !t.text().equals(text.text()));
  }

  /** Each side becomes the other, in the same case. */
  private String mirrored(String words) {
    return side.matcher(words)
        .replaceAll(
            m -> {
              String said = m.group();
              String other = studies.data().mirror().get(said.toLowerCase(Locale.ROOT));
              return said.equals(said.toUpperCase(Locale.ROOT))
                  ? other.toUpperCase(Locale.ROOT)
                  : Character.isUpperCase(said.charAt(0))
                      ? other.substring(0, 1).toUpperCase(Locale.ROOT) + other.substring(1)
                      : other;
            });
  }
}
