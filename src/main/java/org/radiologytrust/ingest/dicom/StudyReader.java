package org.radiologytrust.ingest.dicom;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.DicomStoreException.Kind;
import org.radiologytrust.ingest.dicom.select.Planes;
import org.radiologytrust.ingest.dicom.select.ViewCodes;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.SliceTags;
import org.radiologytrust.model.SliceTags.Plane;
import org.radiologytrust.model.Study;

/** Reads a study from an image store with the tags of all its images. */
public final class StudyReader {
  /** More than any real study has. A sender that reuses UIDs can exceed it. */
  static final int MAX_INSTANCES = 20_000;

  /**
   * The tags held in memory for each image until the study is read; all tags of a large study would
   * be too much.
   */
  private static final Set<String> STUDY_LEVEL =
      Set.of(
          "StudyInstanceUID",
          "AccessionNumber",
          "StudyDate",
          "StudyTime",
          "StudyDescription",
          "SeriesNumber",
          "PatientID",
          "IssuerOfPatientID",
          "IssuerOfPatientIDQualifiersSequence",
          "PatientName",
          "PatientBirthDate",
          "PatientSex");

  /** Hour, and perhaps minute and second; fractions of a second tell no two studies apart. */
  private static final Pattern TIME =
      Pattern.compile("(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.\\d{1,6})?)?)?");

  private static final Comparator<Image> ORDER =
      Comparator.<Image>comparingInt(image -> image.tags.integer("SeriesNumber").orElse(0))
          .thenComparing(image -> image.instance.seriesInstanceUid())
          .thenComparingInt(image -> image.instance.instanceNumber())
          .thenComparing(image -> image.instance.sopInstanceUid());

  /** An image with its study-level tags. */
  private record Image(Instance instance, DicomTags tags) {}

  private final DicomStore store;
  private final NonImages nonImages;

  /**
   * Creates a reader.
   *
   * @param files say which objects are no images
   */
  public StudyReader(DicomStore store, SiteFiles files) {
    this(store, NonImages.load(files));
  }

  StudyReader(DicomStore store, NonImages nonImages) {
    this.store = store;
    this.nonImages = nonImages;
  }

  /**
   * Reads a study. Study-level values come from the first image, except that the accession number
   * comes from the first image that has one.
   *
   * @param study the store's id
   * @return empty if the study has no image
   */
  public Optional<Study> read(String study) throws DicomStoreException {
    // asked first: an image that arrives while the tags are read creates a change of its own
    boolean stable = store.stable(study);
    List<Image> images = images(study);
    if (images.isEmpty()) {
      return Optional.empty();
    }
    images.sort(ORDER);
    DicomTags first = images.get(0).tags;
    String accession =
        images.stream()
            .map(image -> image.tags.text("AccessionNumber"))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    return Optional.of(
        new Study(
            first.text("StudyInstanceUID"),
            accession,
            PatientTags.read(first),
            PatientTags.date(first.text("StudyDate")),
            first.text("StudyDescription"),
            stable,
            images.stream().map(Image::instance).toList(),
            time(first.text("StudyTime"))));
  }

  /** Parses a TM value, also in the older ACR-NEMA form (10:42:00); null if it is not a time. */
  private static @Nullable LocalTime time(String value) {
    Matcher parts = TIME.matcher(value.replace(":", ""));
    try {
      return parts.matches()
          ? LocalTime.of(number(parts.group(1)), number(parts.group(2)), number(parts.group(3)))
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private List<Image> images(String study) throws DicomStoreException {
    List<String> ids = store.instances(study);
    if (ids.size() > MAX_INSTANCES) {
      throw new DicomStoreException(
          Kind.FAILED, "a study has more than " + MAX_INSTANCES + " instances");
    }
    List<Image> images = new ArrayList<>();
    for (String id : ids) {
      try {
        DicomTags tags = store.tags(id);
        if (nonImages.isImage(tags)) {
          images.add(new Image(instance(id, tags), tags.keep(STUDY_LEVEL)));
        }
      } catch (DicomStoreException e) {
        if (e.kind() != Kind.GONE) {
          throw e;
        }
      }
    }
    return images;
  }

  private static Instance instance(String id, DicomTags tags) {
    return new Instance(
        tags.text("SOPInstanceUID"),
        tags.text("SeriesInstanceUID"),
        tags.text("SOPClassUID"),
        tags.text("Modality"),
        tags.text("BodyPartExamined"),
        tags.text("Laterality"),
        side(tags),
        view(tags),
        tags.integer("InstanceNumber").orElse(0),
        DicomFrames.frames(tags),
        id,
        slices(tags),
        null,
        tags.text("BurnedInAnnotation").equals("YES"));
  }

  /** The tag of an image, otherwise that of its first frame. */
  private static String side(DicomTags tags) {
    String side = tags.text("ImageLaterality");
    return side.isEmpty() ? tags.ofFrame(0).text("FrameLaterality") : side;
  }

  private static String view(DicomTags tags) {
    String position = tags.text("ViewPosition");
    return position.isEmpty()
        ? tags.item("ViewCodeSequence").map(c -> ViewCodes.position(c.text("CodeValue"))).orElse("")
        : position;
  }

  private static SliceTags slices(DicomTags tags) {
    return new SliceTags(
        tags.integer("SeriesNumber").orElse(0),
        tags.text("SeriesDescription"),
        List.of(tags.text("ImageType").split("\\\\")),
        planes(tags));
  }

  private static double thickness(DicomTags frame) {
    return Math.max(0, frame.number("SliceThickness").orElse(0));
  }

  private static List<Plane> planes(DicomTags tags) {
    int frames = DicomFrames.frames(tags);
    // what an object says of their number may be anything
    if (frames > 1 && tags.json().path("PerFrameFunctionalGroupsSequence").size() < frames) {
      return List.of();
    }
    List<Plane> planes = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      DicomTags frame = tags.ofFrame(i);
      Planes.of(frame.numbers("ImageOrientationPatient"), frame.numbers("ImagePositionPatient"))
          .map(p -> new Plane(p.x(), p.y(), p.z(), p.at(), thickness(frame), frame.acquisition()))
          .ifPresent(planes::add);
    }
    return planes.size() == frames ? planes : List.of();
  }
}
