package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An earlier study of the same part of the body in the same kind of images, for claims that compare
 * with one: a model was shown it, or the reason why not. Of a study that may be another patient's,
 * only its date is here.
 *
 * @param studyInstanceUid empty where the study may be another patient's, and where it was not
 *     looked up
 * @param studyDate {@code null} when unknown
 * @param instances the images that were chosen for the model, in order; empty where none was
 * @param series which images of which series these are, in words; empty for none
 * @param notShown why the model was not shown it; {@code null} where it was
 */
public record PriorStudy(
    String studyInstanceUid,
    @Nullable LocalDate studyDate,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Instance> instances,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String series,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NotShown notShown) {
  /** Why a model was not shown an earlier study. */
  public enum NotShown {
    /** Name, birth date, sex or number differ. */
    OTHER_PATIENT("its patient differs from that of the report"),
    /** The number is the same, and name or birth date are missing or not quite the same. */
    UNSURE_PATIENT("name and birth date do not say for sure that its patient is the same"),
    /** It has no date, or is of the same day and has no time. */
    ORDER_UNKNOWN("it has no date or time that says that it is the earlier one"),
    /** More images may come. */
    INCOMPLETE("its images are still arriving"),
    /** Enough later ones were found. */
    OLDER("it is older than those that may be shown"),
    /** The site leaves out images whose tags say that their pixels name the patient. */
    BURNED_IN("its images may show the patient's name (rtl.images.burned-in)"),
    /** The image store does not have it any more, or its images cannot be read. */
    GONE("its images are no longer in the archive, or cannot be read"),
    /** The earlier studies could not be looked up. */
    NO_ANSWER("earlier studies could not be looked up");

    private final String words;

    NotShown(String words) {
      this.words = words;
    }

    /** The reason, as it follows "because". */
    public String words() {
      return words;
    }
  }

  public PriorStudy {
    studyInstanceUid = Texts.orEmpty(studyInstanceUid);
    instances = Texts.copy(instances);
    series = Texts.orEmpty(series);
  }

  /**
   * A study whose images a model is to be shown.
   *
   * @param chosen images of the study
   */
  public static PriorStudy chosen(Study study, List<Instance> chosen) {
    return new PriorStudy(
        study.studyInstanceUid(),
        study.studyDate(),
        chosen.stream().map(PriorStudy::withoutPlanes).toList(),
        ShownSlices.of(List.of(study), chosen),
        null);
  }

  /** Planes are read to choose; those of all frames of an object would be stored for each slice. */
  private static Instance withoutPlanes(Instance image) {
    SliceTags tags = image.slices();
    return tags == null
        ? image
        : image.with(
            new SliceTags(
                tags.seriesNumber(), tags.seriesDescription(), tags.imageType(), List.of()));
  }

  /** A study of the patient that a model is not shown. */
  public static PriorStudy left(Study study, NotShown reason) {
    boolean ofPatient = reason != NotShown.OTHER_PATIENT && reason != NotShown.UNSURE_PATIENT;
    return new PriorStudy(
        ofPatient ? study.studyInstanceUid() : "", study.studyDate(), List.of(), "", reason);
  }

  /** That nobody knows whether there are earlier studies. */
  public static PriorStudy notLookedUp() {
    return new PriorStudy("", null, List.of(), "", NotShown.NO_ANSWER);
  }

  /** The same study, whose images turned out to be gone. */
  public PriorStudy gone() {
    return new PriorStudy(studyInstanceUid, studyDate, List.of(), "", NotShown.GONE);
  }

  public boolean isShown() {
    return notShown == null;
  }

  /** Such as {@code of 2026-03-04}. */
  public String day() {
    return studyDate == null ? "without a date" : "of " + studyDate;
  }

  /** Such as {@code earlier study of 2026-03-04 (series 2, images 1-40)}. */
  public String words() {
    if (notShown == NotShown.NO_ANSWER) {
      return notShown.words();
    }
    String name = "earlier study " + day();
    return notShown == null ? name + " (" + series + ")" : name + ", because " + notShown.words();
  }

  /** Those of a list that were shown, or were not, in words; empty for none. */
  public static String words(List<PriorStudy> all, boolean shown) {
    long older = all.stream().filter(prior -> prior.notShown == NotShown.OLDER).count();
    Stream<String> some =
        all.stream()
            .filter(prior -> prior.isShown() == shown && prior.notShown != NotShown.OLDER)
            .map(PriorStudy::words);
    Stream<String> rest =
        shown || older == 0
            ? Stream.empty()
            : Stream.of(older + (older == 1 ? " older study" : " older studies"));
    return Stream.concat(some, rest).collect(Collectors.joining("; "));
  }
}
